"""Reading HTML into the blocks of an article."""

from dataclasses import dataclass

from feeds.parsing.documents import Element, base_of, parse
from feeds.parsing.errors import UnreadableError
from feeds.parsing.furniture import without_furniture
from feeds.parsing.walking import Walker
from news.richtext import Body, Kind
from news.sources.found import FoundPicture


@dataclass(frozen=True, slots=True)
class Content:
    """The blocks of an article, and its pictures in their order; all of these stand in the body too."""

    body: Body
    pictures: tuple[FoundPicture, ...]


def read_fragment(html: str, base: str) -> Content:
    """Return the content of a fragment of HTML, or of a whole document; empty if a person would see nothing.

    `base` is the address that links are relative to. Links that `richtext.allowed` refuses lose the link and keep the
    words. Never raises.
    """
    try:
        document = parse(html)
    except UnreadableError:
        return Content((), ())
    return read_element(document, base_of(document, base))


def read_element(element: Element, base: str) -> Content:
    """Return the content of an element. Its own class name does not matter."""
    walker = Walker(element, base)
    body = without_furniture(walker.read())
    return Content(body, pictures_of(body))


def pictures_of(body: Body) -> tuple[FoundPicture, ...]:
    """Return the pictures that stand in a body, in their order."""
    return tuple(FoundPicture(block.url, block.text) for block in body if block.kind is Kind.PICTURE and block.url)
