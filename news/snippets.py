"""The piece of an article that shows why it was found: the words in bold, cut at word borders."""

from collections.abc import Collection

from news.richtext import Mark, RichText, join, rich
from news.stems import Word, find
from news.words import collapse

SNIPPET_CHARACTERS = 160
# A word that comes later than this is not looked for: the piece is then the beginning.
_LOOKED_THROUGH = 20_000
_WORDS_IN_PIECE = 16
_ELLIPSIS = "…"


def snippet(text: str, stems: Collection[str], length: int = SNIPPET_CHARACTERS) -> RichText:
    """The piece of a text, on one line and about `length` characters long, with the most of the stems in it.

    Of equal pieces it is the first. Every word with one of the stems is bold, in whatever form.
    """
    text = collapse(text[:_LOOKED_THROUGH])
    found = find(text, stems)
    inside = _densest(found, length)
    start, end = _borders(text, *((inside[0].start, inside[-1].end) if inside else (0, 0)), length)
    return _marked(text, start, end, [word for word in found if start <= word.start and word.end <= end])


def marked(text: str, stems: Collection[str]) -> RichText:
    """The whole text with the words that have one of the stems in bold."""
    return _marked(text, 0, len(text), find(text, stems))


def _densest(found: list[Word], length: int) -> list[Word]:
    """The words, next to each other and no farther apart than `length`, with the most different stems and tightest."""
    best: list[Word] = []
    most = (0, 0)
    for index, word in enumerate(found):
        inside = [other for other in found[index : index + _WORDS_IN_PIECE] if other.end <= word.start + length]
        stems = {other.stem for other in inside}
        while len({other.stem for other in inside[:-1]}) == len(stems) and len(inside) > 1:
            inside.pop()
        if inside and (len(stems), word.start - inside[-1].end) > most:
            best, most = inside, (len(stems), word.start - inside[-1].end)
    return best


def _borders(text: str, first: int, last: int, length: int) -> tuple[int, int]:
    """A stretch around two places that begins and ends between words, with a third of what is left over before it."""
    start = max(0, min(first - (length - (last - first)) // 3, len(text) - length))
    if start:
        start = text.find(" ", start - 1, first) + 1 or first
    end = start + length
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", start, end + 1)
    return start, space if space >= max(last, start + 1) else end


def _marked(text: str, start: int, end: int, inside: list[Word]) -> RichText:
    parts, done = [rich(_ELLIPSIS)] if start else [], start
    for word in inside:
        parts += [rich(text[done : word.start]), rich(text[word.start : word.end], Mark.BOLD)]
        done = word.end
    parts.append(rich(text[done:end]))
    if end < len(text):
        parts.append(rich(_ELLIPSIS))
    return join(RichText(""), parts)
