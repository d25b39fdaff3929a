"""Which of several articles with the same words fits them best: after BM25, with a headline that weighs more.

Every candidate has every word, so how rare a word is decides nothing; what does is how often it comes for the text's
length (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009), whether the headline has it, and how
close together the words stand.
"""

from collections.abc import Collection, Mapping, Sequence

from news.indexing import BORDER

_SATURATION = 1.2  # k1: how soon one more of the same word stops to matter
_LENGTH_SHARE = 0.5  # b: how much a long text must say more to count the same
_USUAL_LENGTH = 150  # stems of a usual news text
_TITLE_WEIGHT = 1.0
_CLOSENESS_WEIGHT = 1.0


def best_first(stems: Collection[str], candidates: Mapping[int, Sequence[str]]) -> list[int]:
    """The places of the candidates, the one that fits best first; of equals the newest (the highest) first."""
    scores = {doc_id: _score(stems, tokens) for doc_id, tokens in candidates.items()}
    return sorted(scores, key=lambda doc_id: (scores[doc_id], doc_id), reverse=True)


def _score(stems: Collection[str], tokens: Sequence[str]) -> float:
    start = tokens.index(BORDER, 1) + 1
    title = tokens[start : tokens.index(BORDER, start)]
    length = 1 - _LENGTH_SHARE + _LENGTH_SHARE * len(tokens) / _USUAL_LENGTH
    often = sum(_often(tokens.count(stem), length) for stem in stems)
    return often + _TITLE_WEIGHT * sum(stem in title for stem in stems) + _CLOSENESS_WEIGHT * _closeness(stems, tokens)


def _often(count: int, length: float) -> float:
    return count * (_SATURATION + 1) / (count + _SATURATION * length)


def _closeness(stems: Collection[str], tokens: Sequence[str]) -> float:
    """1 where all the words stand side by side, less the farther apart they are, 0 for a single word."""
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
