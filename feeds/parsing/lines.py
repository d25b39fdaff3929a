"""Lines of a feed that should be plain text and often are HTML, escaped once or twice."""

import re

from news.limits import HEADLINE_LIMIT
from news.richtext import plain_line
from news.words import shorten

_REFERENCE = re.compile(
    r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|amp|quot|apos|nbsp|laquo|raquo|[mn]dash|hellip|[lr][sd]quo|bdquo|shy);"
)
_MAX_CHARACTERS = 10_000


def line_of(text: str) -> str:
    """Return a text on one line, without HTML marks, with its references decoded, also those escaped twice."""
    line = plain_line(text[:_MAX_CHARACTERS])
    return plain_line(line) if _REFERENCE.search(line) else line


def title_of(text: str) -> str:
    """Return a title as a headline may be: on one line, shortened at a sentence or between words if it is too long."""
    return shorten(line_of(text), HEADLINE_LIMIT)
