"""Importing articles from a JSON Lines file: read as a stream, stored in batches, with a progress bar."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.clock import SystemClock
from bot.database_clock import DatabaseClock
from bot.reindexing import ensure_index
from bot.settings import Settings
from news.editing import EditingDesk
from news.importing import MAX_LINE_BYTES, MAX_PUSHED, BadLineError, ImportRules, RisingTimestamps, parse_line
from news.model import NewArticle
from storage import migrate, open_storage

BATCH = 200


@dataclass(slots=True)
class Import:
    """How many lines were stored as new articles, known already, or refused; and whether too many to push."""

    stored: int = 0
    known: int = 0
    refused: int = 0
    too_many_to_push: bool = False


async def run_import(
    settings: Settings, lines: BinaryIO, size: int | None, *, publish: bool, push: bool | None
) -> Import:
    """Import into the database of the settings, with a progress bar; `size` is in bytes, None if unknown."""
    clock = DatabaseClock(SystemClock())
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    await migrate(settings.database_url)
    async with open_storage(settings.database_url) as database:
        await clock.follow(database)
        rules = ImportRules(publish, push, settings.zone, clock, RisingTimestamps(clock))
        await ensure_index(database)  # in an empty database too, so that imported articles are indexed
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("Importing", total=size)
            return await import_lines(
                lines,
                EditingDesk(database, clock),
                rules,
                on_note=lambda number, reason: console.print(
                    f"line {number}: {reason}", markup=False, highlight=False, soft_wrap=True
                ),
                on_progress=lambda count: progress.advance(task, count),
            )


async def import_lines(
    lines: BinaryIO,
    editing: EditingDesk,
    rules: ImportRules,
    on_note: Callable[[int, str], None],
    on_progress: Callable[[int], None],
) -> Import:
    """Store the articles of a JSON Lines stream. A bad line is reported, and the rest is imported.

    `on_note` gets the number of a line (from 1) and what is wrong with it or was changed in it. `on_progress` gets the
    bytes read since its last call.
    """
    result, batch, numbers, read = Import(), list[NewArticle](), list[int](), 0

    def refuse(number: int, error: Exception) -> None:
        result.refused += 1
        on_note(number, str(error))

    async def store() -> None:
        nonlocal batch, numbers, read
        # The first batch is larger than `MAX_PUSHED`, or it is the whole import.
        if rules.publish and rules.push is None and result.stored + result.known + len(batch) > MAX_PUSHED:
            result.too_many_to_push = True
            batch = [replace(article, to_push=False) for article in batch]
        refused = result.refused
        new = await editing.take_in(batch, lambda index, error: refuse(numbers[index], error))
        result.stored += new
        result.known += len(batch) - new - (result.refused - refused)
        on_progress(read)
        batch, numbers, read = [], [], 0

    for number, line in enumerate(_lines(lines), 1):
        read += len(line)
        if not line.strip():
            continue
        try:
            article, note = parse_line(line, rules)
        except BadLineError as error:
            refuse(number, error)
            continue
        batch.append(article)
        numbers.append(number)
        if note:
            on_note(number, note)
        if len(batch) == BATCH:
            await store()
    await store()
    while await editing.recompute_related():
        pass
    return result


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines. Of a line beyond `MAX_LINE_BYTES`, yield one byte more than that, and skip the rest."""
    while line := stream.readline(MAX_LINE_BYTES + 1):
        yield line
        while len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE_BYTES + 1)
