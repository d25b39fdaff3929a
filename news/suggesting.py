"""Suggestions for a query that finds nothing: another word, or one word fewer."""

from dataclasses import dataclass

from news.indexing import NEVER_AFTER, NEVER_BEFORE
from news.ports import Unit
from news.ports.search import IndexQuery
from news.queries import Query
from news.spelling import closest_words, max_edits, other_layout
from news.stems import Word, stems

MAX_SUGGESTIONS = 3
# How many of the closest words are tried: the only article with a word may have been retracted.
_MAX_TRIED = 8
# How many words of the vocabulary with the same beginning are compared.
_MAX_COMPARED = 5_000
_PREFIX_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change of one word of the query after which something is found.

    `word` is its index among the query's words, None if no change of one word helps. `missing` is True if no article
    has the word. `replacements` are words to put in its place, closest first. `can_drop` is True if leaving the word
    out helps.
    """

    word: int | None = None
    missing: bool = False
    replacements: tuple[str, ...] = ()
    can_drop: bool = False


async def suggest(unit: Unit, query: Query) -> Suggestion:
    """Return the change to suggest: first for a word that no article has, then for one that never meets the others."""
    stemmed = [(index, word) for index, word in enumerate(query.words) if word.stem is not None]
    for index, word in stemmed:
        if not await _finds(unit, [word.stem or ""]):
            replacements = await _replacements(unit, query, index, word)
            return Suggestion(index, True, replacements, await _finds(unit, _others(query, word)))
    for index, word in stemmed:
        if await _finds(unit, _others(query, word)):
            return Suggestion(index, can_drop=True)
    return Suggestion()


async def _replacements(unit: Unit, query: Query, index: int, word: Word) -> tuple[str, ...]:
    """Return words close to one of the query's, with which the query finds something."""
    closest = await _closest(unit, word.stem or "")
    tried = [other_layout(query.text[word.start : word.end]), *closest][: _MAX_TRIED + 1]
    helping = [other for other in dict.fromkeys(tried) if await _finds(unit, stems(query.replaced(index, other)))]
    return tuple(helping[:MAX_SUGGESTIONS])


async def _closest(unit: Unit, stem: str) -> list[str]:
    """Return the closest words of the vocabulary, with the same beginning as the stem and about its length."""
    edits = max_edits(stem)
    lengths = len(stem) - edits, len(stem) + edits
    for letters in (_PREFIX_LENGTH, 1):
        closest = closest_words(stem, await unit.search.vocabulary(stem[:letters], *lengths, _MAX_COMPARED))
        if closest:
            return closest
    return []


async def _finds(unit: Unit, tokens: list[str]) -> bool:
    index_query = IndexQuery(tuple(dict.fromkeys(tokens)), (), NEVER_BEFORE, NEVER_AFTER)
    return bool(tokens) and bool(await unit.search.find(index_query, 1))


def _others(query: Query, word: Word) -> list[str]:
    return [stem for stem in query.stems if stem != word.stem]
