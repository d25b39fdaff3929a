"""The piece of an article that shows why it was found: the words in bold, cut at word borders."""

from collections.abc import Collection

from news.richtext import Mark, RichText, join, rich
from news.stems import Word, find
from news.words import collapse

SNIPPET_CHARACTERS = 160
# A word that comes later than this is not looked for: the piece is then the beginning.
_LOOKED_THROUGH = 20_000
_ELLIPSIS = "…"


def snippet(text: str, stems: Collection[str], length: int = SNIPPET_CHARACTERS) -> RichText:
    """The piece of a text, on one line and about `length` characters long, with the most of the stems in it.

    Of equal pieces it is the first. Every word with one of the stems is bold, in whatever form.
    """
    text = collapse(text[:_LOOKED_THROUGH])
    found = find(text, stems)
    first = _densest(found, length)
    start, end = _borders(text, found[first].start if found else 0, length)
    inside = [word for word in found if start <= word.start and word.end <= end]
    return _marked(text, start, end, inside)


def marked(text: str, stems: Collection[str]) -> RichText:
    """The whole text with the words that have one of the stems in bold."""
    return _marked(text, 0, len(text), find(text, stems))


def _densest(found: list[Word], length: int) -> int:
    """The index of the word from which on a piece of that length holds the most different stems."""
    best, most = 0, 0
    for index, word in enumerate(found):
        inside = {other.stem for other in found[index : index + length // 2] if other.end <= word.start + length}
        if len(inside) > most:
            best, most = index, len(inside)
    return best


def _borders(text: str, at: int, length: int) -> tuple[int, int]:
    """A stretch around a place, a third of it before, that begins and ends between words."""
    start = max(0, min(at - length // 3, len(text) - length))
    if start:
        start = text.find(" ", start - 1, at) + 1 or at
    end = start + length
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", start, end + 1)
    return start, space if space > at else end


def _marked(text: str, start: int, end: int, inside: list[Word]) -> RichText:
    parts, done = [rich(_ELLIPSIS)] if start else [], start
    for word in inside:
        parts += [rich(text[done : word.start]), rich(text[word.start : word.end], Mark.BOLD)]
        done = word.end
    parts.append(rich(text[done:end]))
    if end < len(text):
        parts.append(rich(_ELLIPSIS))
    return join(RichText(""), parts)
