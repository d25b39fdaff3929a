"""A text with entities: built, joined, cut and cleaned, the entities always on their words.

Offsets and lengths are UTF-16 code units, as in the Bot API (https://core.telegram.org/bots/api#messageentity).
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from news.words import clean, collapse, is_seam, is_visible, paired, units

_LINK = re.compile(r"https?://[^/?#\\]", re.IGNORECASE)
_WIDE = re.compile("[\U00010000-\U0010ffff]")
_BARE_TELEGRAM_LINK = re.compile(r"t\.me/", re.IGNORECASE)


class Mark(StrEnum):
    """How a run of text looks: the names are the Bot API's types of entities."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKETHROUGH = "strikethrough"
    SPOILER = "spoiler"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text with a meaning; `type` is the Bot API's, `offset` and `length` are UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None

    @property
    def end(self) -> int:
        """The first unit behind it."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class RichText:
    """A text with its entities, ready to be sent. False when the text is empty."""

    text: str
    entities: tuple[Entity, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def __add__(self, other: "RichText") -> "RichText":
        return join(RichText(""), (self, other))

    @property
    def units(self) -> int:
        """Length in UTF-16 code units."""
        return units(self.text)

    def cut(self, start: int, end: int) -> "RichText":
        """The units from `start` to `end` with what of the entities falls there; a pair of surrogates stays whole."""
        locate = _locator(self.text)
        first, last = locate(start), max(locate(start), locate(end))
        offset = units(self.text[:first])
        piece = self.text[first:last]
        return RichText(piece, clip(self.entities, offset, offset + units(piece)))

    def strip(self) -> "RichText":
        """Without white space at both ends."""
        left = self.text[: len(self.text) - len(self.text.lstrip())]
        kept = self.text.strip()
        return RichText(kept, clip(self.entities, units(left), units(left) + units(kept)))

    def styled(self, kind: str, url: str | None = None) -> "RichText":
        """The same with one more entity around all of it."""
        return RichText(self.text, (Entity(kind, 0, self.units, url), *self.entities) if self.text else ())


def rich(text: str, *marks: Mark) -> RichText:
    """A text that looks the same throughout."""
    shown = RichText(text)
    for mark in sorted(set(marks), reverse=True):
        shown = shown.styled(mark.value)
    return shown


def link(text: str, url: str) -> RichText:
    """A link, or the bare text if the address is not one that `allowed` lets through."""
    address = allowed(url)
    return RichText(text).styled("text_link", address) if address else RichText(text)


def join(separator: RichText, parts: Iterable[RichText]) -> RichText:
    """The parts one after another with the separator between, entities shifted."""
    texts: list[str] = []
    entities: list[Entity] = []
    offset = 0
    for number, part in enumerate(parts):
        for piece in (separator, part) if number else (part,):
            texts.append(piece.text)
            entities.extend(Entity(each.type, each.offset + offset, each.length, each.url) for each in piece.entities)
            offset += piece.units
    return RichText("".join(texts), tuple(entities))


def clip(entities: Iterable[Entity], start: int, end: int) -> tuple[Entity, ...]:
    """What of the entities lies between two offsets, counted from `start`."""
    spans = ((entity, max(entity.offset, start), min(entity.end, end)) for entity in entities)
    return tuple(
        replace(entity, offset=first - start, length=last - first) for entity, first, last in spans if first < last
    )


def allowed(url: str | None) -> str | None:
    """The address if a link may lead there (http, https, t.me), else None; a bare t.me gets its https."""
    address = clean(url or "").strip()
    if _BARE_TELEGRAM_LINK.match(address):
        address = f"https://{address}"
    return address if _LINK.match(address) and not re.search(r"\s", address) else None


def clean_rich(text: str, entities: Sequence[Entity] = ()) -> RichText:
    """`words.clean` for a text with entities: they stay on their words; what lies outside the text is clipped."""
    text = paired(text)
    spans = [(_seam(text, first), _seam(text, last), entity) for first, last, entity in spans_of(text, entities)]
    edges = sorted({0, len(text)}.union(*((first, last) for first, last, _ in spans)))
    offsets, pieces, offset = {0: 0}, [], 0
    for here, there in pairwise(edges):
        pieces.append(clean(text[here:there]))
        offset += units(pieces[-1])
        offsets[there] = offset
    moved = (
        replace(entity, offset=offsets[first], length=offsets[last] - offsets[first]) for first, last, entity in spans
    )
    return RichText("".join(pieces), tuple(entity for entity in moved if entity.length))


def split_title(text: str, entities: Sequence[Entity] = ()) -> tuple[str, RichText]:
    """The first line with something to see in it, as a headline on one line, and what follows it."""
    message = RichText(text, tuple(entities))
    start = 0
    for line in text.split("\n"):
        if is_visible(line):
            return collapse(line), message.cut(units(text[: start + len(line)]), message.units).strip()
        start += len(line) + 1
    return "", message.strip()


Span = tuple[int, int, Entity]  # first and last index in the text


def _locator(text: str) -> Callable[[int], int]:
    """From offsets in units to indexes; one that would cut a pair of surrogates goes before it."""
    starts = [found.start() + number for number, found in enumerate(_WIDE.finditer(text))]
    return lambda offset: min(max(offset, 0) - bisect_left(starts, offset), len(text))


def spans_of(text: str, entities: Sequence[Entity]) -> list[Span]:
    """Where the entities lie in the text; those outside it or without length are left out, the rest clipped."""
    locate = _locator(text)
    spans = [(locate(entity.offset), locate(entity.end), entity) for entity in entities]
    return [span for span in spans if span[0] < span[1]]


def _seam(text: str, index: int) -> int:
    while not is_seam(text, index):
        index += 1
    return index
