"""The search index: `vestnik reindex`, and the check of the index at a start."""

from bot.clock import SystemClock
from bot.handover import find_newspaper
from bot.progress import Report, open_progress_bar
from bot.settings import Settings
from news.editing import EditingDesk
from news.ports import Clock
from news.reindexing import CURRENT, count_left, reindex
from storage import Database, migrate, open_storage

# A start indexes up to this many articles: a second or two. With more, the operator chooses the time.
MAX_AT_START = 2_000
ADVICE = "/search does not find every published article yet: run `vestnik reindex`; the newspaper may run meanwhile"


async def run_reindex(settings: Settings) -> int:
    """Rebuild the index of the settings' database, with a progress bar; return the number of articles.

    A newspaper that runs on the same SQLite database does the work itself: see `bot.jobs`.
    """
    async with find_newspaper(settings.database_url) as newspaper:
        with open_progress_bar() as report:
            if newspaper is not None:
                result = await newspaper.do({"job": "reindex"}, report)
                return int(result["count"])
            await migrate(settings.database_url)
            async with open_storage(settings.database_url) as database:
                return await reindex_all(database, SystemClock(), report)


async def reindex_all(database: Database, clock: Clock, report: Report) -> int:
    """Rebuild the index and the related articles; return the number of articles that were indexed."""
    async with database.reading() as unit:
        total = await count_left(unit)
    report.begin("Indexing", total)
    await reindex(database, report.advance)
    report.begin("Relating", None)
    desk = EditingDesk(database, clock)
    while await desk.recompute_related():
        pass
    return total


async def ensure_index(database: Database) -> bool:
    """Index the articles that are missing, if they are few; return whether the index is current."""
    async with database.reading() as unit:
        if await unit.search.state() == CURRENT:
            return True
        if await count_left(unit) > MAX_AT_START:
            return False
    await reindex(database, lambda _: None)
    return True
