"""OPML: the file format in which feed readers exchange lists of feeds (http://opml.org/spec2.opml)."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from feeds.parsing.encodings import decoded
from feeds.parsing.errors import UnreadableError
from feeds.parsing.repairs import sound_xml
from news.richtext import allowed
from news.sources.found import Outline
from news.words import clean, collapse

MAX_OUTLINES = 5000
_NAMES = ("title", "text")


def read_outlines(content: bytes) -> tuple[Outline, ...]:
    """Return the feeds of an OPML file in its order, each address once.

    The category is the folder that a feed stands in, else its own `category`. Raises UnreadableError if the content is
    no OPML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, remove_pis=True)
    try:
        root = etree.fromstring(sound_xml(decoded(content, "")).strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("not an OPML file") from error
    if root is None or _name(root) != "opml":
        raise UnreadableError("not an OPML file")
    found: dict[str, Outline] = {}
    for outline in _outlines(root):
        found.setdefault(outline.address, outline)
    return tuple(found.values())


def _outlines(root: Any) -> Iterator[Outline]:
    """Walk without recursion; the folders above an element are a stack."""
    folders: list[str] = []
    count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if _name(element) != "outline":
            continue
        if event == "end":
            folders.pop()
            continue
        attributes = {str(name).lower(): str(value) for name, value in element.attrib.items()}
        address = allowed(attributes.get("xmlurl") or _bare_address(attributes))
        title = next((line for name in _NAMES if (line := _line(attributes.get(name)))), "")
        if address and count < MAX_OUTLINES:
            count += 1
            yield Outline(address, title, next(filter(None, reversed(folders)), "") or _category(attributes))
        folders.append("" if address else title)


def _bare_address(attributes: dict[str, str]) -> str | None:
    return attributes.get("url") if attributes.get("type", "").lower() in {"rss", "atom", "feed"} else None


def _category(attributes: dict[str, str]) -> str:
    """Return the first category: they are separated by commas, and each may be a path with slashes."""
    return _line(attributes.get("category", "").split(",")[0].strip("/").rpartition("/")[2])


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _line(text: str | None) -> str:
    return collapse(clean(text or ""))
