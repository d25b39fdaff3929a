"""An entry as feedparser reads it, made a found item."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from feeds.parsing.canonical import canonical
from feeds.parsing.dates import read_date
from feeds.parsing.items import Raw, make_item
from feeds.parsing.media import declared_pictures
from feeds.parsing.written import Written
from news.richtext import allowed
from news.sources.found import FoundItem
from news.words import collapse

# Elements that hold the whole text: of Yandex News, Yandex Turbo, and what some programs call it.
_WHOLE_TEXTS = ("full-text", "fulltext", "full_text", "turbo_content", "fullcontent")
_NO_TEXT = ("image/", "audio/", "video/")
_PLAIN = "text/plain"
_AUTHOR_CHARACTERS = 500
_MAIL = re.compile(r"(?:mailto:)?(?<![^\s<>(),;:])[^\s<>(),;:@]{1,100}@[^\s<>(),;@]{1,100}")
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The context of an entry: the address that its links are relative to, and the zone of times without one."""

    base: str
    zone: tzinfo
    is_atom: bool


def read_entry(entry: Entry, around: Surroundings) -> FoundItem | None:
    """Return the item of an entry, or None if it has neither title, nor text, nor link."""
    published, updated = _dates(entry, around.zone)
    address = next(filter(None, (canonical(link, around.base) for link in _links(entry) if link)), "")
    return make_item(
        Raw(
            title=value(entry, "title"),
            guid=value(entry, "id"),
            address=address,
            base=address or around.base,
            whole=tuple(_whole_texts(entry, around)),
            summary=_summary(entry, around),
            pictures=declared_pictures(entry, around.base),
            published_at=published,
            updated_at=updated,
            categories=tuple(_categories(entry)),
            author=_author(entry),
        )
    )


def value(entry: Entry, name: str) -> str:
    """Return a text field, "" if there is none. Past feedparser's own fallbacks between fields."""
    found = dict.get(entry, name)  # type: ignore[call-overload]
    return found if isinstance(found, str) else ""


def _links(entry: Entry) -> Iterator[str]:
    """Yield what may be the link, the best first. An id is one only if it is a whole address."""
    yield value(entry, "feedburner_origlink")
    link = value(entry, "link")
    if allowed(link) or not dict.get(entry, "guidislink"):  # type: ignore[call-overload]
        yield link
    links = [link for link in entry.get("links", ()) if isinstance(link.get("href"), str)]
    for relation in ("alternate", "related", "via"):
        yield from (link["href"] for link in links if link.get("rel") == relation)


def _dates(entry: Entry, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """Return when an item was published, and when it was changed later. A single date is the publication's."""
    published, updated, created = (read_date(value(entry, name), zone) for name in ("published", "updated", "created"))
    first = published or created or updated
    return first, updated if updated and first and updated > first else None


def _whole_texts(entry: Entry, around: Surroundings) -> Iterator[Written]:
    for content in entry.get("content", ()):
        kind = str(content.get("type") or "")
        if isinstance(text := content.get("value"), str) and not kind.startswith(_NO_TEXT):
            is_plain = around.is_atom and kind == _PLAIN
            yield Written(text, content.get("base") or "", is_plain=is_plain)
    for name, text in entry.items():
        if isinstance(text, str) and name.endswith(_WHOLE_TEXTS):
            yield Written(text)


def _summary(entry: Entry, around: Surroundings) -> Written:
    detail = entry.get("summary_detail") or {}
    is_plain = around.is_atom and detail.get("type") == _PLAIN
    return Written(value(entry, "summary"), detail.get("base") or "", is_plain=is_plain)


def _categories(entry: Entry) -> Iterator[str]:
    """Yield labels, else terms; but not the fixed lists of podcasts."""
    for tag in entry.get("tags", ()):
        if "itunes.com" not in str(tag.get("scheme") or ""):
            yield str(tag.get("label") or tag.get("term") or "")


def _author(entry: Entry) -> str:
    """Return the names of the authors, without their addresses of mail."""
    names = [author.get("name") for author in entry.get("authors", ())]
    written = ", ".join(name for name in names if isinstance(name, str)) if len(names) > 1 else value(entry, "author")
    line = _MAIL.sub("", written[:_AUTHOR_CHARACTERS])
    return collapse(line).strip(" ()<>,;") if line != written else line
