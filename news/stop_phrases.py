"""Stop phrases: words and phrases that hold a comment, in any form («ставка» finds «ставки», «ставок»).

Words are compared by their stems (`news.stems`), so ё is е and the case does not matter. A disguised word is found too:
with letters of another script or digits that look alike (`кaзин0`, `KA3UHO`), with signs or spaces between its letters,
with a letter repeated (`казиноооо`). The words of a phrase stand side by side.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from news import stems
from news.disguises import joined, uncovered
from news.lookalikes import folded
from news.words import collapse

# A disguised word has the stem of a phrase, and an ending of up to this length behind it.
_MAX_ENDING = 3
# A shorter stem must be the whole word: with three letters, «сап» would find `cape`.
_SHORT_STEM = 4
_QUOTED = re.compile(r"[«\"“„]([^«»\"“”„]*)[»\"”“]|([^\s,;«»\"“”„]+)")
_RUN = re.compile(r"\S+")
_REPEATED = re.compile(r"(\w)\1{2,}")
_NO_LETTER = re.compile(r"[\W_]+")
_SIGNS = {"$": "s", "@": "a", "€": "e"}
_SIGN = re.compile(r"(?<=[^\W\d_])[$@€](?=[^\W\d_])")
_AROUND = 30
_LEAST_CHARACTERS = 2
_MAX_CACHED_RUNS = 8192  # a megabyte
_CYRILLIC, _LATIN = re.compile("[\u0400-\u052f]"), re.compile("[a-z\u00df-\u024f]")
_ALL_CYRILLIC = re.compile("[А-Яа-яЁё]+")
_BOTH = "both"
# A stem of four letters or more that ends with two consonants, and one with о or е before its last consonant.
_CLUSTER = re.compile("[а-я]{2}[бвгджзклмнпрстфхцчшщ]ь?[бвгджзклмнпрстфхцчшщ]$")
_FLEETING = re.compile("[а-я]{2}[бвгджзклмнпрстфхцчшщ][ое]к$")


class _Word(NamedTuple):
    """A word of a text: its range, its stem (of a common word itself), and how it looks, unless it is all Cyrillic.

    A `fused` one was made of spaced letters, and may have a letter too much: the word «и» behind them.
    """

    start: int
    end: int
    stem: str
    look: str | None = None
    fused: bool = False


class _Key(NamedTuple):
    """A word of a phrase: the stems of its forms, and how the word looks without its ending."""

    stems: frozenset[str]
    look: str
    script: str


_Phrase = tuple[str, Sequence[_Key]]


class Weakness(Enum):
    """Why a phrase can mean nothing: it has fewer than two letters or digits, or words of every text only («что»)."""

    SHORT = "short"
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class Hit:
    """A stop phrase that was found in a text, and the words there, with some characters at both sides."""

    phrase: str
    excerpt: str


def split(text: str) -> list[str]:
    """Return the phrases of a typed text: those in quotes, and each word outside of quotes."""
    return [(quoted or word).strip() for quoted, word in _QUOTED.findall(text) if (quoted or word).strip()]


def key_of(phrase: str) -> str:
    """Return what two phrases have in common that find the same words."""
    return " ".join(word.stem or word.folded for word in stems.words(uncovered(phrase)))


def weakness(phrase: str) -> Weakness | None:
    """Return why a phrase can mean nothing, None if it can mean something."""
    found = list(stems.words(uncovered(phrase)))
    if sum(len(word.folded) for word in found) < _LEAST_CHARACTERS:
        return Weakness.SHORT
    return None if any(word.stem for word in found) else Weakness.COMMON


class StopPhrases:
    """A set of stop phrases, ready to be found in texts."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._all: list[_Phrase] = []
        self._by_stem: dict[str, list[_Phrase]] = defaultdict(list)
        self._by_look: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in phrases:
            keys = [_key(word) for word in stems.words(uncovered(phrase))]
            if keys:
                self._all.append((phrase, keys))
                self._by_look[keys[0].look[:_SHORT_STEM]].append((phrase, keys))
                for stem in keys[0].stems:
                    self._by_stem[stem].append((phrase, keys))

    def find(self, text: str) -> Hit | None:
        """Return the first phrase that is found in a text, None if none is."""
        if not self._all:
            return None
        plain = uncovered(text)
        spaced = joined(plain)
        for seen, words in ((plain, _plain_words(plain)), (spaced, _joined_words(spaced, plain))):
            for index, word in enumerate(words):
                for phrase, keys in self._candidates(word):
                    behind = words[index : index + len(keys)]
                    if len(behind) == len(keys) and all(map(_is_same, behind, keys)):
                        return Hit(phrase, _excerpt(seen, word.start, behind[-1].end))
        return None

    def _candidates(self, word: _Word) -> Iterator[_Phrase]:
        if word.fused:
            yield from self._all
            return
        yield from self._by_stem.get(word.stem, ())
        if word.look is not None:
            yield from self._by_look.get(word.look[:_SHORT_STEM], ())


