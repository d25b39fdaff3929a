"""The rules of an import: how one line of JSON becomes an article, and which lines are refused. Pure."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from news.errors import HeadlineMissing, Refusal, TextTooLong
from news.limits import HEADLINE_LIMIT, checked
from news.model import NewArticle
from news.ports import Clock
from news.richtext import allowed, from_plain
from news.words import clean, collapse, shorten

MAX_LINE_BYTES = 4 * 1024 * 1024
# In characters; what is longer is cut.
TOPIC_LIMIT = 64
LEAD_LIMIT = 1000
MIN_YEAR = 1900
MAX_PUSHED = 20

_FIELDS = ("title", "text", "url", "category", "published_at", "lead", "cover")
_REASONS = {
    HeadlineMissing: "title is empty",
    TextTooLong: "text is longer than {most} characters",
}


class BadLineError(ValueError):
    """A line that cannot become an article. The message says why."""


class TimestampSource(Protocol):
    """Gives articles without a date of their own their time of publication."""

    def next(self) -> datetime:
        """Return the time of the next article."""


@dataclass(frozen=True, slots=True)
class ImportRules:
    """How lines become articles: published at once or drafts, pushed or not; `zone` is for times without one.

    With `push` None, published articles are pushed if the import has at most `MAX_PUSHED` articles: an archive must not
    reach subscribers as news.
    """

    publish: bool
    push: bool | None
    zone: ZoneInfo
    clock: Clock
    timestamps: TimestampSource


class RisingTimestamps:
    """Times that only rise: of the lines without a date, the last one becomes the newest article."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = datetime.min.replace(tzinfo=UTC)

    def next(self) -> datetime:
        """Return the present, or a microsecond after the last returned time if that is later."""
        self._last = max(self._clock.now(), self._last + timedelta(microseconds=1))
        return self._last


def parse_line(line: bytes, rules: ImportRules) -> tuple[NewArticle, str]:
    """Return the article of a line, and a note on a change that was necessary ("" for none). Raises BadLineError.

    The URL is the article's key; without one, the key is a hash of title and text.
    """
    fields = _fields(line)
    title, text, note = fields["title"], fields["text"], ""
    headline = shorten(title, HEADLINE_LIMIT)
    if headline != collapse(title):
        text = f"{title}\n\n{text}"
        note = f"title is longer than {HEADLINE_LIMIT} characters: it was shortened, and stands whole above the text"
    url = fields["url"] or None
    for name in ("url", "cover"):
        if fields[name] and allowed(fields[name]) is None:
            raise BadLineError(f"{name} is not an http:// or https:// address")
    published_at = _published_at(fields["published_at"], rules)
    content_hash = hashlib.sha256("\0".join((title, text)).encode()).hexdigest()
    article = NewArticle(
        key=f"url:{url}" if url else f"text:{content_hash}",
        title=headline,
        body=from_plain(text),
        created_at=rules.clock.now(),
        lead=collapse(fields["lead"])[:LEAD_LIMIT],
        topic=collapse(fields["category"])[:TOPIC_LIMIT] or None,
        source_url=url,
        cover=fields["cover"] or None,
        published_at=(published_at or rules.timestamps.next()) if rules.publish else None,
        to_push=rules.publish and rules.push is not False,
    )
    try:
        return checked(article), note
    except Refusal as refusal:
        raise BadLineError(_REASONS[type(refusal)].format(**refusal.arguments)) from None


def _fields(line: bytes) -> dict[str, str]:
    """Return the fields of a line as clean text, absent ones empty."""
    if len(line) > MAX_LINE_BYTES:
        raise BadLineError(f"the line is longer than {MAX_LINE_BYTES} bytes")
    try:
        parsed: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLineError("the line is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"the line is not JSON ({error})") from None
    if not isinstance(parsed, dict):
        raise BadLineError("the line is not a JSON object")
    fields = {name: parsed.get(name) for name in _FIELDS}
    for name, value in fields.items():
        if value is not None and not isinstance(value, str):
            raise BadLineError(f"{name} is not a string")
    if fields["text"] is None:
        raise BadLineError("text is missing")
    return {name: clean(value or "").strip() for name, value in fields.items()}


def _published_at(text: str, rules: ImportRules) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=rules.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadLineError("published_at is not a date and time in ISO 8601, as 2024-03-05T14:05:00+03:00") from None
    if moment > rules.clock.now():
        raise BadLineError("published_at lies in the future")
    if moment.year < MIN_YEAR:
        raise BadLineError(f"published_at lies before {MIN_YEAR}")
    return moment
