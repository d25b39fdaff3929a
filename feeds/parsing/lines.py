"""Lines of a feed that should be plain text and often are HTML, escaped once or twice."""

import re
from html import unescape

from news.limits import HEADLINE_LIMIT
from news.richtext import plain_line
from news.words import collapse, shorten

_REFERENCE = re.compile(
    r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|amp|quot|apos|nbsp|laquo|raquo|[mn]dash|hellip|[lr][sd]quo|bdquo|shy);"
)
_TAG = re.compile(r"</?(?P<name>[a-zA-Z][\w:-]{0,30})(?P<rest>[^<>]{0,1000})>")
_END_TAG = re.compile(r"</([a-zA-Z][\w:-]{0,30})\s{0,10}>")
_MAX_CHARACTERS = 10_000


def without_references(text: str) -> str:
    """Return a plain text with the references decoded that only an escaping too many leaves; `&lt;` stays."""
    return _REFERENCE.sub(lambda found: unescape(found[0]), text)


def line_of(text: str) -> str:
    """Return a text on one line, without HTML marks, with its references decoded, also those escaped twice.

    A tag that HTML does not know is a mark too if it is closed or has attributes: «the <blink> tag» stays.
    """
    line = plain_line(text[:_MAX_CHARACTERS])
    if _REFERENCE.search(line):
        line = plain_line(line)
    closed = set(_END_TAG.findall(line))
    return collapse(_TAG.sub(lambda tag: "" if tag["name"] in closed or "=" in tag["rest"] else tag[0], line))


def title_of(text: str) -> str:
    """Return a title as a headline may be: on one line, shortened at a sentence or between words if it is too long."""
    return shorten(line_of(text), HEADLINE_LIMIT)
