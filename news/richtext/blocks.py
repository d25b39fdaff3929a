"""The article's own tree: blocks of runs, and what is asked of it without showing it."""

from dataclasses import dataclass
from enum import StrEnum

from news.richtext.texts import Mark
from news.words import fold, is_visible, shorten

_TRAILING_PUNCTUATION = " .,:;!?…»”’\"')"


class Kind(StrEnum):
    """What a block is. A list item keeps its sign or number, if it had one, in its text."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"  # for articles from feeds and pages
    QUOTE = "quote"
    LIST_ITEM = "list_item"
    PICTURE = "picture"  # for articles with pictures
    PRE = "pre"


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


def plain(body: Body) -> str:
    """The words alone, a line a block: what search indexes."""
    return "\n".join(block.text for block in body if block.text.strip())


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
    worded = [block for block in body if is_visible(block.text)]
    paragraphs = (block for block in worded if block.kind is Kind.PARAGRAPH)
    first = next(paragraphs, worded[0] if worded else None)
    return shorten(first.text, limit) if first else ""


def _gist(text: str) -> str:
    return fold(text).rstrip(_TRAILING_PUNCTUATION) or fold(text)
