"""From a text to the stems that search and likeness compare: folded, split into words, each stemmed by its script.

A word is a run of letters and digits; accents and invisible joiners inside it do not part it. Folding is NFC,
case, and ё as е. A word with a Cyrillic letter goes to Snowball's Russian stemmer, one with a Latin letter to the
English one, a number stays as it is. Stop words have no stem. Both databases keep exactly these stems, so whoever
changes what this module returns raises `RULES`, and `vestnik reindex` brings the stored ones up to date.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from news.stopwords import STOP_WORDS

RULES = 1
# What stored stems were made by; a newer Snowball may cut a word elsewhere.
VERSION = f"{RULES}/{Stemmer.version()}"

# A longer run is no word of any language: it is taken in pieces of this many characters.
LONGEST_WORD = 64
# What a large archive's living vocabulary needs: about 10 MB.
_REMEMBERED_WORDS = 32_768

_JOINERS = "\u0300-\u036f\u00ad\u200b\u200c\u200d\u2060\ufeff"  # accents, a soft hyphen, what shows nothing
_JOINER = re.compile(f"[{_JOINERS}]")
_PLAIN_WORD = re.compile(rf"\w{{1,{LONGEST_WORD}}}")  # half the time of the next, and most texts have no joiners
_JOINED_WORD = re.compile(rf"\w(?:[{_JOINERS}]*\w){{0,{LONGEST_WORD - 1}}}+[{_JOINERS}]*")
_HIDDEN = (*map(chr, range(0x300, 0x370)), *"\u00ad\u200b\u200c\u200d\u2060\ufeff")
_FOLDED_AWAY = str.maketrans({**dict.fromkeys(_HIDDEN, None), "ё": "е", "ѐ": "е", "ѝ": "и"})
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-z\u00df-\u024f]")

_RUSSIAN = Stemmer.Stemmer("russian", 0)
_ENGLISH = Stemmer.Stemmer("english", 0)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands (indexes of Python characters), its folded form, and its stem if it has one."""

    start: int
    end: int
    folded: str
    stem: str | None


def stems(text: str) -> list[str]:
    """The stems of a text in its order, stop words left out. Takes any text; never holds white space or signs."""
    return [stem for stem, _ in forms(text)]


def forms(text: str) -> list[tuple[str, str]]:
    """The stems of a text in its order, each with the folded word it was cut from."""
    pattern, text = _split(text)
    stemmed = map(_stemmed, pattern.findall(text))
    return [(stem, folded) for folded, stem in stemmed if stem is not None]


def words(text: str) -> Iterator[Word]:
    """The words of a text in its order, stop words included, found as they are needed."""
    pattern, text = _split(text)
    return (Word(found.start(), found.end(), *_stemmed(found.group())) for found in pattern.finditer(text))


def find(text: str, wanted: Collection[str]) -> list[Word]:
    """The words of a text, in its order, that have one of the stems.

    Only words that begin like a stem are stemmed, a tenth of the work: what English changes at its very beginning
    (`dying` has the stem `die`) is passed over.
    """
    pattern = _beginnings(frozenset(wanted))
    if pattern is None or _JOINER.search(text):
        return [word for word in words(text) if word.stem in wanted]
    begun = pattern.finditer(text.replace("_", " "))
    return [word for each in begun if (word := Word(each.start(), each.end(), *_stemmed(each.group()))).stem in wanted]


@lru_cache(maxsize=64)
def _beginnings(wanted: frozenset[str]) -> re.Pattern[str] | None:
    """What words begin like that are cut to these stems: endings go, and the last letter may change."""
    beginnings = {stem[: max(1, min(len(stem) - 1, 3))].replace("е", "[её]") for stem in wanted}
    return re.compile(rf"\b(?:{'|'.join(sorted(beginnings))})\w*", re.IGNORECASE) if beginnings else None


def _split(text: str) -> tuple[re.Pattern[str], str]:
    """How the text is split, and the text with no letter in it that is none; its indexes stay."""
    return _JOINED_WORD if _JOINER.search(text) else _PLAIN_WORD, text.replace("_", " ")


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _stemmed(word: str) -> tuple[str, str | None]:
    """The word folded, and its stem."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold()).translate(_FOLDED_AWAY)
    if folded in STOP_WORDS:
        return folded, None
    if _CYRILLIC.search(folded):
        return folded, _RUSSIAN.stemWord(folded)
    return folded, _ENGLISH.stemWord(folded) if _LATIN.search(folded) else folded
