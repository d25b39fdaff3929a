"""Snippets: the part of an article that matches a query best, cut between words, with the matching words in bold."""

from collections.abc import Collection

from news.richtext import Mark, RichText, join, rich
from news.stems import Word, find
from news.words import collapse, is_border, whole

SNIPPET_CHARACTERS = 160
# Matches behind this are not looked for. Without a match before it, the snippet is the beginning.
_MAX_SEARCHED_CHARACTERS = 20_000
_MAX_WORDS_IN_SNIPPET = 16
_ELLIPSIS = "…"


def snippet(text: str, stems: Collection[str], length: int = SNIPPET_CHARACTERS) -> RichText:
    """Return the part of a text with the most different stems, on one line and about `length` characters long.

    Of equal parts the first is taken. Every word with one of the stems is bold, in any form.
    """
    text = collapse(text[: whole(text, 0, _MAX_SEARCHED_CHARACTERS)])
    matches = find(text, stems)
    inside = _densest(matches, length)
    start, end = _borders(text, *((inside[0].start, inside[-1].end) if inside else (0, 0)), length)
    return _marked(text, start, end, [word for word in matches if start <= word.start and word.end <= end])


def marked(text: str, stems: Collection[str]) -> RichText:
    """Return the whole text, with the words that have one of the stems in bold."""
    return _marked(text, 0, len(text), find(text, stems))


def _densest(matches: list[Word], length: int) -> list[Word]:
    """Return consecutive matches within `length` characters: the most different stems, and of these the shortest."""
    best: list[Word] = []
    best_score = (0, 0)
    for index, word in enumerate(matches):
        inside = [other for other in matches[index : index + _MAX_WORDS_IN_SNIPPET] if other.end <= word.start + length]
        stems = {other.stem for other in inside}
        while len({other.stem for other in inside[:-1]}) == len(stems) and len(inside) > 1:
            inside.pop()
        if inside and (len(stems), word.start - inside[-1].end) > best_score:
            best, best_score = inside, (len(stems), word.start - inside[-1].end)
    return best


def _borders(text: str, first: int, last: int, length: int) -> tuple[int, int]:
    """Return a range around `first` to `last` that is cut between words; a third of the spare room is before it."""
    start = max(0, min(first - (length - (last - first)) // 3, len(text) - length))
    if start:
        start = text.find(" ", start - 1, first) + 1 or first
        while not is_border(text, start):
            start -= 1
    end = start + length
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", start, end + 1)
    return start, space if space >= max(last, start + 1) else whole(text, start, end)


def _marked(text: str, start: int, end: int, matches: list[Word]) -> RichText:
    parts, done = [rich(_ELLIPSIS)] if start else [], start
    for word in matches:
        parts += [rich(text[done : word.start]), rich(text[word.start : word.end], Mark.BOLD)]
        done = word.end
    parts.append(rich(text[done:end]))
    if end < len(text):
        parts.append(rich(_ELLIPSIS))
    return join(RichText(""), parts)
