"""The rules of an import: how one line of JSON becomes an article, and which lines are refused. Pure."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from news.errors import FieldTooLong, HeadlineMissing, Refusal, TextTooLong, TooManyAttachments
from news.ledger import MessageKind
from news.limits import HEADLINE_LIMIT, KEY_LIMIT, TEXT_LIMIT, check_address, check_length, checked
from news.model import Attachment, NewArticle
from news.ports import Clock
from news.richtext import allowed, from_entities, join, plain_line, read_markup, rich
from news.visible import has_visible
from news.words import clean, collapse, shorten

MAX_LINE_BYTES = 4 * 1024 * 1024
# In characters: five times the limit of a text, for the tags around it.
MAX_MARKUP = 5 * TEXT_LIMIT
# How far ahead of this machine's clock a time of publication may be. It is then taken as now: clocks differ.
MAX_AHEAD = timedelta(minutes=5)
MIN_YEAR = 1900
MAX_PUSHED = 20

_FIELDS = ("title", "text", "url", "category", "published_at", "lead", "cover", "id")
_BLANK_LINE = rich("\n\n")
_REASONS = {
    HeadlineMissing: "title is empty",
    TextTooLong: "text is longer than {most} characters",
    TooManyAttachments: "cover and media are {count} files, and up to {most} fit",
    FieldTooLong: "{field} is too long: {length}, and up to {most} fit",
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

    Title, lead, topic and text may have HTML marks and character references: see `richtext.read_markup`. The files of
    `media` are attachments of kind DOCUMENT, without bytes: they are to be loaded, which tells their kind.
    """
    try:
        parsed = _parsed(line)
        article, note = _article(_fields(parsed), rules)
        media = tuple(Attachment(MessageKind.DOCUMENT, each) for each in _media(parsed))
        return checked(replace(article, attachments=article.attachments + media)), note
    except Refusal as refusal:
        field = refusal.arguments.get("field")
        arguments = refusal.arguments | {"field": "category" if field == "topic" else field}
        raise BadLineError(_REASONS[type(refusal)].format(**arguments)) from None


def _article(fields: dict[str, str], rules: ImportRules) -> tuple[NewArticle, str]:
    title, text, note = plain_line(fields["title"]), fields["text"], ""
    headline = shorten(title, HEADLINE_LIMIT)
    written = read_markup(text)
    if headline != title:
        written = join(_BLANK_LINE, (rich(title), written))
        note = f"title is longer than {HEADLINE_LIMIT} characters: it was shortened, and stands whole above the text"
    for name in ("url", "cover"):
        check_address(name, fields[name])
        if fields[name] and allowed(fields[name]) is None:
            raise BadLineError(f"{name} is not an http:// or https:// address")
    published_at = _published_at(fields["published_at"], rules)
    article = NewArticle(
        key=_key(fields),
        title=headline,
        body=from_entities(written.text, written.entities),
        created_at=rules.clock.now(),
        lead=plain_line(fields["lead"]),
        topic=plain_line(fields["category"]) or None,
        source_url=fields["url"] or None,
        attachments=(Attachment(MessageKind.PHOTO, fields["cover"]),) if fields["cover"] else (),
        published_at=(published_at or rules.timestamps.next()) if rules.publish else None,
        to_push=rules.publish and rules.push is not False,
    )
    return article, note


def _key(fields: dict[str, str]) -> str:
    """Return the article's key: the hash of its id, else of its URL, else of title and text as they were given.

    A hash, because PostgreSQL's indexes take short values only.
    """
    check_length("id", fields["id"], KEY_LIMIT)
    if fields["id"]:
        return f"id:{_hash(fields['id'])}"
    if fields["url"]:
        return f"url:{_hash(fields['url'])}"
    title, text = fields["title"], fields["text"]
    if shorten(title, HEADLINE_LIMIT) != collapse(title):
        text = f"{title}\n\n{text}"
    content = "\0".join((title, text))
    return f"text:{_hash(content)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _parsed(line: bytes) -> dict[str, Any]:
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
    return parsed


def _media(parsed: dict[str, Any]) -> list[str]:
    """Return the addresses and paths of a line's files."""
    media = parsed.get("media") or []
    if not isinstance(media, list) or not all(isinstance(each, str) for each in media):
        raise BadLineError("media is not a list of addresses or file names")
    return [cleaned for each in media if (cleaned := _cleaned(each))]


def _fields(parsed: dict[str, Any]) -> dict[str, str]:
    """Return the text fields of a line as clean text, absent ones empty."""
    fields = {name: parsed.get(name) for name in _FIELDS}
    if isinstance(fields["id"], int) and not isinstance(fields["id"], bool):
        fields["id"] = str(fields["id"])
    for name, value in fields.items():
        if value is not None and not isinstance(value, str):
            raise BadLineError(f"{name} is not a string")
        if len(value or "") > MAX_MARKUP:
            raise BadLineError(f"{name} is longer than {MAX_MARKUP} characters")
    if fields["text"] is None:
        raise BadLineError("text is missing")
    return {name: _cleaned(value or "") for name, value in fields.items()}


def _cleaned(text: str) -> str:
    return clean(text).strip() if has_visible(text) else ""


def _published_at(text: str, rules: ImportRules) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=rules.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadLineError("published_at is not a date and time in ISO 8601, as 2024-03-05T14:05:00+03:00") from None
    ahead = moment - rules.clock.now()
    if ahead > MAX_AHEAD:
        raise BadLineError("published_at lies in the future")
    if ahead > timedelta():
        return rules.timestamps.next()
    if moment.year < MIN_YEAR:
        raise BadLineError(f"published_at lies before {MIN_YEAR}")
    return moment
