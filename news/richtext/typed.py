"""Conversion of an editor's message, or an imported text, to the article's tree."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from news.richtext.blocks import Block, Body, Kind, Run
from news.richtext.texts import Entity, Mark, Span, allowed, spans_of
from news.visible import has_visible

_BULLET = re.compile(r"(?:[•*-]|\d{1,2}[.)])\s")  # a long dash begins a line of dialogue, not a list item
_BLOCK_ENTITIES = {"blockquote": Kind.QUOTE, "expandable_blockquote": Kind.QUOTE, "pre": Kind.PRE}


def from_entities(text: str, entities: Sequence[Entity] = ()) -> Body:
    """Return the body of an editor's message that passed `clean_rich`. Never raises.

    Every line is a paragraph, or a list item if it begins with a bullet or a number. A quote and a preformatted text
    are one block each, with newlines. Marks and allowed links are kept; of other entities only the text is.
    """
    spans = spans_of(text, entities)
    pieces = list(_styles(text, spans))
    ends = [last for _, last, _ in pieces]
    return tuple(
        Block(kind, _runs(text, pieces[bisect_right(ends, start) : bisect_left(ends, end) + 1], start, end))
        for start, end, kind in _regions(text, spans)
    )


def from_plain(text: str) -> Body:
    """Return the body of an imported text, with paragraphs separated by newlines or blank lines."""
    return from_entities(text)


def _styles(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, Run]]:
    """Yield ranges of the text with the same style, each with an empty run of this style."""
    changes: dict[int, list[tuple[int, int]]] = {0: [], len(text): []}
    for number, (first, last, _) in enumerate(spans):
        changes.setdefault(first, []).append((number, 1))
        changes.setdefault(last, []).append((number, -1))
    marks: Counter[str] = Counter()
    links: dict[int, str] = {}
    for here, there in pairwise(sorted(changes)):
        for number, step in changes[here]:
            marks[spans[number][2].type] += step
            links.pop(number, None)
            if step > 0 and (url := _target(text, spans[number])):
                links[number] = url
        url = next(reversed(links.values()), None)
        yield here, there, Run("", frozenset(mark for mark in Mark if marks[mark]), url)


def _target(text: str, span: Span) -> str | None:
    first, last, entity = span
    match entity.type:
        case "text_link":
            return allowed(entity.url)
        case "url":
            return allowed(text[first:last])
        case _:
            return None


def _runs(text: str, pieces: Sequence[tuple[int, int, Run]], start: int, end: int) -> tuple[Run, ...]:
    cut = (replace(style, text=text[max(first, start) : min(last, end)]) for first, last, style in pieces)
    groups = groupby(cut, key=lambda run: (run.marks, run.url))
    return tuple(Run("".join(run.text for run in group), *style) for style, group in groups)


def _regions(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, Kind]]:
    """Yield the ranges and kinds of the blocks; of quotes that cross, the first has its whole length."""
    done = 0
    for first, last, entity in sorted(spans, key=lambda span: span[0]):
        if entity.type in _BLOCK_ENTITIES and last > done:
            yield from _lines(text, done, max(first, done))
            yield from _trimmed(text, max(first, done), last, _BLOCK_ENTITIES[entity.type])
            done = last
    yield from _lines(text, done, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, Kind]]:
    for line in text[start:end].split("\n"):
        kind = Kind.LIST_ITEM if _BULLET.match(line.lstrip()) else Kind.PARAGRAPH
        yield from _trimmed(text, start, start + len(line), kind)
        start += len(line) + 1


def _trimmed(text: str, start: int, end: int, kind: Kind) -> Iterator[tuple[int, int, Kind]]:
    piece = text[start:end]
    if has_visible(piece):
        indent = len(piece) - len(piece.lstrip("\n" if kind is Kind.PRE else None))
        yield start + indent, start + len(piece.rstrip()), kind
