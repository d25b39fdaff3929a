"""JSON Feed 1.0 and 1.1: https://www.jsonfeed.org/version/1.1/."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, tzinfo
from typing import Any

from feeds.parsing.canonical import canonical, resolved_address
from feeds.parsing.dates import read_date
from feeds.parsing.errors import UnreadableError
from feeds.parsing.items import MAX_ITEMS, Raw, make_item
from feeds.parsing.lines import title_of
from feeds.parsing.written import Written
from news.sources.found import FoundFeed, FoundItem, FoundPicture

_VERSION = "jsonfeed.org/version/"


def looks_like_json(text: str) -> bool:
    """Whether a text is worth reading as JSON."""
    return text.lstrip("\ufeff \t\r\n")[:1] == "{"


def read_json_feed(text: str, address: str, zone: tzinfo = UTC) -> FoundFeed:
    """Return the feed that came from an address; `zone` is that of times without one.

    Raises UnreadableError if the text is no JSON Feed.
    """
    try:
        stored = json.loads(text.lstrip("\ufeff \t\r\n"), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("not a JSON feed") from error
    items = stored.get("items")
    if not isinstance(items, list) or _VERSION not in _text(stored, "version"):
        raise UnreadableError("not a JSON feed")
    site = resolved_address(_text(stored, "home_page_url"), address)
    found = tuple(_items(items[:MAX_ITEMS], address, _author(stored), zone))
    return FoundFeed(title_of(_text(stored, "title")), found, site=site)


def _items(items: list[Any], base: str, author: str, zone: tzinfo) -> Iterator[FoundItem]:
    for stored in items:
        if isinstance(stored, dict) and (item := _item(stored, base, author, zone)):
            yield item


def _item(stored: Mapping[str, Any], base: str, author: str, zone: tzinfo) -> FoundItem | None:
    link = _text(stored, "url") or _text(stored, "external_url")
    address = canonical(link, base) if link else ""
    published, modified = (read_date(_text(stored, name), zone) for name in ("date_published", "date_modified"))
    first = published or modified
    return make_item(
        Raw(
            title=_text(stored, "title"),
            guid=_text(stored, "id"),
            address=address,
            base=address or base,
            whole=tuple(_whole_texts(stored)),
            summary=Written(_text(stored, "summary"), is_plain=True),
            pictures=tuple(_pictures(stored, base)),
            published_at=first,
            updated_at=modified if modified and first and modified > first else None,
            categories=tuple(tag for tag in _list(stored, "tags") if isinstance(tag, str)),
            author=_author(stored) or author,
        )
    )


def _whole_texts(stored: Mapping[str, Any]) -> Iterator[Written]:
    if html := _text(stored, "content_html"):
        yield Written(html)
    elif text := _text(stored, "content_text"):
        yield Written(text, is_plain=True)


def _pictures(stored: Mapping[str, Any], base: str) -> Iterator[FoundPicture]:
    attached = (each for each in _list(stored, "attachments") if isinstance(each, dict))
    shown = (_text(each, "url") for each in attached if _text(each, "mime_type").startswith("image/"))
    for link in (_text(stored, "image") or _text(stored, "banner_image"), *shown):
        if link and (address := resolved_address(link, base)):
            yield FoundPicture(address)


def _author(stored: Mapping[str, Any]) -> str:
    """Return the names of the authors: `authors` of version 1.1, else `author` of 1.0."""
    authors = _list(stored, "authors") or [stored.get("author")]
    return ", ".join(filter(None, (_text(each, "name") for each in authors if isinstance(each, dict))))


def _text(stored: Mapping[str, Any], name: str) -> str:
    """Return a text field; an id may be a number."""
    value = stored.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _list(stored: Mapping[str, Any], name: str) -> list[Any]:
    value = stored.get(name)
    return value if isinstance(value, list) else []
