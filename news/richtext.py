"""The article's own tree of blocks, and its two conversions: from what an editor typed, and to what Telegram shows.

Text travels as text and entities, never as markup (law 9). Offsets and lengths are UTF-16 code units, as in the Bot
API (https://core.telegram.org/bots/api#messageentity).
"""

import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Any

from news.words import clean, collapse, fold, is_seam, paired, shorten, visible_length
from news.words import units as units

_LINK = re.compile(r"https?://[^/?#\\]", re.IGNORECASE)
_BARE_TELEGRAM_LINK = re.compile(r"t\.me/", re.IGNORECASE)
_LIST_SIGN = re.compile(r"(?:[•*-]|\d{1,2}[.)])\s")  # a long dash opens a line of dialogue, not an item of a list
_OWN_SIGN = re.compile(r"[•‣◦▪·*–—-]|\d+[.)]")
_TRAILING_PUNCTUATION = " .,:;!?…»”’\"')"


class Mark(StrEnum):
    """How a run of text looks: the names are the Bot API's types of entities."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKETHROUGH = "strikethrough"
    SPOILER = "spoiler"
    CODE = "code"


class Kind(StrEnum):
    """What a block is. A list item keeps its sign or number, if it had one, in its text."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST_ITEM = "list_item"
    PICTURE = "picture"
    PRE = "pre"


_BLOCK_ENTITIES = {"blockquote": Kind.QUOTE, "expandable_blockquote": Kind.QUOTE, "pre": Kind.PRE}


class UnreadableBodyError(ValueError):
    """A stored body this version cannot read: damaged, or written by a newer one. Update, or restore the row."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that looks the same throughout."""

    text: str
    marks: frozenset[Mark] = frozenset()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of an article. A picture has its address in `url`, and its caption in `runs`."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    url: str | None = None

    @property
    def text(self) -> str:
        """The words alone. Quotes and preformatted text may hold newlines, the other kinds do not."""
        return "".join(run.text for run in self.runs)


Body = tuple[Block, ...]


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
    return _show(Run(text, frozenset(marks)))


def link(text: str, url: str) -> RichText:
    """A link, or the bare text if the address is not one that `allowed` lets through."""
    return _show(Run(text, url=url))


def join(separator: RichText, parts: Iterable[RichText]) -> RichText:
    """The parts one after another with the separator between, entities shifted."""
    texts: list[str] = []
    entities: list[Entity] = []
    offset = 0
    for number, part in enumerate(parts):
        for piece in (separator, part) if number else (part,):
            texts.append(piece.text)
            entities.extend(replace(entity, offset=entity.offset + offset) for entity in piece.entities)
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
    spans = [(_seam(text, first), _seam(text, last), entity) for first, last, entity in _spans(text, entities)]
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


def from_entities(text: str, entities: Sequence[Entity] = ()) -> Body:
    """The body of a message as an editor typed it; the text should have passed `clean_rich`. Never raises.

    Every line is a paragraph, or an item of a list if it starts with a sign of one; a quote and a preformatted piece
    are one block each, with their newlines. Marks and allowed links stay; of other entities only the text does.
    """
    spans = _spans(text, entities)
    pieces = list(_paint(text, spans))
    ends = [last for _, last, _ in pieces]
    return tuple(
        Block(kind, _runs(text, pieces[bisect_right(ends, start) : bisect_left(ends, end) + 1], start, end))
        for start, end, kind in _regions(text, spans)
    )


def from_plain(text: str) -> Body:
    """The body of an imported text: paragraphs separated by newlines or blank lines."""
    return from_entities(text)


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


def plain(body: Body) -> str:
    """The words alone, a line a block: what search indexes."""
    return "\n".join(block.text for block in body if block.text.strip())


def dump(body: Body) -> str:
    """The body as compact JSON. A run with neither marks nor link is a bare string."""
    return json.dumps([_block_to_json(block) for block in body], ensure_ascii=False, separators=(",", ":"))


def load(stored: str) -> Body:
    """What `dump` stored, equal to the last mark. Raises `UnreadableBodyError` at anything else."""
    try:
        blocks = json.loads(stored)
        if isinstance(blocks, list):
            return tuple(map(_block_from_json, blocks))
    except (ValueError, TypeError, RecursionError) as error:
        raise UnreadableBodyError(f"{UnreadableBodyError.__doc__} ({error})") from error
    raise UnreadableBodyError(f"{UnreadableBodyError.__doc__} (not a list of blocks)")


def split_title(text: str, entities: Sequence[Entity] = ()) -> tuple[str, RichText]:
    """The first line with something to see in it, as a headline on one line, and what follows it."""
    message = RichText(text, tuple(entities))
    start = 0
    for line in text.split("\n"):
        if visible_length(line):
            return collapse(line), message.cut(units(text[: start + len(line)]), message.units).strip()
        start += len(line) + 1
    return "", message.strip()


def without_repeats(body: Body, title: str) -> Body:
    """The body without paragraphs and headings that only repeat the title; one stays if there is nothing else."""
    same = _gist(title)
    kept = tuple(
        block for block in body if block.kind not in {Kind.PARAGRAPH, Kind.HEADING} or _gist(block.text) != same
    )
    return kept or body[:1]


def first_words(body: Body, limit: int) -> str:
    """The lead of a push: the first paragraph (if there is none, the first block with words) in at most `limit` units.

    Cut as `words.shorten` cuts. Empty if the body has no words.
    """
    worded = [block for block in body if visible_length(block.text)]
    paragraphs = (block for block in worded if block.kind is Kind.PARAGRAPH)
    first = next(paragraphs, worded[0] if worded else None)
    return shorten(first.text, limit) if first else ""


