"""Importing articles from a JSON Lines file: read as a stream, stored in batches, with a progress bar."""

from collections.abc import AsyncIterable, AsyncIterator, Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bot.clock import SystemClock
from bot.database_clock import DatabaseClock
from bot.handover import find_newspaper
from bot.media_loading import MediaLoader
from bot.progress import open_progress_bar
from bot.reindexing import ensure_index
from bot.settings import Settings
from news.editing import EditingDesk
from news.importing import MAX_LINE_BYTES, MAX_PUSHED, BadLineError, ImportRules, RisingTimestamps, parse_line
from news.model import NewArticle
from storage import migrate, open_storage

BATCH = 200
# Where lines that come from nowhere would have their files.
NO_FOLDER = Path("/nonexistent")


@dataclass(slots=True)
class Import:
    """How many lines were stored as new articles, known already, or refused; and whether too many to push."""

    stored: int = 0
    known: int = 0
    refused: int = 0
    too_many_to_push: bool = False


async def run_import(
    settings: Settings, lines: BinaryIO, size: int | None, folder: Path, *, publish: bool, push: bool | None
) -> Import:
    """Import into the database of the settings, with a progress bar; `size` is in bytes, None if unknown.

    Files that lines name are in `folder`.

    A newspaper that runs on the same SQLite database does the work itself: see `bot.jobs`.
    """
    async with find_newspaper(settings.database_url) as newspaper:
        with open_progress_bar() as report:
            report.begin("Importing", size)
            if newspaper is not None:
                order = {"job": "import", "publish": publish, "push": push, "zone": settings.zone.key}
                order["folder"] = str(folder)
                return Import(**await newspaper.do(order, report, _lines(lines)))
            clock = DatabaseClock(SystemClock())
            await migrate(settings.database_url)
            async with open_storage(settings.database_url) as database:
                await clock.follow(database)
                rules = ImportRules(publish, push, settings.zone, clock, RisingTimestamps(clock))
                await ensure_index(database)  # in an empty database too, so that imported articles are indexed
                desk = EditingDesk(database, clock)
                return await import_lines(lines, desk, rules, report.note, report.advance, folder)


async def import_lines(
    lines: BinaryIO,
    editing: EditingDesk,
    rules: ImportRules,
    on_note: Callable[[int, str], None],
    on_progress: Callable[[int], None],
    folder: Path = NO_FOLDER,
) -> Import:
    """Store the articles of a file of JSON Lines, as `import_from` does; their files are in `folder`."""
    loader = MediaLoader(folder, editing.keep_content)
    return await import_from(_lines(lines), editing, rules, on_note, on_progress, loader=loader)


async def import_from(
    lines: AsyncIterable[bytes],
    editing: EditingDesk,
    rules: ImportRules,
    on_note: Callable[[int, str], None],
    on_progress: Callable[[int], None],
    *,
    loader: MediaLoader,
    batch_size: int = BATCH,
) -> Import:
    """Store the articles of some lines of JSON. A bad line is reported, and the rest is imported.

    The `loader` loads the files of `media`; those that it cannot load are named, and the article is stored without
    them. `on_note` gets the number of a line (from 1) and what is wrong with it or was changed in it. `on_progress`
    gets the bytes read since its last call.
    """
    result, batch, numbers, read, number = Import(), list[NewArticle](), list[int](), 0, 0

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

    async for line in lines:
        number += 1
        read += len(line)
        if not line.strip():
            continue
        try:
            article, note = parse_line(line, rules)
        except BadLineError as error:
            refuse(number, error)
            continue
        attachments = await loader.load_all(article.attachments, partial(on_note, number))
        batch.append(replace(article, attachments=attachments))
        numbers.append(number)
        if note:
            on_note(number, note)
        if len(batch) >= batch_size and (result.stored + result.known or len(batch) > MAX_PUSHED):
            await store()
    await store()
    while await editing.recompute_related():
        pass
    return result


async def _lines(stream: BinaryIO) -> AsyncIterator[bytes]:
    """Yield lines. Of a line beyond `MAX_LINE_BYTES`, yield one byte more than that, and skip the rest."""
    while line := stream.readline(MAX_LINE_BYTES + 1):
        yield line
        while len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE_BYTES + 1)
