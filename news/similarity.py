"""The similarity of two articles, from 0 to 1: computed from a small profile of each, and symmetric.

An article is a bag of terms: its stems (`news.stems`), a number together with the word behind it («150 млн», «8
ноябр»). The weight of a term in an article is

- 1 + ln n for n occurrences, plus 2 in the lead (the headline and the first 60 stems), because news tell the story
  there, plus 1 in the headline;
- doubled for a name (a capital letter inside a sentence) or a number, because persons, places and amounts distinguish
  stories of one kind;
- times ln(articles / articles with the term), the inverse document frequency (K. Spärck Jones, 1972).

The 48 terms with the highest weights are the profile. The similarity is three parts the cosine of the profiles and one
part the cosine of their headlines. It is a fifth less if both name days but none in common, as the weather forecasts
of two days do. The numbers are round, because nearby numbers do as well: docs/decisions/0013.
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

# When you change what this module returns, increment the number: stored profiles are then recomputed.
RULES = 2
VERSION = f"{RULES}/{STEMS_VERSION}"

LEAD_STEMS = 60
IN_LEAD = 2
IN_HEADLINE = 1
NAME = 2
STRONGEST = 48
# Three parts to one, in whole numbers.
WHOLE_PARTS, HEADLINE_PARTS = 3, 1
OTHER_DAYS = 0.8
MAX_DAYS = 8

# Weights are whole numbers, so that every machine and both databases compute the same. A profile has this length.
LENGTH = 10_000
# Two articles with a similarity from here on tell the same story: docs/decisions/0037 has the measurement.
SAME_STORY = 0.5
_MAX_PRODUCT = (WHOLE_PARTS + HEADLINE_PARTS) * LENGTH**2

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
    """The terms of a text, before their frequency in the archive is known.

    `strengths` has all terms, `headline` those of the headline, `days` those that name a day. `text_hash` is equal for
    identical texts (and for headlines without a text that have the same stems).
    """

    strengths: Mapping[int, float]
    headline: frozenset[int]
    days: tuple[int, ...]
    russian: bool
    text_hash: int


@dataclass(frozen=True, slots=True)
class Profile:
    """The terms of an article with the highest weights, highest first, and separately those of its headline.

    Each is a vector of the length `LENGTH`, or empty.
    """

    weights: Mapping[int, int]
    headline: Mapping[int, int]
    days: tuple[int, ...]
    russian: bool
    text_hash: int

    def similarity(self, other: "Profile") -> float:
        """Return the similarity, from 0 to 1; it is symmetric."""
        if self.russian is not other.russian:
            return 0.0
        product = WHOLE_PARTS * _product(self.weights, other.weights)
        if not self.headline.keys().isdisjoint(other.headline):
            product += HEADLINE_PARTS * _product(self.headline, other.headline)
        similarity = min(product / _MAX_PRODUCT, 1.0)
        return similarity * OTHER_DAYS if self.days and other.days and not {*self.days} & {*other.days} else similarity


def traits_of(headline: Sequence[str], body: Sequence[str], text: str) -> Traits:
    """Return the traits of an article: `body` has the stems of its lead and text, `text` is both as they are."""
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
        days=tuple([_number(term) for term in numbers if _is_day(term)][:MAX_DAYS]),
        russian=2 * len([stem for stem in lead if stem[0] >= "а"]) >= len(lead),
        text_hash=crc32("".join(text.split() or headline).encode("utf-8", "surrogatepass")),
    )


def names_in(text: str) -> Iterator[str]:
    """Iterate over the words with a capital letter inside a sentence, and those all in capitals."""
    for match in _CAPITALISED.finditer(text):
        start, word = match.start(), match.group()
        if start and text[start - 1] in _OPENING:
            start -= 1
        if (start > 1 and text[start - 1] == " " and text[start - 2] not in _SENTENCE_ENDS) or word.isupper():
            yield word


def weigh(traits: Traits, frequencies: Mapping[int, int], articles: int) -> Profile:
    """Return the profile of an article; `frequencies` is in how many of the `articles` each term was counted."""
    rarest = log(articles + 1)
    weights = [
        (strength * (rarest - log(count) if (count := frequencies.get(term, 1)) > 1 else rarest), term)
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
    """Return the weights scaled to a vector of the length `LENGTH`."""
    length = sqrt(sum([weight * weight for weight, _ in weights])) or 1
    return {term: round(weight / length * LENGTH) for weight, term in weights}


def _product(some: Mapping[int, int], others: Mapping[int, int]) -> int:
    return sum([weight * some[term] for term, weight in others.items() if term in some])


def _terms(stemmed: Sequence[str]) -> Sequence[str]:
    """Return stems as terms: a number is joined with the word behind it."""
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
    """Return the stored number (32 bits) of a term; of 200,000 terms about five share theirs with another."""
    return crc32(term.encode("utf-8", "surrogatepass"))
