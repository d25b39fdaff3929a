"""The language between the newspaper's process and the child that parses: frames, and the found records as JSON.

A frame has two lengths in bytes (big-endian, 4 bytes each), a JSON object, and raw bytes: the content of a request, or
what a job has found. Records are written field by field, so that a child that was taken over cannot make the parent
build anything else.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from struct import Struct
from typing import Any

from news.richtext import dump, load_fresh
from news.sources.found import FoundFeed, FoundItem, FoundPicture, Outline

LENGTHS = Struct(">II")
MAX_HEADER_BYTES = 64 * 1024
MAX_RECORDS_BYTES = 8 * 1024 * 1024
MAX_CONTENT_BYTES = 2 * 1024 * 1024  # of a feed or page, packed and unpacked
MAX_PICTURE_BYTES = 10_000_000  # of a photo: https://core.telegram.org/bots/api#sendphoto


class Job(StrEnum):
    """A kind of work that the child does with a content."""

    FEED = "feed"
    LIST = "list"
    PAGE = "page"
    DISCOVER = "discover"  # read a feed; or a list page with the feeds that it names
    PICTURE = "picture"
    OUTLINES = "outlines"


def frame(header: Mapping[str, Any], content: bytes = b"") -> bytes:
    """Return the bytes of a frame."""
    written = json.dumps(header, ensure_ascii=True).encode()
    return LENGTHS.pack(len(written), len(content)) + written + content


def dump_feed(feed: FoundFeed) -> bytes:
    """Return a feed as lines of JSON: the feed itself, then an item a line."""
    ttl = None if feed.ttl is None else feed.ttl.total_seconds()
    stored = {"title": feed.title, "site": feed.site, "ttl": ttl, "is_cut": feed.is_cut}
    return b"\n".join((json.dumps(stored, ensure_ascii=False).encode(), *map(dump_item, feed.items)))


def load_feed(first: bytes, items: tuple[FoundItem, ...]) -> FoundFeed:
    """Return the feed of the first line that `dump_feed` wrote, with items that were read from the others."""
    stored = json.loads(first)
    ttl = None if stored["ttl"] is None else timedelta(seconds=float(stored["ttl"]))
    return FoundFeed(_text(stored["title"]), items, _text(stored["site"]), ttl, bool(stored["is_cut"]))


def dump_item(item: FoundItem) -> bytes:
    """Return an item as a line of JSON."""
    stored = {
        "title": item.title,
        "guid": item.guid,
        "address": item.address,
        "lead": item.lead,
        "body": dump(item.body),
        "is_full": item.is_full,
        "pictures": [(picture.address, picture.caption) for picture in item.pictures],
        "published_at": _time_to_json(item.published_at),
        "updated_at": _time_to_json(item.updated_at),
        "categories": item.categories,
        "author": item.author,
    }
    return json.dumps(stored, ensure_ascii=False).encode()


def load_item(line: bytes) -> FoundItem:
    """Return the item of a line that `dump_item` wrote. Raises ValueError, KeyError or TypeError for any other."""
    stored = json.loads(line)
    texts = {name: _text(stored[name]) for name in ("title", "guid", "address", "lead", "author")}
    return FoundItem(
        **texts,
        body=load_fresh(_text(stored["body"])),
        is_full=stored["is_full"] is True,
        pictures=tuple(FoundPicture(_text(address), _text(caption)) for address, caption in stored["pictures"]),
        published_at=_time_from_json(stored["published_at"]),
        updated_at=_time_from_json(stored["updated_at"]),
        categories=tuple(map(_text, stored["categories"])),
    )


def dump_outlines(outlines: Iterable[Outline]) -> bytes:
    """Return the feeds of an OPML file as JSON."""
    return json.dumps([(each.address, each.title, each.category) for each in outlines], ensure_ascii=False).encode()


def load_outlines(content: bytes) -> Iterator[Outline]:
    """Yield what `dump_outlines` wrote. Raises ValueError or TypeError for any other content."""
    for address, title, category in json.loads(content):
        yield Outline(_text(address), _text(title), _text(category))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _time_to_json(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _time_from_json(stored: object) -> datetime | None:
    if stored is None:
        return None
    time = datetime.fromisoformat(_text(stored))
    if time.tzinfo is None:
        raise ValueError("a time without a zone")
    return time
