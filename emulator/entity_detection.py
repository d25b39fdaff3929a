"""Detection of the entities that Telegram adds to a text: commands, mentions, hashtags, links and addresses.

Telegram knows every top-level domain; the emulator detects a domain without a scheme only with a common ending.
"""

import re
from collections.abc import Iterator, Sequence

from emulator.entities import CODES, LINKS, span, units
from emulator.json_types import Json

_ENDINGS = "com|org|net|ru|su|рф|info|io|me|dev|app|news|edu|gov|eu|de|uk|by|kz|ua"

# In order of precedence: a match of a later pattern may not overlap one of an earlier pattern.
_PATTERNS = (
    (
        "url",
        re.compile(rf"(?:https?|tg)://[^\s<>«»\"]+|(?<![\w@.])(?:[\w-]+\.)+(?:{_ENDINGS})\b(?:/[^\s<>«»\"]*)?", re.I),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)),
    ("bot_command", re.compile(r"(?<![\w/<>.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/])", re.ASCII)),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{2,31}(?!\w)", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{3,8}(?!\w)")),
)

_TRAILING = ".,:;!?)…»\"'"


def detect(text: str, given: Sequence[Json]) -> list[Json]:
    """The entities found in the text; none is inside given code or links or overlaps a given entity in part."""
    found: list[Json] = []
    for kind, start, end in _matches(text):
        offset = units(text[:start])
        entity = {"type": kind, "offset": offset, "length": units(text[start:end])}
        if all(_fits(entity, other) for other in given) and not any(_touch(entity, other) for other in found):
            found.append(entity)
    return found


def _matches(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            end = match.start() + len(match[0].rstrip(_TRAILING)) if kind == "url" else match.end()
            yield kind, match.start(), end


def _touch(one: Json, other: Json) -> bool:
    (start, end), (other_start, other_end) = span(one), span(other)
    return start < other_end and other_start < end


def _fits(found: Json, given: Json) -> bool:
    """Whether the found entity does not touch the given one, or nests with it and the given one is no code or link."""
    if not _touch(found, given):
        return True
    (start, end), (given_start, given_end) = span(found), span(given)
    inside = given_start <= start and end <= given_end
    around = start <= given_start and given_end <= end
    return (inside or around) and given["type"] not in CODES | LINKS
