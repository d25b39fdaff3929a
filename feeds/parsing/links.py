"""The feeds that a page names."""

import re
from urllib.parse import urlsplit

from feeds.parsing.documents import Element, base_of, line_of, parse, resolved
from feeds.parsing.errors import UnreadableError

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
_LOOSE_TYPES = frozenset({"application/json", "text/xml", "application/xml"})
_FEED_PATH = re.compile(
    r"/(?:rss|feed|feeds|atom|rdf)(?:/|$|\.php|\.aspx?)|(?:rss|feed|atom|rdf|index)[\w-]{0,30}\.(?:xml|rss|rdf|atom|json)$"
    r"|\.rss$|[?&](?:feed|format)=(?:rss|feed|atom|xml)",
    re.IGNORECASE,
)
_FEED_WORDS = re.compile(r"rss(?:-\w+|[ -]?2\.0)?|atom|feed|лента rss|rss лента", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|коммент", re.IGNORECASE)
_MOST_FEEDS = 20


def named_feeds(html: str, address: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page names, each once; feeds of comments come last.

    Those that its head declares come first (https://html.spec.whatwg.org/#rel-alternate), then links that look like
    feeds. Never raises.
    """
    try:
        document = parse(html)
    except UnreadableError:
        return ()
    base = base_of(document, address)
    named = [*_declared(document), *_linked(document)]
    found = [(bool(_COMMENTS.search(hint)), resolved(href, base)) for href, hint in named]
    found.sort(key=lambda pair: pair[0])
    feeds = dict.fromkeys(feed for _, feed in found if feed and feed != address)
    return tuple(feeds)[:_MOST_FEEDS]


def host_of(address: str) -> str:
    """Return the host of an address without `www.`, "" if it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _declared(document: Element) -> list[tuple[str, str]]:
    found = []
    for link in document.iter("link"):
        rel, kind, href = (link.get(name) or "" for name in ("rel", "type", "href"))
        kind = kind.partition(";")[0].strip().lower()
        hint = f"{href} {link.get('title') or ''}"
        rels = rel.lower().split()
        loose = kind in _LOOSE_TYPES and _FEED_PATH.search(href) and "wp-json" not in href
        if ("alternate" in rels and (kind in _TYPES or loose)) or "feed" in rels:
            found.append((href, hint))
    return found


def _linked(document: Element) -> list[tuple[str, str]]:
    found = []
    for link in document.iter("a"):
        href = link.get("href") or ""
        words = line_of(link) if len(link) < 5 else ""
        if href and (_FEED_PATH.search(href.partition("#")[0]) or _FEED_WORDS.fullmatch(words)):
            found.append((href, f"{href} {words}"))
    return found
