"""What somebody may have meant whose words find nothing: another word, or one word fewer."""

from dataclasses import dataclass

from news.indexing import NEVER_AFTER, NEVER_BEFORE
from news.ports import Unit
from news.ports.search import IndexQuery
from news.queries import Query
from news.spelling import closest_words, other_layout, slips_allowed
from news.stems import Word, stems

MOST_SUGGESTIONS = 3
# How many of the nearest words are tried: an article that had one may have been taken back.
_TRIED = 8
# How many words of the vocabulary are compared, those with the same beginning.
_COMPARED = 5_000
_SAME_BEGINNING = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do with one of the query's words so that something is found.

    `word` is its index among the query's words, None where no change of one word helps; `missing` tells that it is
    nowhere in the newspaper. `instead` are words to put in its place, the nearest first; without any, `dropping` tells
    that leaving the word out helps.
    """

    word: int | None = None
    missing: bool = False
    instead: tuple[str, ...] = ()
    dropping: bool = False


async def suggest(unit: Unit, query: Query) -> Suggestion:
    """Return what to change; a word that is nowhere comes before one that is only never with the others."""
    stemmed = [(index, word) for index, word in enumerate(query.words) if word.stem is not None]
    for index, word in stemmed:
        if not await _finds(unit, [word.stem or ""]):
            instead = await _instead(unit, query, index, word)
            return Suggestion(index, True, instead, await _finds(unit, _others(query, word)))
    for index, word in stemmed:
        if await _finds(unit, _others(query, word)):
            return Suggestion(index, dropping=True)
    return Suggestion()


async def _instead(unit: Unit, query: Query, index: int, word: Word) -> tuple[str, ...]:
    """Return words near to one of the query's, those with which something is found."""
    known = await _known(unit, word.stem or "")
    tried = [other_layout(query.text[word.start : word.end]), *closest_words(word.stem or "", known)][: _TRIED + 1]
    found = [other for other in dict.fromkeys(tried) if await _finds(unit, stems(query.replaced(index, other)))]
    return tuple(found[:MOST_SUGGESTIONS])


async def _known(unit: Unit, stem: str) -> dict[str, str]:
    """Return what the vocabulary has that begins like the stem and is about as long."""
    most = slips_allowed(stem)
    lengths = len(stem) - most, len(stem) + most
    for letters in (_SAME_BEGINNING, 1):
        known = await unit.search.vocabulary(stem[:letters], *lengths, _COMPARED)
        if closest_words(stem, known):
            return dict(known)
    return {}


async def _finds(unit: Unit, tokens: list[str]) -> bool:
    index_query = IndexQuery(tuple(dict.fromkeys(tokens)), (), NEVER_BEFORE, NEVER_AFTER)
    return bool(tokens) and bool(await unit.search.find(index_query, 1))


def _others(query: Query, word: Word) -> list[str]:
    return [stem for stem in query.stems if stem != word.stem]
