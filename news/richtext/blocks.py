"""The tree of an article: blocks of runs, and functions that read it."""

from dataclasses import dataclass
from enum import StrEnum

from news.richtext.texts import Mark
from news.visible import has_visible
from news.words import fold, shorten

# A repeated title has at most twice its characters, and so many more: not every paragraph of a long text is folded.
_MORE_IN_REPEAT = 40
_TRAILING_PUNCTUATION = " .,:;!?…»”’\"')"


class Kind(StrEnum):
    """The kind of a block. A list item keeps its bullet or number in its text."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"  # for articles from feeds and pages
    QUOTE = "quote"
    LIST_ITEM = "list_item"
    PICTURE = "picture"  # for articles with pictures
    PRE = "pre"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text with the same marks and the same link."""

    text: str
    marks: frozenset[Mark] = frozenset()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an article. A picture has its address in `url`, and its caption in `runs`."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    url: str | None = None

    @property
    def text(self) -> str:
        """The plain text. Only quotes and preformatted text may have newlines."""
        return "".join(run.text for run in self.runs)


Body = tuple[Block, ...]


def plain(body: Body) -> str:
    """Return the plain text with a line for each block, as search indexes it."""
    return "\n".join(block.text for block in body if block.text.strip())


def without_repeats(body: Body, title: str) -> Body:
    """Return the body without paragraphs and headings that repeat the title, but never an empty body."""
    same = _comparable(title)
    most = 2 * len(title) + _MORE_IN_REPEAT
    kept = tuple(
        block
        for block in body
        if block.kind not in {Kind.PARAGRAPH, Kind.HEADING}
        or len(text := block.text) > most
        or _comparable(text) != same
    )
    return kept or body[:1]


def first_words(body: Body, limit: int) -> str:
    """Return the lead of a push in at most `limit` units: the first paragraph, or else the first visible block.

    It is cut by `words.shorten`. It is empty if the body has no visible text.
    """
    first = ""
    for block in body:
        text = block.text
        if has_visible(text):
            first = first or text
            if block.kind is Kind.PARAGRAPH:
                return shorten(text, limit)
    return shorten(first, limit)


def _comparable(text: str) -> str:
    return fold(text).rstrip(_TRAILING_PUNCTUATION) or fold(text)
