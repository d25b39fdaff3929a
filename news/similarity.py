"""How alike two articles are, from 0 to 1: worked out from a small profile of each, the same whoever asks.

An article is a bag of terms: its stems (`news.stems`), a number together with the word behind it («150 млн», «8
ноябр»). A term is strong in an article

- by how often it stands there, n times: 1 + ln n; with 2 more in the lead (the headline and the first 60 stems), for
  news tell the story there; and 1 more in the headline;
- twice as much if it is a name (a capital letter inside a sentence) or a number: who, where and how much tell one
  story from another of its kind;
- all this times ln(articles / articles with the term), the usual weight of what is rare (K. Spärck Jones, 1972).

The 48 strongest are its profile. Likeness is three parts the cosine of the profiles and one part that of their
headlines, and a fifth less where both name days but none in common, as the weather forecasts of two days do. The
numbers are round because their neighbours do as well: docs/decisions/0013.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log, sqrt
from zlib import crc32

from news.stems import VERSION as STEMS_VERSION
from news.stems import stems

# Whoever changes what this module returns raises the number: stored profiles of other rules are made anew.
RULES = 1
VERSION = f"{RULES}/{STEMS_VERSION}"

LEAD_STEMS = 60
IN_LEAD = 2
IN_HEADLINE = 1
NAME = 2
STRONGEST = 48
# Three parts to one, in whole numbers.
WHOLE_PARTS, HEADLINE_PARTS = 3, 1
OTHER_DAYS = 0.8
MOST_DAYS = 8

# Weights are whole numbers, so that every machine and both databases count alike: a profile has this length.
LENGTH = 10_000
_LIKEST = (WHOLE_PARTS + HEADLINE_PARTS) * LENGTH**2

_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-ÞЀ-Я]\w+")
_OPENING = frozenset('«"“„(')
_SENTENCE_ENDS = frozenset(".!?…\n ")
_DIGITS = frozenset("0123456789")
_MONTHS = frozenset(
    stems(
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
        "january february march april may june july august september october november december"
    )
)


@dataclass(frozen=True, slots=True)
class Traits:
    """What a text says, before it is known how rare that is.

    `strengths` has its terms, `headline` those of the headline among them, `days` those that name a day. `letters` is
    equal for texts that are letter for letter the same (and for headlines without a text that have the same stems).
    """

    strengths: Mapping[int, float]
    headline: frozenset[int]
    days: tuple[int, ...]
    russian: bool
    text_hash: int


@dataclass(frozen=True, slots=True)
class Profile:
    """The strongest terms of an article with their weights, the strongest first; and those of its headline apart.

    Either is a vector of the length `LENGTH`, or empty.
    """

    weights: Mapping[int, int]
    headline: Mapping[int, int]
    days: tuple[int, ...]
    russian: bool
    text_hash: int

    def similarity(self, other: "Profile") -> float:
        """Return how alike the two are, from 0 to 1; the other way round it is the same."""
        if self.russian is not other.russian:
            return 0.0
        product = WHOLE_PARTS * _product(self.weights, other.weights)
        if not self.headline.keys().isdisjoint(other.headline):
            product += HEADLINE_PARTS * _product(self.headline, other.headline)
        similarity = min(product / _LIKEST, 1.0)
        return similarity * OTHER_DAYS if self.days and other.days and not {*self.days} & {*other.days} else similarity


def traits_of(headline: Sequence[str], body: Sequence[str], text: str) -> Traits:
    """Return what an article says, by the stems of its headline and of its lead and text, which is `text` as it is."""
    lead, title, terms = body[:LEAD_STEMS], _terms(headline), _terms(body)
    strengths = {term: 1 + log(count) if count > 1 else 1.0 for term, count in Counter(chain(title, terms)).items()}
    for term in {*title, *terms[:LEAD_STEMS]}:
        strengths[term] += IN_LEAD
    for term in set(title):
        strengths[term] += IN_HEADLINE
    numbers = [term for term in strengths if term[0] in _DIGITS]
    for term in {*stems(" ".join(names_in(text))), *numbers} & strengths.keys():
        strengths[term] *= NAME
    return Traits(
        strengths={_number(term): strength for term, strength in strengths.items()},
        headline=frozenset(map(_number, title)),
        days=tuple([_number(term) for term in numbers if _is_day(term)][:MOST_DAYS]),
        russian=2 * len([stem for stem in lead if stem[0] >= "а"]) >= len(lead),
        text_hash=crc32("".join(text.split() or headline).encode("utf-8", "surrogatepass")),
    )


def names_in(text: str) -> Iterator[str]:
    """The words with a capital letter inside a sentence, where it is no matter of grammar, and those in capitals."""
    for found in _CAPITALISED.finditer(text):
        start, word = found.start(), found.group()
        if start and text[start - 1] in _OPENING:
            start -= 1
        if (start > 1 and text[start - 1] == " " and text[start - 2] not in _SENTENCE_ENDS) or word.isupper():
            yield word


def weigh(traits: Traits, seen: Mapping[int, int], articles: int) -> Profile:
    """Return the profile of an article by how many of so many `articles` were `seen` to have each term."""
    once = log(articles + 1)
    weights = [
        (strength * (once - log(found) if (found := seen.get(term, 1)) > 1 else once), term)
        for term, strength in traits.strengths.items()
    ]
    weights.sort(reverse=True)
    del weights[STRONGEST:]
    return Profile(
        weights=_scaled(weights),
        headline=_scaled([each for each in weights if each[1] in traits.headline]),
        days=traits.days,
        russian=traits.russian,
        text_hash=traits.text_hash,
    )


def _scaled(weights: Sequence[tuple[float, int]]) -> dict[int, int]:
    """Return the weights of terms as a vector of the length `LENGTH`."""
    length = sqrt(sum([weight * weight for weight, _ in weights])) or 1
    return {term: round(weight / length * LENGTH) for weight, term in weights}


def _product(some: Mapping[int, int], others: Mapping[int, int]) -> int:
    return sum([weight * some[term] for term, weight in others.items() if term in some])


def _terms(stemmed: Sequence[str]) -> Sequence[str]:
    """Return stems as terms: a number becomes one with the word behind it."""
    terms = list(stemmed)
    for index in [index for index, stem in enumerate(stemmed[:-1]) if stem[0] in _DIGITS]:
        if stemmed[index + 1][0] not in _DIGITS:
            terms[index] = f"{stemmed[index]} {stemmed[index + 1]}"
    return terms


def _is_day(term: str) -> bool:
    number, _, word = term.partition(" ")
    return word in _MONTHS and len(number) <= 2


@lru_cache(maxsize=65_536)
def _number(term: str) -> int:
    """Return the term as 32 bits, which is what is stored; of 200,000 terms some five share theirs with another."""
    return crc32(term.encode("utf-8", "surrogatepass"))