def _plain_words(text: str) -> list[_Word]:
    """Return the words of a text as they stand in it."""
    return [
        _Word(word.start, word.end, word.stem or word.folded, _disguise(text[word.start : word.end]))
        for word in stems.words(text)
    ]


def _joined_words(text: str, plain: str) -> list[_Word]:
    """Return each run of characters between spaces as one word of its letters; runs that `plain` has not are fused."""
    known = frozenset() if text == plain else frozenset(plain.split())
    words = []
    for run in _RUN.finditer(text):
        read = _read_run(run.group())
        if read is not None:
            is_fused = text != plain and run.group() not in known
            words.append(_Word(*run.span(), read[0], folded(read[0]) if is_fused else read[1], is_fused))
    return words


@lru_cache(maxsize=_MAX_CACHED_RUNS)
def _read_run(run: str) -> tuple[str, str | None] | None:
    """Return the stem of the letters of a run, and how they look; None without letters."""
    letters = _letters(run)[: stems.MAX_WORD_LENGTH]
    if not letters:
        return None
    return "".join(found.stem or found.folded for found in stems.words(letters)), _disguise(letters)


def _letters(run: str) -> str:
    """Return the letters and digits of a run; a sign for a letter counts between letters, a repeated letter once."""
    worded = _SIGN.sub(lambda match: _SIGNS[match.group()], run)
    return _REPEATED.sub(r"\1", _NO_LETTER.sub("", worded))


def _excerpt(text: str, start: int, end: int) -> str:
    """Return a range of a text on one line, with up to `_AROUND` characters at both sides."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return f"{'…' if first else ''}{collapse(text[first:last])}{'…' if last < len(text) else ''}"


def _key(word: stems.Word) -> _Key:
    stem = word.stem or word.folded
    return _Key(frozenset({stem, *_other_stems(stem)}), folded(stem), _script(stem))


def _other_stems(stem: str) -> Iterator[str]:
    """Yield the stems of forms with a vowel that comes and goes: ставк-а and ставок, деньг-и and денег, рын(о)к."""
    if _CLUSTER.search(stem):
        yield f"{stem[:-1]}о{stem[-1]}"
        yield f"{stem[:-1].removesuffix('ь')}е{stem[-1]}"
    elif _FLEETING.search(stem):
        yield f"{stem[:-2]}{stem[-1]}"


def _is_same(word: _Word, key: _Key) -> bool:
    if word.stem in key.stems:
        return True
    if word.look is None or (not word.fused and _script(word.stem) == key.script != _BOTH):
        return False
    if len(key.look) < _SHORT_STEM:
        return word.look == key.look
    if word.fused:
        return key.look in word.look
    return word.look.startswith(key.look) and len(word.look) - len(key.look) <= _MAX_ENDING


def _disguise(word: str) -> str | None:
    """Return how a word looks in `folded` letters, None if it is all Cyrillic: then its stem tells."""
    return None if _ALL_CYRILLIC.fullmatch(word) else folded(word)


def _script(word: str) -> str:
    """Return whether a word is of Cyrillic letters, of Latin ones, or of both (or has digits)."""
    if _CYRILLIC.search(word):
        return _BOTH if _LATIN.search(word) or not word.isalpha() else "Cyrillic"
    return "Latin" if word.isalpha() else _BOTH
