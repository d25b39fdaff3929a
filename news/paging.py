"""Splitting a long text into pages that fit a Telegram message, at natural breaks."""

import re

from news.richtext import Entity, RichText, clip
from news.words import reach, sentence_ends, units, whole

ENTITIES_PER_PAGE = 100  # Telegram shows no more in one message
_MIN_PAGE_UNITS = 2  # one emoji
_UNLIMITED = 2**31  # more units than any text has
_VISIBLE = re.compile(r"\S")
_SPACES = " \n\t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
_HARD_SPACES = "\u00a0\u2007\u202f"  # no-break spaces: a page ends there only without another break


def pages(text: RichText, limit: int, first: int | None = None) -> tuple[RichText, ...]:
    """Return the text in pages of at most `limit` UTF-16 units, the first of at most `first` (it shares its message).

    A page ends at a blank line, else at a newline, else at the end of a sentence, if the page is then at least half
    full. Else it ends at a space. It ends inside a word only if the word alone exceeds the page, and inside a grapheme
    only if the grapheme alone exceeds the page. Only white space at the cuts is lost. Entities continue on the next
    page. A page ends early if it would have more than `ENTITIES_PER_PAGE` entities; if more lie on one character, the
    innermost are dropped. An empty text has one empty page. The entities must be valid, as `news.richtext` makes them.
    Raises ValueError if a limit is below two units.
    """
    room = limit if first is None else first
    if min(room, limit) < _MIN_PAGE_UNITS:
        raise ValueError("A page needs room for two UTF-16 units: give `limit` and `first` at least that.")
    result: list[RichText] = []
    queue = _Queue(text.entities)
    start, offset = _skip_space(text.text, 0)
    while start < len(text.text):
        end = _page_end(text.text, start, reach(text.text, start, min(room, queue.room(offset))))
        piece = text.text[start:end]
        last = offset + units(piece)
        result.append(RichText(piece, queue.take(offset, last)).strip())
        start, skipped = _skip_space(text.text, end)
        offset, room = last + skipped, limit
    return tuple(result) or (RichText(""),)


class _Queue:
    """Entities by offset, taken page by page."""

    def __init__(self, entities: tuple[Entity, ...]) -> None:
        self._ahead = sorted(entities, key=lambda entity: (entity.offset, -entity.length))
        self._next = 0
        self._open: list[Entity] = []

    def room(self, start: int) -> int:
        """Return the units from `start` on that a page may have without exceeding `ENTITIES_PER_PAGE`."""
        self._open_until(start + 1)
        self._open = [entity for entity in self._open if entity.end > start][:ENTITIES_PER_PAGE]
        crowded = self._next + ENTITIES_PER_PAGE - len(self._open)
        return self._ahead[crowded].offset - start if crowded < len(self._ahead) else _UNLIMITED

    def take(self, start: int, end: int) -> tuple[Entity, ...]:
        """Return the entities between two offsets, clipped, with offsets relative to `start`."""
        self._open_until(end)
        return clip(self._open, start, end)

    def _open_until(self, end: int) -> None:
        while self._next < len(self._ahead) and self._ahead[self._next].offset < end:
            self._open.append(self._ahead[self._next])
            self._next += 1


def _skip_space(text: str, start: int) -> tuple[int, int]:
    """Return the index of the first character from `start` on that is not white space, and its distance in units."""
    match = _VISIBLE.search(text, start)
    index = match.start() if match else len(text)
    return index, units(text[start:index])


def _page_end(text: str, start: int, end: int) -> int:
    """Return the best index to end the page that begins at `start` and has room until `end`."""
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
