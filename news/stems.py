"""The stems of a text, which search and similarity compare: the text is folded, split into words, and stemmed.

A word is a run of letters and digits; accents and invisible joiners inside it do not split it. Folding is NFC,
case, and ё to е. Snowball's Russian stemmer takes words with a Cyrillic letter, its English stemmer words with a Latin
one; a number stays as it is. Stop words have no stem. Both databases store exactly these stems. When you change what
this module returns, increment `RULES`: `vestnik reindex` then updates the stored stems.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from news.stopwords import STOP_WORDS

RULES = 1
# Stored with the index. A newer Snowball may stem a word differently.
VERSION = f"{RULES}/{Stemmer.version()}"

# A longer run is no word of any language. It is split into pieces of this length.
MAX_WORD_LENGTH = 64
# Enough for the words in use in a large archive: about 10 MB.
_MAX_CACHED_WORDS = 32_768

_JOINERS = "\u0300-\u036f\u00ad\u200b\u200c\u200d\u2060\ufeff"  # accents, a soft hyphen, invisible characters
_JOINER = re.compile(f"[{_JOINERS}]")
_PLAIN_WORD = re.compile(rf"\w{{1,{MAX_WORD_LENGTH}}}")  # half the time of _JOINED_WORD; most texts have no joiners
_JOINED_WORD = re.compile(rf"\w(?:[{_JOINERS}]*\w){{0,{MAX_WORD_LENGTH - 1}}}+[{_JOINERS}]*")
_HIDDEN = (*map(chr, range(0x300, 0x370)), *"\u00ad\u200b\u200c\u200d\u2060\ufeff")
_FOLDED_AWAY = str.maketrans({**dict.fromkeys(_HIDDEN, None), "ё": "е", "ѐ": "е", "ѝ": "и"})
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-z\u00df-\u024f]")

_RUSSIAN = Stemmer.Stemmer("russian", 0)
_ENGLISH = Stemmer.Stemmer("english", 0)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its range (indexes of Python characters), its folded form, and its stem or None."""

    start: int
    end: int
    folded: str
    stem: str | None


def stems(text: str) -> list[str]:
    """Return the stems of any text in order, without stop words. A stem has no white space and no signs."""
    return [stem for stem, _ in forms(text)]


def forms(text: str) -> list[tuple[str, str]]:
    """Return the stems of a text in order, each with its folded word."""
    pattern, text = _split(text)
    stemmed = map(_stemmed, pattern.findall(text))
    return [(stem, folded) for folded, stem in stemmed if stem is not None]


def words(text: str) -> Iterator[Word]:
    """Iterate over the words of a text, stop words included."""
    pattern, text = _split(text)
    return (Word(match.start(), match.end(), *_stemmed(match.group())) for match in pattern.finditer(text))


def find(text: str, stems: Collection[str]) -> list[Word]:
    """Return the words of a text, in order, that have one of the stems.

    Only words that begin like a stem are stemmed, a tenth of the work. Words whose stem has another beginning
    (`dying` has the stem `die`) are missed.
    """
    pattern = _beginnings(frozenset(stems))
    if pattern is None or _JOINER.search(text):
        return [word for word in words(text) if word.stem in stems]
    candidates = pattern.finditer(text.replace("_", " "))
    return [
        word
        for match in candidates
        if (word := Word(match.start(), match.end(), *_stemmed(match.group()))).stem in stems
    ]


@lru_cache(maxsize=64)
def _beginnings(stems: frozenset[str]) -> re.Pattern[str] | None:
    """Return a pattern for words that may have these stems: a stemmer cuts endings and may change the last letter."""
    beginnings = {stem[: max(1, min(len(stem) - 1, 3))].replace("е", "[её]") for stem in stems}
    return re.compile(rf"\b(?:{'|'.join(sorted(beginnings))})\w*", re.IGNORECASE) if beginnings else None


def _split(text: str) -> tuple[re.Pattern[str], str]:
    """Return the pattern that finds the words, and the text without underscores; indexes stay the same."""
    return _JOINED_WORD if _JOINER.search(text) else _PLAIN_WORD, text.replace("_", " ")


@lru_cache(maxsize=_MAX_CACHED_WORDS)
def _stemmed(word: str) -> tuple[str, str | None]:
    """Return the folded word, and its stem or None."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold()).translate(_FOLDED_AWAY)
    if folded in STOP_WORDS:
        return folded, None
    if _CYRILLIC.search(folded):
        return folded, _RUSSIAN.stemWord(folded)
    return folded, _ENGLISH.stemWord(folded) if _LATIN.search(folded) else folded
