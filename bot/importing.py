"""Importing articles from JSON Lines: streamed, checked line by line, stored a few hundred to a commit."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO, Protocol
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.clock import SystemClock
from bot.reindexing import bring_index_up
from bot.settings import Settings
from news.editing import EditingDesk
from news.errors import HeadlineMissing, Refusal, TextTooLong
from news.limits import HEADLINE_LIMIT, checked
from news.model import NewArticle
from news.ports import Clock
from news.richtext import allowed, from_plain
from news.words import clean, collapse, shorten
from storage import migrate, open_storage

BATCH = 200
LONGEST_LINE_BYTES = 4 * 1024 * 1024
TOPIC_LIMIT = 64
LEAD_LIMIT = 1000

_STRINGS = ("title", "text", "url", "category", "published_at", "lead", "cover")
_WORDS = {
    HeadlineMissing: "title is empty",
    TextTooLong: "text is longer than {most} characters",
}


class BadLineError(ValueError):
    """A line that is no article; the message says why."""


@dataclass(slots=True)
class Import:
    """What has been imported so far."""

    stored: int = 0
    known: int = 0
    refused: int = 0


class MomentSource(Protocol):
    """Where articles without a date of their own get theirs."""

    def next(self) -> datetime:
        """Return the moment of the next article."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How lines become articles: published at once or drafts, pushed or not; `zone` for times without one."""

    publish: bool
    push: bool
    zone: ZoneInfo
    clock: Clock
    moments: MomentSource


class Moments:
    """Moments that only rise: the last line without a date of its own is the newest."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = datetime.min.replace(tzinfo=UTC)

    def next(self) -> datetime:
        """Return the present, or a microsecond after the last one."""
        self._last = max(self._clock.now(), self._last + timedelta(microseconds=1))
        return self._last


async def run_import(settings: Settings, lines: BinaryIO, size: int | None, *, publish: bool, push: bool) -> Import:
    """Import into the database that the settings name, with a progress bar; `size` is in bytes, None if unknown."""
    clock = SystemClock()
    rules = Rules(publish, push, settings.zone, clock, Moments(clock))
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    await migrate(settings.database_url)
    async with open_storage(settings.database_url) as database:
        await bring_index_up(database)  # of an empty database: what is imported is indexed with it
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
    rules: Rules,
    on_note: Callable[[int, str], None],
    on_progress: Callable[[int], None],
) -> Import:
    """Store the articles of a JSON Lines stream; a bad line is named by its number (from 1) and the rest goes on.

    `on_note` gets the number and what is the matter with the line, `on_progress` the bytes read since its last call.
    """
    result, batch, read = Import(), list[NewArticle](), 0

    async def store() -> None:
        nonlocal batch, read
        new = await editing.take_in(batch)
        result.stored += new
        result.known += len(batch) - new
        on_progress(read)
        batch, read = [], 0

    for number, line in enumerate(_lines(lines), 1):
        read += len(line)
        if not line.strip():
            continue
        try:
            article, note = _article(line, rules)
        except BadLineError as error:
            result.refused += 1
            on_note(number, str(error))
            continue
        batch.append(article)
        if note:
            on_note(number, note)
        if len(batch) == BATCH:
            await store()
    await store()
    while await editing.recompute_related():
        pass
    return result


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines; of one beyond the longest only as much as shows that it is too long."""
    while line := stream.readline(LONGEST_LINE_BYTES + 1):
        yield line
        while len(line) > LONGEST_LINE_BYTES and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE_BYTES + 1)


def _article(line: bytes, rules: Rules) -> tuple[NewArticle, str]:
    """Return the article of a line, and a remark on what had to be changed in it."""
    fields = _fields(line)
    title, text, note = fields["title"], fields["text"], ""
    headline = shorten(title, HEADLINE_LIMIT)
    if headline != collapse(title):
        text = f"{title}\n\n{text}"
        note = f"title is longer than {HEADLINE_LIMIT} characters: it was shortened, and stands whole above the text"
    url = fields["url"] or None
    if url is not None and allowed(url) is None:
        raise BadLineError("url is not an http:// or https:// address")
    if fields["cover"] and allowed(fields["cover"]) is None:
        raise BadLineError("cover is not an http:// or https:// address")
    published_at = _moment(fields["published_at"], rules)
    content = hashlib.sha256("\0".join((title, text)).encode()).hexdigest()
    article = NewArticle(
        key=f"url:{url}" if url else f"text:{content}",
        title=headline,
        body=from_plain(text),
        created_at=rules.clock.now(),
        lead=collapse(fields["lead"])[:LEAD_LIMIT],
        topic=collapse(fields["category"])[:TOPIC_LIMIT] or None,
        source_url=url,
        cover=fields["cover"] or None,
        published_at=(published_at or rules.moments.next()) if rules.publish else None,
        to_push=rules.publish and rules.push,
    )
    try:
        return checked(article), note
    except Refusal as refusal:
        raise BadLineError(_WORDS[type(refusal)].format(**refusal.arguments)) from None


def _fields(line: bytes) -> dict[str, str]:
    """Return the fields of a line as clean text, absent ones empty."""
    if len(line) > LONGEST_LINE_BYTES:
        raise BadLineError(f"the line is longer than {LONGEST_LINE_BYTES} bytes")
    try:
        parsed: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLineError("the line is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"the line is not JSON ({error})") from None
    if not isinstance(parsed, dict):
        raise BadLineError("the line is not a JSON object")
    fields = {name: parsed.get(name) for name in _STRINGS}
    for name, value in fields.items():
        if value is not None and not isinstance(value, str):
            raise BadLineError(f"{name} is not a string")
    if fields["text"] is None:
        raise BadLineError("text is missing")
    return {name: clean(value or "").strip() for name, value in fields.items()}


def _moment(text: str, rules: Rules) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=rules.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadLineError("published_at is not a date and time in ISO 8601, as 2024-03-05T14:05:00+03:00") from None
    if moment > rules.clock.now():
        raise BadLineError("published_at lies in the future")
    if moment.year < 1900:
        raise BadLineError("published_at lies before 1900")
    return moment
