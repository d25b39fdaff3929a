"""Reading of feeds: RSS 0.9 to 2.0, RDF and Atom by feedparser, JSON Feed by `json_feeds`."""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, timedelta, tzinfo
from typing import Any

import feedparser

from feeds.parsing.canonical import resolved_address
from feeds.parsing.dates import read_moment
from feeds.parsing.encodings import decoded
from feeds.parsing.entries import Surroundings, read_entry, value
from feeds.parsing.errors import UnreadableError
from feeds.parsing.items import MAX_ITEMS
from feeds.parsing.json_feeds import looks_like_json, read_json_feed
from feeds.parsing.lines import title_of
from feeds.parsing.repairs import repaired
from news.sources.found import FoundFeed, FoundItem

MAX_TTL = timedelta(days=7)
_DATES = ("published", "updated", "created")
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_END = re.compile(r"</(?:\w{1,20}:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)


def read_feed(content: bytes, address: str, charset: str, zone: tzinfo = UTC) -> FoundFeed:
    """Return the feed of a content that came from an address, with its first 500 items.

    `charset` is what the answer claims, "" for nothing. `zone` is that of times without one, if the feed has no other
    times with a zone. Broken XML is read as far as it can be, without an item that breaks off in the middle: half a
    text would look like a change. Raises UnreadableError if the content is no feed.
    """
    text = decoded(content, charset)
    if looks_like_json(text):
        return read_json_feed(text, address, zone)
    parsed = _parse(repaired(text))
    around = Surroundings(address, _zone(parsed, zone), parsed["version"].startswith("atom"))
    feed = parsed["feed"]
    entries = parsed["entries"][: -1 if _breaks_off(text) else None]
    return FoundFeed(
        title_of(value(feed, "title")),
        tuple(_items(entries[:MAX_ITEMS], around)),
        site=resolved_address(value(feed, "link"), address) if value(feed, "link") else "",
        ttl=_ttl(feed),
        is_cut=_is_cut(text),
    )


def _parse(text: str) -> Any:
    """Parse without feedparser's sanitizing, which has inputs of quadratic cost: `markup` reads what is allowed.

    feedparser is not told the address of the feed: it would make links of ids, and other ones when the feed moves.
    """
    parsed = feedparser.parse(
        io.BytesIO(text.encode()),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not (parsed["version"] or parsed["entries"]):
        raise UnreadableError("not a feed")
    return parsed


def _is_cut(text: str) -> bool:
    """Whether the text ends before the end of the feed: its program failed, or a proxy cut it."""
    return _END.search(text, max(text.rfind("<item"), text.rfind("<entry"), 0)) is None


def _breaks_off(text: str) -> bool:
    """Whether the text is cut inside an item."""
    return _is_cut(text) and any(text.rfind(f"<{name}") > text.rfind(f"</{name}") for name in ("item", "entry"))


def _items(entries: list[Mapping[str, Any]], around: Surroundings) -> Iterator[FoundItem]:
    for entry in entries:
        if item := read_entry(entry, around):
            yield item


def _zone(parsed: Any, zone: tzinfo) -> tzinfo:
    """Return the zone of times without one: that of the feed's other times, if all have the same, else `zone`."""
    records = (parsed["feed"], *parsed["entries"][:MAX_ITEMS])
    texts = (value(record, name) for record in records for name in _DATES)
    zones = {moment[1] for text in texts if text and (moment := read_moment(text)) and moment[1]}
    return zones.pop() if len(zones) == 1 else zone


def _ttl(feed: Mapping[str, Any]) -> timedelta | None:
    """Return how long the feed asks to wait: `ttl` in minutes, else the period of the syndication module."""
    minutes = value(feed, "ttl").strip()
    if minutes.isascii() and minutes.isdigit() and len(minutes) < 7:
        asked = timedelta(minutes=int(minutes))
    else:
        times = value(feed, "sy_updatefrequency").strip()
        period = _PERIODS.get(value(feed, "sy_updateperiod").strip().lower(), timedelta())
        asked = period / (
            int(times) if times.isascii() and times.isdigit() and 0 < len(times) < 4 and int(times) else 1
        )
    return min(asked, MAX_TTL) if asked else None
