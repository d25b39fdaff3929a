"""From the article's tree to the text and entities that Telegram shows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from news.richtext.blocks import Block, Body, Kind, Run
from news.richtext.texts import Entity, Mark, RichText, allowed, join
from news.words import units

_OWN_SIGN = re.compile(r"[•‣◦▪·*–—-]|\d+[.)]")


def to_rich(body: Body) -> RichText:
    """The body as Telegram shows it: a blank line between blocks, only a newline between the items of a list.

    A heading is bold, a picture is its caption linked to it (without a caption it takes no room here), and no entity
    crosses another.
    """
    parts: list[RichText] = []
    for is_list, group in groupby(body, key=lambda block: block.kind is Kind.LIST_ITEM):
        shown = filter(None, map(_show_block, group))
        parts.extend((join(RichText("\n"), shown),) if is_list else shown)
    return join(RichText("\n\n"), filter(None, parts))


def _show_block(block: Block) -> RichText:
    runs: Iterable[Run] = block.runs
    match block.kind:
        case Kind.PRE:  # Telegram lets nothing nest in it, and its indents are meant
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
    if block.kind is Kind.LIST_ITEM and shown and not _OWN_SIGN.match(shown.text):
        return RichText("• ") + shown
    return shown


def _show(runs: Iterable[Run]) -> RichText:
    worded = tuple(replace(run, url=allowed(run.url)) if run.url else run for run in runs if run.text)
    text = "".join(run.text for run in worded)
    if not any(run.marks or run.url for run in worded):  # most paragraphs by far
        return RichText(text)
    return RichText(text, tuple(_nest(worded, 0, (None, *Mark))))


def _nest(runs: tuple[Run, ...], offset: int, layers: tuple[Mark | None, ...]) -> Iterator[Entity]:
    """One entity for each stretch of runs alike in the first layer (None is the link), and the other layers inside."""
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
