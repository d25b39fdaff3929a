"""The assembly of an article's blocks from texts that come in the order of the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import groupby

from news.richtext import Block, Body, Kind, Mark, Run
from news.sources.found import FoundPicture
from news.visible import has_visible

_SPACES = re.compile(r"[ \t\n\r\f]+")
_BULLET = re.compile(r"[•▪◦‣·]\s*")
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";", ",", "»", ")")
NO_CELL = "—"
# A longer one is the text of the article behind a figure without an end.
_MOST_IN_CAPTION = 1000


class Frame(Enum):
    """The kind of block that the present text belongs to. Inside all but FLOW, borders of blocks are white space."""

    FLOW = None
    HEADING = Kind.HEADING
    QUOTE = Kind.QUOTE
    PRE = Kind.PRE
    ROW = Kind.PARAGRAPH
    CAPTION = Kind.PICTURE


@dataclass
class Assembly:
    """The blocks so far, and the one that is being written.

    Pictures and embeds inside a sentence follow it. `figure` is whether the pictures and captions inside a figure are
    being collected: the caption belongs to the figure's last picture, wherever it stands.
    """

    blocks: list[Block] = field(default_factory=list)
    frame: Frame = Frame.FLOW
    figure: bool = False
    _runs: list[Run] = field(default_factory=list)
    _is_item: bool = False
    _lead_in: str = ""  # stands before the next visible text of the block
    _at_space: bool = True
    _inside: list[Block] = field(default_factory=list)  # pictures and embeds in the block that is being written
    _captions: list[tuple[Run, ...]] = field(default_factory=list)
    _pictures_in_figure: int = 0
    _by_alt: set[str] = field(default_factory=set)  # addresses of pictures whose caption is the alternative text
    _addresses: set[str] = field(default_factory=set)

    def write(self, text: str, marks: frozenset[Mark], url: str | None) -> None:
        """Add a clean text. White space is collapsed, except in PRE."""
        if self.frame is Frame.PRE:
            self._runs.append(Run(text))
            return
        text = _SPACES.sub(" ", text)
        if self._lead_in or not self._runs:
            text = text.lstrip()
        elif self._at_space:
            text = text.lstrip(" ")
        if not text:
            return
        if self._lead_in:
            self._runs.append(Run(self._lead_in))
            self._lead_in = ""
        self._runs.append(Run(text, marks, url))
        self._at_space = text.endswith(" ")

    def border(self) -> None:
        """End the paragraph or list item; in another frame, begin a new line or word."""
        match self.frame:
            case Frame.FLOW:
                self._flush(Kind.LIST_ITEM if self._is_item else Kind.PARAGRAPH)
            case Frame.PRE:
                self._runs.append(Run("\n"))
            case Frame.QUOTE:
                self._lead_in = self._lead_in or ("\n" if self._runs else "")
            case _:
                self._lead_in = self._lead_in or (" " if self._runs and not self._at_space else "")

    def line_break(self) -> None:
        """Begin a new line: in the flow a paragraph, in a list item a word."""
        if self.frame is Frame.FLOW and self._is_item:
            self._lead_in = self._lead_in or " "
        else:
            self.border()

    def begin_item(self, bullet: str) -> None:
        """Begin a list item."""
        self.border()
        if self.frame in {Frame.FLOW, Frame.QUOTE}:
            self._is_item = self.frame is Frame.FLOW
            self._lead_in = bullet if self._is_item else self._lead_in + bullet

    def end_item(self) -> None:
        """End a list item; one without words leaves nothing behind."""
        self.border()
        if self.frame is Frame.FLOW:
            self._is_item, self._lead_in = False, ""

    def cell(self, separator: str, skipped: int) -> None:
        """Begin a cell of a row, behind `skipped` empty ones that stand between it and the last one with words."""
        if self._runs:
            after_colon = separator == ": " and self._runs[-1].text.rstrip().endswith(":")
            self._lead_in = " " if after_colon else separator + f"{NO_CELL}{separator}" * skipped

    def has_words(self) -> bool:
        """Whether the block that is being written has any text."""
        return bool(self._runs)

    def enter(self, frame: Frame) -> bool:
        """Begin a heading, quote, preformatted text, row or caption, unless inside another; return whether it began."""
        self.border()
        if self.frame is not Frame.FLOW:
            return False
        self.frame, self._is_item, self._lead_in = frame, False, ""
        return True

    def leave(self) -> None:
        """End the frame."""
        kind, self.frame = self.frame.value, Frame.FLOW
        self._is_item = False
        if kind is not None:
            self._flush(kind)

    def add_picture(self, picture: FoundPicture) -> None:
        """Add a picture, unless it was added before."""
        if picture.address in self._addresses:
            return
        self._addresses.add(picture.address)
        if picture.caption:
            self._by_alt.add(picture.address)
        self._pictures_in_figure += self.figure
        runs = (Run(picture.caption),) if picture.caption else ()
        self._add(Block(Kind.PICTURE, runs, picture.address))

    def add_embed(self, run: Run) -> None:
        """Add an embed as a paragraph with a link."""
        self._add(Block(Kind.PARAGRAPH, (run,)))

    def begin_figure(self) -> None:
        """Begin to collect a figure, of a picture or of several."""
        self.border()
        self.figure, self._pictures_in_figure = True, 0

    def end_figure(self) -> None:
        """End the figure: give its captions to its last picture; without a picture they are paragraphs."""
        self.border()
        self.figure = False
        captions, self._captions = self._captions, []
        length = sum(len(run.text) for runs in captions for run in runs)
        if captions and self._pictures_in_figure and length <= _MOST_IN_CAPTION:
            self._describe(_joined(captions))
        else:
            self.blocks.extend(Block(Kind.PARAGRAPH, runs) for runs in captions)

    def finish(self) -> Body:
        """Return the blocks."""
        self.leave()
        if self.figure:
            self.end_figure()
        self.border()
        return tuple(self.blocks)

    def _add(self, block: Block) -> None:
        if self._runs or self.frame is not Frame.FLOW:
            self._inside.append(block)
        else:
            self.blocks.append(block)

    def _flush(self, kind: Kind) -> None:
        runs = _trimmed(self._runs, kind)
        inside, self._runs, self._inside = self._inside, [], []
        if runs:
            self._place(kind, runs)
            self._is_item = False
        if not self._is_item:  # the bullet waits for the first words of the item
            self._lead_in = ""
        self._at_space = True
        self.blocks.extend(inside)

    def _place(self, kind: Kind, runs: tuple[Run, ...]) -> None:
        in_figure = self.figure and kind in {Kind.PARAGRAPH, Kind.PICTURE}
        if in_figure:
            self._captions.append(runs)
        elif kind is not Kind.PICTURE:
            self.blocks.append(_block(kind, runs))
        elif self.blocks and self.blocks[-1].kind is Kind.PICTURE and len(self.blocks[-1].text) < _MOST_IN_CAPTION:
            self._describe(runs)
        else:
            self.blocks.append(Block(Kind.PARAGRAPH, runs))

    def _describe(self, runs: tuple[Run, ...]) -> None:
        """Add a caption to the last picture; it takes the place of an alternative text."""
        index = len(self.blocks) - 1
        while self.blocks[index].kind is not Kind.PICTURE:
            index -= 1
        picture = self.blocks[index]
        known = () if picture.url in self._by_alt else picture.runs
        self.blocks[index] = replace(picture, runs=_joined([known, runs] if known else [runs]))
        self._by_alt.discard(picture.url or "")


def _block(kind: Kind, runs: tuple[Run, ...]) -> Block:
    bullet = _BULLET.match(runs[0].text) if kind is Kind.PARAGRAPH else None
    if bullet and runs[0].text[bullet.end() :]:
        return Block(Kind.LIST_ITEM, (replace(runs[0], text=f"• {runs[0].text[bullet.end() :]}"), *runs[1:]))
    return Block(kind, runs)


def _joined(captions: Sequence[tuple[Run, ...]]) -> tuple[Run, ...]:
    """Return captions and credits as one, as sentences."""
    runs: list[Run] = []
    for caption in captions:
        if runs:
            runs.append(Run(" " if runs[-1].text.endswith(_SENTENCE_ENDS) else ". "))
        runs.extend(caption)
    return _merged(runs)


def _trimmed(runs: Sequence[Run], kind: Kind) -> tuple[Run, ...]:
    """Return the runs without white space at both ends, () if a person would see nothing."""
    if not has_visible("".join(run.text for run in runs)):
        return ()
    pieces = list(_merged(runs))
    while not pieces[0].text.strip():
        pieces.pop(0)
    while not pieces[-1].text.strip():
        pieces.pop()
    first = pieces[0].text
    pieces[0] = replace(pieces[0], text=first.lstrip("\n") if kind is Kind.PRE else first.lstrip())
    pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
    return tuple(pieces)


def _merged(runs: Sequence[Run]) -> tuple[Run, ...]:
    groups = groupby(runs, key=lambda run: (run.marks, run.url))
    return tuple(Run("".join(run.text for run in group), *style) for style, group in groups)
