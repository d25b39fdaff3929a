"""Sources as an OPML file, which every reader of feeds understands: http://opml.org/spec2.opml. Pure."""

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from news.sources.found import SourceKind
from news.sources.records import Source


def to_opml(sources: Iterable[Source]) -> bytes:
    """Return the sources as OPML 2.0 in UTF-8, a topic as the category; list pages are left out: they are no feeds."""
    lines = [_outline(source) for source in sources if source.kind is SourceKind.FEED]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n<head><title>Vestnik</title></head>\n<body>\n'
    return "".join((head, *lines, "</body>\n</opml>\n")).encode()


def _outline(source: Source) -> str:
    attributes = {
        "type": "rss",
        "text": source.name,
        "title": source.name,
        "xmlUrl": source.address,
        "htmlUrl": source.site,
        "category": ",".join(source.rules.topics),
    }
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items() if value)
    return f"<outline {written}/>\n"
