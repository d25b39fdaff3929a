"""Boilerplate: what stands letter for letter in many articles, as datelines, author lines, advertising and footers do.

An article is cut into pieces at lines, sentences, clauses, dashes and colons. A piece that stands in `MANY` articles
with different texts weighs nothing when articles are compared (`news.relating`). Case, punctuation and the digits of
numbers do not matter: «Прогноз погоды на 5 ноября» is the same piece on every day. Only the pieces at both ends of a
text are known, because boilerplate stands there, and because each costs a row of postings. See docs/decisions/0030.
"""

import re
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

from news.model import Article
from news.ports import Unit
from news.richtext import plain

# Fewer articles may be the reports on one story, which repeat a sentence of each other.
MANY = 5
# The pieces of a text, at its beginning and at its end.
FIRST, LAST = 6, 8
# They are looked for in this many characters at either end.
MAX_SEARCHED_CHARACTERS = 800
MAX_POSTINGS = 32

# The end of a line or sentence, a dash, a colon, a comma before a small letter (a clause, and no list of names), and
# the end of a word in capitals before another sentence («МОЛНИЯ Мост открыт»). The set of characters in front makes it
# fast: the alternatives are tried at these only.
_SEPARATOR = re.compile(
    r"[\s.!?…):,](?:(?<=\n)\n*|(?<=[.!?…)])[.!?…)]*[»”\"]*\s+|(?<=\s)[-–—|]+\s|(?<=:)\s|(?<=,)\s+(?=[^\W\dA-ZА-ЯЁ_])"
    r"|(?<=[A-ZА-ЯЁ]{4}\s)\s*(?=[A-ZА-ЯЁ][a-zа-яё]))"
)
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
# Keys of pieces are above those of terms, which have 32 bits and are in the same table of postings.
_PIECE = 1 << 32


class Piece(NamedTuple):
    """A piece of a text: equal pieces have equal keys; `start` and `end` are indexes, the separator included."""

    key: int
    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """The headline of an article, and its lead and text."""

    title: str
    text: str

    @cached_property
    def pieces(self) -> tuple[list[Piece], list[Piece]]:
        """The pieces of the headline, and those at both ends of the text."""
        return pieces(self.title), pieces(self.text)

    @cached_property
    def keys(self) -> frozenset[int]:
        """The keys of all pieces."""
        return frozenset(piece.key for part in self.pieces for piece in part)

    @property
    def text_hash(self) -> int:
        """A hash of 16 bits, which tells a reprint from another text."""
        return crc32("".join((self.text.strip() or self.title).split()).encode("utf-8", "surrogatepass")) & 0xFFFF

    def without(self, keys: Set[int]) -> "Source":
        """Return the source without pieces; the same object if it has none of them.

        A text that consists of them is kept whole: it is one of many that differ in numbers, as exchange rates do.
        """
        if keys.isdisjoint(self.keys):
            return self
        title, text = self.pieces
        left = Source(_without(self.title, title, keys), _without(self.text, text, keys))
        return self if self.text.strip() and not _WORD.search(left.title + left.text) else left


def source_of(article: Article) -> Source:
    """Return the texts of an article."""
    return Source(article.title, f"{article.lead}\n{plain(article.body)}")


def pieces(text: str) -> list[Piece]:
    """Return the first `FIRST` and the last `LAST` pieces of a text, those without a word left out."""
    end = len(text)
    if end <= 2 * MAX_SEARCHED_CHARACTERS:
        spans = _spans(text, 0, end)
        ends = spans if len(spans) <= FIRST + LAST else [*spans[:FIRST], *spans[-LAST:]]
    else:
        searched = MAX_SEARCHED_CHARACTERS
        ends = [*_spans(text, 0, searched)[:FIRST], *_spans(text, end - searched, end)[-LAST:]]
    return [Piece(_key(text[first:last]), first, behind) for first, last, behind in ends]


async def find_boilerplate(unit: Unit, sources: Mapping[int, Source]) -> tuple[Set[int], Set[int]]:
    """Count the pieces of articles by number; return the keys that stand in many articles, and further numbers.

    These are of the articles stored before with a piece that only now stands in many: they are to be compared again.
    """
    keys_by_number = {number: source.keys for number, source in sources.items()}
    postings = dict(await unit.related.postings(set().union(*keys_by_number.values())))
    counted: dict[int, dict[int, int]] = {}
    for number, keys in keys_by_number.items():
        text_hash = sources[number].text_hash
        for key in keys:
            posted = postings.setdefault(key, {})
            if number not in posted and len(posted) < MAX_POSTINGS and not _are_many(posted):
                posted[number] = text_hash
                counted[key] = posted
    await unit.related.store_postings(counted)
    repeated = {key for key, posted in postings.items() if _are_many(posted)}
    earlier = set().union(*(counted[key].keys() for key in repeated & counted.keys()))
    return repeated, earlier - sources.keys()


async def known_boilerplate(unit: Unit, source: Source) -> Set[int]:
    """Return those of the source's pieces that stand in many stored articles already. Counts nothing."""
    postings = await unit.related.postings(source.keys)
    return {key for key, posted in postings.items() if _are_many(posted)}


def _are_many(posted: Mapping[int, int]) -> bool:
    return len(posted) >= MANY and len(set(posted.values())) >= MANY


def _spans(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Return where each piece with a word begins and ends, and where its separator ends."""
    spans = []
    ends = [separator.span() for separator in _SEPARATOR.finditer(text, start, end)]
    for last, behind in (*ends, (end, end)):
        if _WORD.search(text, start, last):
            spans.append((start, last, behind))
        start = behind
    return spans


def _key(piece: str) -> int:
    written = _DIGITS.sub("0", " ".join(_WORD.findall(piece.casefold())))
    return _PIECE | crc32(written.encode("utf-8", "surrogatepass"))


def _without(text: str, some: Collection[Piece], keys: Set[int]) -> str:
    """Return the text with a newline for each piece that has one of the keys: what follows begins a sentence."""
    kept, done = [], 0
    for piece in some:
        if piece.key in keys:
            kept += [text[done : piece.start], "\n"]
            done = piece.end
    return "".join([*kept, text[done:]])
