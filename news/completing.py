"""Completing the last word of a query while it is typed: words that begin with it match too, at a bounded cost."""

from dataclasses import replace

from news.indexing import BORDER
from news.ports import Unit
from news.ports.search import IndexQuery
from news.queries import Query
from news.stems import MAX_WORD_LENGTH, Word

# Fewer letters begin words of nearly every article.
_MIN_LETTERS = 3
# How many of the newest articles with the other words are searched for the beginning.
RECENT = 500
# If these hold too few matches, the whole archive is searched for this many known words with the beginning, shortest
# first.
COMPLETIONS = 16
_MAX_COMPARED = 1_000


def unfinished(typed: str, query: Query) -> Word | None:
    """Return the last word if nothing follows it, it has enough letters, and it is no number; else None.

    A stop word (`для`) may be the beginning of another word only if the query has no other word.
    """
    word = query.words[-1] if query.words else None
    if word is None or word.end < len(query.text) or typed[-1:].isspace():
        return None
    if len(word.folded) < _MIN_LETTERS or word.folded.isdigit() or (word.stem is None and query.stems):
        return None
    return word


async def completed(
    unit: Unit,
    index_query: IndexQuery,
    word: Word,
    limit: int,
    *,
    recent: int = RECENT,
    completions: int = COMPLETIONS,
) -> list[int]:
    """Return up to `limit` document ids, newest first, that match the query with any ending of its last word.

    The newest `recent` articles with the other words are searched for the beginning. If there are too few matches, the
    whole archive is searched for the shortest `completions` known words with the beginning.
    """
    others = tuple(token for token in index_query.tokens if token != word.stem) or (BORDER,)
    doc_ids = set(await unit.search.find_prefix(replace(index_query, tokens=others), word.folded, recent, limit))
    stems = [] if len(doc_ids) >= limit else await _completions(unit, word, completions)
    for stem in dict.fromkeys([*([word.stem] if word.stem else []), *stems]):
        doc_ids.update(await unit.search.find(replace(index_query, tokens=(*others, stem)), limit))
    return sorted(doc_ids, reverse=True)[:limit]


async def _completions(unit: Unit, word: Word, limit: int) -> list[str]:
    known = await unit.search.vocabulary(word.folded, len(word.folded), MAX_WORD_LENGTH, _MAX_COMPARED)
    return sorted(known, key=lambda stem: (len(stem), stem))[:limit]
