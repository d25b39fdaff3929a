"""Shortcuts for feeds in tests."""

from feeds.parsing.feeds import read_feed
from news.richtext import Body
from news.sources.found import FoundFeed, FoundItem

ADDRESS = "https://news.example/rss.xml"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:yandex="http://news.yandex.ru" '
    'xmlns:turbo="http://turbo.yandex.ru" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)


def rss(*items: str, channel: str = "<title>Вестник</title><link>https://news.example/</link>") -> str:
    """Return an RSS feed of items; `channel` is what stands before them."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    declaration = '<?xml version="1.0" encoding="utf-8"?>'
    return f'{declaration}<rss version="2.0" {NAMESPACES}><channel>{channel}{inside}</channel></rss>'


def atom(*entries: str, feed: str = "<title>Вестник</title>") -> str:
    """Return an Atom feed of entries."""
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{feed}{inside}</feed>'


def read(text: str | bytes, charset: str = "") -> FoundFeed:
    """Return what is read of a feed."""
    return read_feed(text.encode() if isinstance(text, str) else text, ADDRESS, charset)


def item_of(item: str) -> FoundItem:
    """Return what is read of one item of RSS."""
    (found,) = read(rss(item)).items
    return found


def entry_of(entry: str) -> FoundItem:
    """Return what is read of one entry of Atom."""
    (found,) = read(atom(entry)).items
    return found


def lines(body: Body) -> list[str]:
    """Return the text of each block."""
    return [block.text for block in body]
