"""Long text in pages that fit a Telegram message, cut where a reader would turn the page."""

import re

from news.richtext import Entity, RichText, clip
from news.words import reach, sentence_ends, units, whole

ENTITIES_PER_PAGE = 100  # Telegram shows no more in one message
_SMALLEST_PAGE_UNITS = 2  # one emoji
_ENDLESS = 2**31  # more units than any text has here
_SOLID = re.compile(r"\S")
_SPACES = " \n\t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
_HARD_SPACES = "\u00a0\u2007\u202f"  # hold two words together as long as the page has another place to end


def pages(text: RichText, limit: int, first: int | None = None) -> tuple[RichText, ...]:
    """The text in pages of at most `limit` UTF-16 units, the first of at most `first` (a headline takes room there).

    A page ends at a blank line, a newline or a sentence's end, whichever comes first in this list and leaves the page
    at least half full; else at a space, and inside a word only if the word alone exceeds the page, never inside what a
    person calls one character unless that alone exceeds it. Only white space at the cuts is lost. Entities go on from
    page to page; a page ends early rather than hold more than `ENTITIES_PER_PAGE`, and where more than that lie on one
    and the same character, the innermost are dropped. There is always a page, empty if the text is. The entities must
    be sound, as `news.richtext` makes them. Raises ValueError if a limit is below two units.
    """
    room = limit if first is None else first
    if min(room, limit) < _SMALLEST_PAGE_UNITS:
        raise ValueError("A page needs room for two UTF-16 units: give `limit` and `first` at least that.")
    found: list[RichText] = []
    queue = _Queue(text.entities)
    start, offset = _solid(text.text, 0)
    while start < len(text.text):
        end = _page_end(text.text, start, reach(text.text, start, min(room, queue.room(offset))))
        piece = text.text[start:end]
        last = offset + units(piece)
        found.append(RichText(piece, queue.take(offset, last)).strip())
        start, skipped = _solid(text.text, end)
        offset, room = last + skipped, limit
    return tuple(found) or (RichText(""),)


class _Queue:
    """Entities by offset, handed out page by page."""

    def __init__(self, entities: tuple[Entity, ...]) -> None:
        self._ahead = sorted(entities, key=lambda entity: (entity.offset, -entity.length))
        self._next = 0
        self._open: list[Entity] = []

    def room(self, start: int) -> int:
        """Units from `start` on in which no more entities lie than a page may hold."""
        self._open_until(start + 1)
        self._open = [entity for entity in self._open if entity.end > start][:ENTITIES_PER_PAGE]
        crowded = self._next + ENTITIES_PER_PAGE - len(self._open)
        return self._ahead[crowded].offset - start if crowded < len(self._ahead) else _ENDLESS

    def take(self, start: int, end: int) -> tuple[Entity, ...]:
        """What lies between the two offsets, counted from `start`."""
        self._open_until(end)
        return clip(self._open, start, end)

    def _open_until(self, end: int) -> None:
        while self._next < len(self._ahead) and self._ahead[self._next].offset < end:
            self._open.append(self._ahead[self._next])
            self._next += 1


def _solid(text: str, start: int) -> tuple[int, int]:
    """The index of the first sign from `start` on that is not white space, and how many units it is away."""
    found = _SOLID.search(text, start)
    index = found.start() if found else len(text)
    return index, units(text[start:index])


def _page_end(text: str, start: int, end: int) -> int:
    """Where the page from `start`, with room until `end`, is best cut."""
    if end == len(text):
        return end
    half = start + (end - start + 1) // 2
    for border in (text.rfind("\n\n", half, end + 2), text.rfind("\n", half, end + 1)):
        if border > start:
            return border
    sentence = max(sentence_ends(text, half, end), default=0)
    if sentence:
        return sentence
    for spaces in (_SPACES, _HARD_SPACES):
        space = max(text.rfind(space, start + 1, end + 1) for space in spaces)
        if space > start:
            return space
    return max(whole(text, start, end), start + 1)
