"""Texts with entities: building, joining, cutting and cleaning, with entities that stay on their words.

Offsets and lengths are UTF-16 code units, as in the Bot API (https://core.telegram.org/bots/api#messageentity).
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from news.visible import has_visible
from news.words import clean, collapse, is_seam, paired, units

_LINK = re.compile(r"https?://[^/?#\\]", re.IGNORECASE)
# A longer address is no link. In a unique index of PostgreSQL, an entry of more than 2704 bytes fails.
URL_LIMIT_BYTES = 2048
_WIDE = re.compile("[\U00010000-\U0010ffff]")
_BARE_TELEGRAM_LINK = re.compile(r"t\.me/", re.IGNORECASE)


class Mark(StrEnum):
    """The style of a run of text. The values are the Bot API's entity types."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKETHROUGH = "strikethrough"
    SPOILER = "spoiler"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Entity:
    """A range of a text with a meaning; `type` is the Bot API's, `offset` and `length` are UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None

    @property
    def end(self) -> int:
        """The offset right behind the entity."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class RichText:
    """A text with its entities, ready to be sent. It is false if the text is empty."""

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
        """Return the units from `start` to `end` with clipped entities. A surrogate pair is never split."""
        locate = _locator(self.text)
        first, last = locate(start), max(locate(start), locate(end))
        offset = units(self.text[:first])
        piece = self.text[first:last]
        return RichText(piece, clip(self.entities, offset, offset + units(piece)))

    def strip(self) -> "RichText":
        """Return the text without white space at both ends."""
        left = self.text[: len(self.text) - len(self.text.lstrip())]
        kept = self.text.strip()
        return RichText(kept, clip(self.entities, units(left), units(left) + units(kept)))

    def styled(self, kind: str, url: str | None = None) -> "RichText":
        """Return the text with one more entity around all of it."""
        return RichText(self.text, (Entity(kind, 0, self.units, url), *self.entities) if self.text else ())


def rich(text: str, *marks: Mark) -> RichText:
    """Return a text with the same marks throughout."""
    shown = RichText(text)
    for mark in sorted(set(marks), reverse=True):
        shown = shown.styled(mark.value)
    return shown


def link(text: str, url: str) -> RichText:
    """Return a link, or the plain text if `allowed` refuses the address."""
    address = allowed(url)
    return RichText(text).styled("text_link", address) if address else RichText(text)


def join(separator: RichText, parts: Iterable[RichText]) -> RichText:
    """Return the parts joined by the separator, with their entities."""
    texts: list[str] = []
    entities: list[Entity] = []
    offset = 0
    for number, part in enumerate(parts):
        for piece in (separator, part) if number else (part,):
            texts.append(piece.text)
            if piece.entities:
                entities.extend(
                    Entity(each.type, each.offset + offset, each.length, each.url) for each in piece.entities
                )
            offset += piece.units
    return RichText("".join(texts), tuple(entities))


def clip(entities: Iterable[Entity], start: int, end: int) -> tuple[Entity, ...]:
    """Return the entities clipped to the range between two offsets, with offsets relative to `start`."""
    spans = ((entity, max(entity.offset, start), min(entity.end, end)) for entity in entities)
    return tuple(
        replace(entity, offset=first - start, length=last - first) for entity, first, last in spans if first < last
    )


def allowed(url: str | None) -> str | None:
    """Return the address if links to it are allowed, else None. A bare t.me gets https://.

    Allowed are http and https, in at most `URL_LIMIT_BYTES`.
    """
    address = clean(url or "").strip()
    if _BARE_TELEGRAM_LINK.match(address):
        address = f"https://{address}"
    if len(address.encode("utf-8", "surrogatepass")) > URL_LIMIT_BYTES:
        return None
    return address if _LINK.match(address) and not re.search(r"\s", address) else None


def clean_rich(text: str, entities: Sequence[Entity] = ()) -> RichText:
    """Return the text cleaned by `words.clean`, with its entities on the same words, clipped to the text."""
    text = paired(text)
    spans = [(_seam(text, first), _seam(text, last), entity) for first, last, entity in spans_of(text, entities)]
    borders = sorted({0, len(text)}.union(*((first, last) for first, last, _ in spans)))
    offsets, pieces, offset = {0: 0}, [], 0
    for here, there in pairwise(borders):
        pieces.append(clean(text[here:there]))
        offset += units(pieces[-1])
        offsets[there] = offset
    moved = (
        replace(entity, offset=offsets[first], length=offsets[last] - offsets[first]) for first, last, entity in spans
    )
    return RichText("".join(pieces), tuple(entity for entity in moved if entity.length))


def split_title(text: str, entities: Sequence[Entity] = ()) -> tuple[str, RichText]:
    """Return the first visible line as a headline, and the text behind it."""
    message = RichText(text, tuple(entities))
    start = 0
    for line in text.split("\n"):
        if has_visible(line):
            return collapse(line), message.cut(units(text[: start + len(line)]), message.units).strip()
        start += len(line) + 1
    return "", message.strip()


Span = tuple[int, int, Entity]  # first index, index behind the last, entity


def _locator(text: str) -> Callable[[int], int]:
    """Return a function from unit offsets to indexes. An offset inside a surrogate pair gives the index before it."""
    starts = [match.start() + number for number, match in enumerate(_WIDE.finditer(text))]
    return lambda offset: min(max(offset, 0) - bisect_left(starts, offset), len(text))


def spans_of(text: str, entities: Sequence[Entity]) -> list[Span]:
    """Return the ranges of entities as indexes, clipped to the text. Empty ranges are left out."""
    locate = _locator(text)
    spans = [(locate(entity.offset), locate(entity.end), entity) for entity in entities]
    return [span for span in spans if span[0] < span[1]]


def _seam(text: str, index: int) -> int:
    while not is_seam(text, index):
        index += 1
    return index
