"""Conversion of an article's tree to the text and entities of a Telegram message."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from news.richtext.blocks import Block, Body, Kind, Run
from news.richtext.texts import Entity, Mark, RichText, allowed, join
from news.words import units

_BULLET = re.compile(r"[•‣◦▪·*–—-]|\d+[.)]")


def to_rich(body: Body) -> RichText:
    """Return the body for a message, with a blank line between blocks and a newline between the items of a list.

    A heading is bold. A picture is its caption, linked to the picture; without a caption it is left out. Entities are
    nested and never cross.
    """
    parts: list[RichText] = []
    for is_list, group in groupby(body, key=lambda block: block.kind is Kind.LIST_ITEM):
        shown = filter(None, map(_show_block, group))
        parts.extend((join(RichText("\n"), shown),) if is_list else shown)
    return join(RichText("\n\n"), filter(None, parts))


def _show_block(block: Block) -> RichText:
    if block.kind is Kind.PARAGRAPH and len(block.runs) == 1 and not block.runs[0].marks and not block.runs[0].url:
        return RichText(block.runs[0].text.strip())  # most blocks of a long article
    runs: Iterable[Run] = block.runs
    match block.kind:
        case Kind.PRE:  # Telegram allows no entity inside it, and its indents matter
            return RichText(block.text.strip("\n").rstrip()).styled("pre")
        case Kind.QUOTE:
            return _show(runs).strip().styled("blockquote")
        case Kind.HEADING:
            runs = (replace(run, marks=run.marks | {Mark.BOLD}) for run in runs)
        case Kind.PICTURE:
            runs = (replace(run, url=run.url or block.url) for run in runs)
        case _:
            pass
    shown = _show(runs).strip()
    if block.kind is Kind.LIST_ITEM and shown and not _BULLET.match(shown.text):
        return RichText("• ") + shown
    return shown


def _show(runs: Iterable[Run]) -> RichText:
    shown = tuple(replace(run, url=allowed(run.url)) if run.url else run for run in runs if run.text)
    text = "".join(run.text for run in shown)
    if not any(run.marks or run.url for run in shown):  # true of most paragraphs
        return RichText(text)
    return RichText(text, tuple(_nest(shown, 0, (None, *Mark))))


def _nest(runs: tuple[Run, ...], offset: int, layers: tuple[Mark | None, ...]) -> Iterator[Entity]:
    """Yield an entity for each group of runs equal in the first layer (None is the link), then its inner layers."""
    if not layers:
        return
    layer, *deeper = layers
    for value, group in groupby(runs, key=lambda run: run.url if layer is None else layer in run.marks):
        inside = tuple(group)
        length = sum(units(run.text) for run in inside)
        if layer is None and isinstance(value, str):
            yield Entity("text_link", offset, length, value)
        elif layer is not None and value:
            yield Entity(layer.value, offset, length)
        yield from _nest(inside, offset, tuple(deeper))
        offset += length
