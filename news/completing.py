"""The word that somebody is still typing: what holds any word that begins so is found as well, at a bounded cost."""

from dataclasses import replace

from news.indexing import BORDER
from news.ports import Unit
from news.ports.search import IndexQuery
from news.queries import Query
from news.stems import LONGEST_WORD, Word

# Fewer letters begin nearly every article's words, and tell nothing.
_FEWEST_LETTERS = 3
# So many of the newest articles that hold the other words are looked through, word by word.
RECENT = 500
# Where these are not enough, the whole archive is asked for so many of the words that begin so, the shortest first.
COMPLETIONS = 16
_COMPARED = 1_000


def unfinished(typed: str, query: Query) -> Word | None:
    """Return the word that has nothing behind it yet, if it has some letters and is no number.

    A word too common to be looked for (`для`) may be the beginning of another only where it stands alone.
    """
    word = query.words[-1] if query.words else None
    if word is None or word.end < len(query.text) or typed[-1:].isspace():
        return None
    if len(word.folded) < _FEWEST_LETTERS or word.folded.isdigit() or (word.stem is None and query.stems):
        return None
    return word


async def completed(unit: Unit, index_query: IndexQuery, word: Word, limit: int) -> list[int]:
    """Return up to `limit` places, the newest first, that hold what is wanted, be it with another end to the word.

    What begins like the word is found among the newest `RECENT` that hold the rest; where few do, also in the whole
    archive, as far as the vocabulary's first `COMPLETIONS` reach.
    """
    others = tuple(token for token in index_query.tokens if token != word.stem) or (BORDER,)
    near = replace(index_query, tokens=others)
    found = set(await unit.search.find_prefix(near, word.folded, RECENT, limit))
    stems = [] if len(found) >= limit else await _completions(unit, word)
    for stem in dict.fromkeys([*([word.stem] if word.stem else []), *stems]):
        found.update(await unit.search.find(replace(index_query, tokens=(*others, stem)), limit))
    return sorted(found, reverse=True)[:limit]


async def _completions(unit: Unit, word: Word) -> list[str]:
    known = await unit.search.vocabulary(word.folded, len(word.folded), LONGEST_WORD, _COMPARED)
    return sorted(known, key=lambda stem: (len(stem), stem))[:COMPLETIONS]
