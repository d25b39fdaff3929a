"""The search index: `vestnik reindex`, and the check of the index at a start."""

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.clock import SystemClock
from bot.settings import Settings
from news.editing import EditingDesk
from news.reindexing import CURRENT, count_left, reindex
from storage import Database, migrate, open_storage

# A start indexes up to this many articles: a second or two. With more, the operator chooses the time.
MAX_AT_START = 2_000
ADVICE = "/search does not find every published article yet: run `vestnik reindex`; the newspaper may run meanwhile"


async def run_reindex(settings: Settings) -> int:
    """Rebuild the index of the settings' database, with a progress bar; return the number of articles."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    await migrate(settings.database_url)
    async with open_storage(settings.database_url) as database:
        async with database.reading() as unit:
            total = await count_left(unit)
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Indexing", total=total)
            await reindex(database, lambda count: progress.advance(task, count))
            progress.add_task("Relating", total=None)
            while await EditingDesk(database, SystemClock()).recompute_related():
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
