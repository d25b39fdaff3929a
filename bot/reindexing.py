"""Keeping the search index current: `vestnik reindex`, and what a start does about an index that is not."""

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.clock import SystemClock
from bot.settings import Settings
from news.editing import EditingDesk
from news.reindexing import CURRENT, count_left, reindex
from storage import Database, migrate, open_storage

# Indexed at a start without asking: a second or two. With more articles the operator chooses the hour.
AT_ONCE = 2_000
ADVICE = "not everything published can be found by /search yet: run `vestnik reindex`, the newspaper may run meanwhile"


async def run_reindex(settings: Settings) -> int:
    """Make the index of the database that the settings name anew, with a progress bar; return how many articles."""
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


async def bring_index_up(database: Database) -> bool:
    """Make the index current where that is quickly done; tell whether it is."""
    async with database.reading() as unit:
        if await unit.search.state() == CURRENT:
            return True
        if await count_left(unit) > AT_ONCE:
            return False
    await reindex(database, lambda _: None)
    return True