def _show_block(block: Block) -> RichText:
    runs: Iterable[Run] = block.runs
    match block.kind:
        case Kind.PRE:  # Telegram lets nothing nest in it, and its indents are meant
            return RichText(block.text.strip("\n").rstrip()).styled("pre")
        case Kind.QUOTE:
            return _show(*runs).strip().styled("blockquote")
        case Kind.HEADING:
            runs = (replace(run, marks=run.marks | {Mark.BOLD}) for run in runs)
        case Kind.PICTURE:
            runs = (replace(run, url=run.url or block.url) for run in runs)
        case _:
            pass
    shown = _show(*runs).strip()
    if block.kind is Kind.LIST_ITEM and shown and not _OWN_SIGN.match(shown.text):
        return RichText("• ") + shown
    return shown


def _show(*runs: Run) -> RichText:
    worded = tuple(replace(run, url=allowed(run.url)) for run in runs if run.text)
    return RichText("".join(run.text for run in worded), tuple(_nest(worded, 0, (None, *Mark))))


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


_Span = tuple[int, int, Entity]  # first and last index in the text


def _locator(text: str) -> Callable[[int], int]:
    """From offsets in units to indexes; one that would cut a pair of surrogates goes before it."""
    wide = (index for index, char in enumerate(text) if char > "\uffff")
    starts = [index + number for number, index in enumerate(wide)]
    return lambda offset: min(max(offset, 0) - bisect_left(starts, offset), len(text))


def _spans(text: str, entities: Sequence[Entity]) -> list[_Span]:
    locate = _locator(text)
    spans = [(locate(entity.offset), locate(entity.end), entity) for entity in entities]
    return [span for span in spans if span[0] < span[1]]


def _seam(text: str, index: int) -> int:
    while not is_seam(text, index):
        index += 1
    return index


def _paint(text: str, spans: Sequence[_Span]) -> Iterator[tuple[int, int, Run]]:
    """The text in stretches that look the same throughout, each with an empty run that looks so."""
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


def _target(text: str, span: _Span) -> str | None:
    first, last, entity = span
    match entity.type:
        case "text_link":
            return allowed(entity.url)
        case "url":
            return allowed(text[first:last])
        case _:
            return None


def _runs(text: str, pieces: Sequence[tuple[int, int, Run]], start: int, end: int) -> tuple[Run, ...]:
    cut = (replace(look, text=text[max(first, start) : min(last, end)]) for first, last, look in pieces)
    alike = groupby(cut, key=lambda run: (run.marks, run.url))
    return tuple(Run("".join(run.text for run in group), *look) for look, group in alike)


def _regions(text: str, spans: Sequence[_Span]) -> Iterator[tuple[int, int, Kind]]:
    """Where the blocks begin and end; of quotes that cross, the first has its whole length."""
    done = 0
    for first, last, entity in sorted(spans, key=lambda span: span[0]):
        if entity.type in _BLOCK_ENTITIES and last > done:
            yield from _lines(text, done, max(first, done))
            yield from _trimmed(text, max(first, done), last, _BLOCK_ENTITIES[entity.type])
            done = last
    yield from _lines(text, done, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, Kind]]:
    for line in text[start:end].split("\n"):
        kind = Kind.LIST_ITEM if _LIST_SIGN.match(line.lstrip()) else Kind.PARAGRAPH
        yield from _trimmed(text, start, start + len(line), kind)
        start += len(line) + 1


def _trimmed(text: str, start: int, end: int, kind: Kind) -> Iterator[tuple[int, int, Kind]]:
    piece = text[start:end]
    if piece.strip():
        indent = len(piece) - len(piece.lstrip("\n" if kind is Kind.PRE else None))
        yield start + indent, start + len(piece.rstrip()), kind


def _gist(text: str) -> str:
    return fold(text).rstrip(_TRAILING_PUNCTUATION) or fold(text)


def _block_to_json(block: Block) -> dict[str, Any]:
    stored: dict[str, Any] = {"kind": block.kind.value, "runs": [_run_to_json(run) for run in block.runs]}
    return stored if block.url is None else stored | {"url": block.url}


def _run_to_json(run: Run) -> str | dict[str, Any]:
    marks = {"marks": sorted(mark.value for mark in run.marks)} if run.marks else {}
    url = {} if run.url is None else {"url": run.url}
    return {"text": run.text, **marks, **url} if marks or url else run.text


def _block_from_json(stored: object) -> Block:
    match stored:
        case {"kind": str(kind), "runs": list(runs), "url": str(url), **rest} if not rest:
            return Block(Kind(kind), tuple(map(_run_from_json, runs)), url)
        case {"kind": str(kind), "runs": list(runs), **rest} if not rest:
            return Block(Kind(kind), tuple(map(_run_from_json, runs)))
        case _:
            raise ValueError("not a block")


def _run_from_json(stored: object) -> Run:
    match stored:
        case str(text):
            return Run(text)
        case {"text": str(text), **rest} if rest.keys() <= {"marks", "url"}:
            url, marks = rest.get("url"), rest.get("marks", [])
            if (url is None or isinstance(url, str)) and isinstance(marks, list):
                return Run(text, frozenset(map(Mark, marks)), url)
    raise ValueError("not a run")
