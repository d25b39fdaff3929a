"""Ranking of articles that all have the words of a query: BM25, with more weight for the headline and for closeness.

Every candidate has every word, so the rarity of a word does not matter. The score is the frequency of the words for the
length of the text (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009), plus the words in the
headline, plus the distance between the words.
"""

from collections.abc import Collection, Mapping, Sequence

from news.indexing import BORDER

_SATURATION = 1.2  # k1: how soon further occurrences of a word stop to matter
_LENGTH_SHARE = 0.5  # b: how much the length of a text lowers its frequencies
_USUAL_LENGTH = 150  # in stems, of a usual news text
_TITLE_WEIGHT = 1.0
_CLOSENESS_WEIGHT = 1.0


def best_first(stems: Collection[str], candidates: Mapping[int, Sequence[str]]) -> list[int]:
    """Return the document ids of the candidates, best match first; of equal ones the newest (highest id) first."""
    scores = {doc_id: _score(stems, tokens) for doc_id, tokens in candidates.items()}
    return sorted(scores, key=lambda doc_id: (scores[doc_id], doc_id), reverse=True)


def _score(stems: Collection[str], tokens: Sequence[str]) -> float:
    start = tokens.index(BORDER, 1) + 1
    title = tokens[start : tokens.index(BORDER, start)]
    length = 1 - _LENGTH_SHARE + _LENGTH_SHARE * len(tokens) / _USUAL_LENGTH
    frequency = sum(_saturated(tokens.count(stem), length) for stem in stems)
    return (
        frequency + _TITLE_WEIGHT * sum(stem in title for stem in stems) + _CLOSENESS_WEIGHT * _closeness(stems, tokens)
    )


def _saturated(count: int, length: float) -> float:
    return count * (_SATURATION + 1) / (count + _SATURATION * length)


def _closeness(stems: Collection[str], tokens: Sequence[str]) -> float:
    """Return 1 if all words are adjacent, less with more distance, 0 for a single word."""
    if len(stems) < 2:
        return 0.0
    last: dict[str, int] = {}
    shortest = len(tokens) + 1
    for position, token in enumerate(tokens):
        if token in stems:
            last[token] = position
            if len(last) == len(stems):
                shortest = min(shortest, position - min(last.values()) + 1)
    return len(stems) / shortest
