"""The stems of a text, which search and similarity compare: the text is split into words, folded, and stemmed.

A word is a run of letters and digits, with apostrophes inside it (`об'єкт`). The groups of a number are one word
(`1 000 000`). Letters and digits that touch, or have a hyphen between them, are words of their own (`Су-57` and `Су57`
are `су` and `57`); but if one of them alone would be a stop word, they are one word (`Т-90`, `м²`, `1С`). So are names
of stop words with signs (`C++`, `C#`, `AT&T`), and `.NET`. The parts of such a word are found by the index too.

Words are compared in their folded form (`news.folding`). Snowball's Russian stemmer takes words with a Cyrillic letter,
its English stemmer words with a Latin one; a number stays as it is. Stop words have no stem. Both databases store
exactly these stems. When you change what this module returns, increment `RULES`: `vestnik reindex` then updates the
stored stems.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from news.folding import APOSTROPHES, HYPHENS, JOINERS, SPACES, USUAL_WORD, fold, fold_name, straighten
from news.stopwords import EVERYWHERE, STOP_WORDS

RULES = 2
# Stored with the index. A newer Snowball may stem a word differently.
VERSION = f"{RULES}/{Stemmer.version()}"

# A longer run is no word of any language. It is split into pieces of this length.
MAX_WORD_LENGTH = 64
# Enough for the words in use in a large archive: about 15 MB.
_MAX_CACHED_CHUNKS = 32_768
# Not in any stem, so that a stop word in the index is never taken for one.
_STOPPED = "\ue003"

# A chunk is what has to be read together: words with the signs that join them. Most are one word.
# Atomic groups, not possessive quantifiers: Python 3.11.2, which Debian 12 has, loses characters with those
# (https://github.com/python/cpython/issues/106052).
_JOINS = f"-&.,{APOSTROPHES}{HYPHENS}"
_GROUPS = rf"(?<=\d)(?>(?:[{SPACES}]\d{{3}}(?![{HYPHENS}]?\w)){{1,7}})(?![{SPACES}]\d)"


def _chunk(word: str, start: str = "") -> re.Pattern[str]:
    return re.compile(rf"{start}{word}(?>(?:[{_JOINS}]{word}|{_GROUPS}){{0,7}})(?:[+#]{{1,2}}(?![^\W\d]))?")


_PLAIN_CHUNK = _chunk(rf"(?>\w{{1,{MAX_WORD_LENGTH}}})")
_DOT = r"(?<![\w.])\.(?=[^\W\d])"
_UNUSUAL_CHUNK = _chunk(rf"\w(?>(?:[{JOINERS}]*\w){{0,{MAX_WORD_LENGTH - 1}}})[{JOINERS}]*", f"(?:{_DOT})?")
_JOINER = re.compile(f"[{JOINERS}]")
_DOTTED = re.compile(r"\.(?=[^\W\d])(?<![\w.]\.)")  # `_DOT`, found at a tenth of the cost

# The words of a straightened chunk. Letters include joiners.
_LETTERS = rf"(?:[^\W\d]|[{JOINERS}])+"
_WORD = re.compile(
    rf"(?P<number>(?<!\d[ .,'])[1-9]\d{{0,2}}([ .,'])\d{{3}}(?!-?\w)(?:\2\d{{3}}(?!-?\w))*(?!\2\d))"
    rf"|(?P<mixed>(?:{_LETTERS}-?(?=\d)|\d+-?(?=[^\W\d]))+(?:{_LETTERS}|\d+))"
    rf"|(?P<apostrophes>{_LETTERS}(?:'{_LETTERS})+)"
    rf"|(?P<name>\.{_LETTERS}|{_LETTERS}(?:(?:&{_LETTERS})+|[+#]+))"
    rf"|{_LETTERS}|\d+"
)
_PIECE = re.compile(rf"{_LETTERS}|\d+")
_ORDINAL = re.compile(r"\d+-(?:[йяехмю]|го|му|ми|ой|ый|ий|ая|ое|ые|ых|ти)", re.IGNORECASE)
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-z\u00df-\u024f]")

# `find` reads only words that begin like one of these stems, unless the text has letters that are folded.
_ALL_LETTERS = re.compile(r"[^\W\d_]+")
_FOLDED_LETTER = re.compile(f"[{JOINERS}ªº\u00c0-\u024f\u1e00-\u1eff\u2c60-\u2c7f\ufb00-\ufb06\uff21-\uff5a]")

_RUSSIAN = Stemmer.Stemmer("russian", 0)
_ENGLISH = Stemmer.Stemmer("english", 0)


class Word(NamedTuple):
    """A word of a text: its range (indexes of Python characters), its folded form, and its stem or None."""

    start: int
    end: int
    folded: str
    stem: str | None

    @property
    def token(self) -> str | None:
        """Return the token by which the index finds the word: its stem, that of a stop word, or none (`EVERYWHERE`)."""
        return self.stem if self.stem is not None else _stop_token(self.folded)


class Reading(NamedTuple):
    """What a text has for the index: its stems in order, each with its folded word, and further tokens.

    The further tokens have no order: those of the stop words, and of the parts of words that consist of parts.
    """

    forms: Sequence[tuple[str, str]]
    further: Sequence[str]


def stems(text: str) -> list[str]:
    """Return the stems of any text in order, without stop words. A stem has no white space and no ASCII sign."""
    return [stem for stem, _ in forms(text)]


def forms(text: str) -> list[tuple[str, str]]:
    """Return the stems of a text in order, each with its folded word."""
    return [form for chunk in map(_read, _chunks(text)) for form in chunk[0]]


def folded_words(text: str) -> list[str]:
    """Return the folded words of a text, stop words included."""
    return [word.folded for chunk in map(_parse, _chunks(text)) for word in chunk[0]]


def read(text: str) -> Reading:
    """Return what a text has for the index."""
    found, further = list[tuple[str, str]](), list[str]()
    for chunk_forms, chunk_further in map(_read, _chunks(text)):
        found += chunk_forms
        further += chunk_further
    return Reading(found, further)


def words(text: str) -> Iterator[Word]:
    """Iterate over the words of a text, stop words included."""
    pattern, text = _split(text)
    return (
        Word(match.start() + word.start, match.start() + word.end, word.folded, word.stem)
        for match in pattern.finditer(text)
        for word in _parse(match.group())[0]
    )


def find(text: str, stems: Collection[str]) -> list[Word]:
    """Return the words of a text, in order, that have one of the stems.

    Only words that begin like a stem are read, a tenth of the work. Words whose stem has another beginning (`dying` has
    the stem `die`) are missed.
    """
    pattern = _beginnings(frozenset(stems))
    if pattern is None or _FOLDED_LETTER.search(text):
        return [word for word in words(text) if word.stem in stems]
    return [
        Word(match.start() + word.start, match.start() + word.end, word.folded, word.stem)
        for match in pattern.finditer(text.replace("_", " "))
        for word in _parse(match.group())[0]
        if word.stem in stems
    ]


@lru_cache(maxsize=64)
def _beginnings(stems: frozenset[str]) -> re.Pattern[str] | None:
    """Return a pattern for words that may have these stems: a stemmer cuts endings and may change the last letter.

    Of a number it matches all digits. None if a stem has signs, or digits beside letters: then only whole chunks tell.
    """
    words = [_beginning(stem) for stem in sorted(stems) if _ALL_LETTERS.fullmatch(stem)]
    numbers = [f"[{SPACES}.,{APOSTROPHES}]?".join(stem) for stem in sorted(stems) if stem.isdecimal()]
    if not stems or len(words) + len(numbers) < len(stems):
        return None
    patterns = [
        *([rf"(?<![^\W\d])(?:{'|'.join(words)})[\w{APOSTROPHES}]*"] if words else []),
        *([rf"(?<!\d)(?:{'|'.join(numbers)})(?!\d)"] if numbers else []),
    ]
    return re.compile("|".join(patterns), re.IGNORECASE)


def _beginning(stem: str) -> str:
    return f"[{APOSTROPHES}]?".join(stem[: max(1, min(len(stem) - 1, 3))]).replace("е", "[её]")


def _split(text: str) -> tuple[re.Pattern[str], str]:
    """Return the pattern that finds the chunks, and the text without underscores; indexes stay the same.

    The plain pattern takes half the time of the other one; most texts have no joiners and no `.NET`.
    """
    is_unusual = _JOINER.search(text) or _DOTTED.search(text)
    return _UNUSUAL_CHUNK if is_unusual else _PLAIN_CHUNK, text.replace("_", " ")


def _chunks(text: str) -> list[str]:
    pattern, text = _split(text)
    return pattern.findall(text)


@lru_cache(maxsize=_MAX_CACHED_CHUNKS)
def _read(chunk: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return a chunk's part of `Reading`; for a usual word without the cost of `_parse`."""
    if USUAL_WORD.fullmatch(chunk):
        folded = fold(chunk)
        stem = _stem(folded)
        token = _stop_token(folded) if stem is None else None
        return ((stem, folded),) if stem is not None else (), (token,) if token else ()
    found, parts = _parse(chunk)
    further = [*(word.token for word in found if word.stem is None), *(part.stem for part in parts)]
    return tuple([(word.stem, word.folded) for word in found if word.stem is not None]), tuple(filter(None, further))


@lru_cache(maxsize=_MAX_CACHED_CHUNKS)
def _parse(chunk: str) -> "_Parsed":
    """Return the words of a chunk, and the parts of these words that are words too."""
    if USUAL_WORD.fullmatch(chunk):
        return [_word(0, chunk)], []
    found, parts = list[Word](), list[Word]()
    for match in _WORD.finditer(straighten(chunk)):
        whole, pieces = _PARSERS.get(match.lastgroup or "", _plain)(match)
        found += whole
        parts += pieces
    return [word for word in found if word.folded], parts


# Each parser returns this for one match of `_WORD`.
_Parsed = tuple[list[Word], list[Word]]


def _plain(match: re.Match[str]) -> _Parsed:
    return [_word(match.start(), match.group())], []


def _number(match: re.Match[str]) -> _Parsed:
    """Read the groups of a number as one word."""
    digits = "".join(re.findall(r"\d+", match.group()))
    return [Word(*match.span(), digits, digits)], _pieces(match)


def _mixed(match: re.Match[str]) -> _Parsed:
    """Read letters and digits as words of their own, or as one name if one of them would be a stop word."""
    pieces = _pieces(match)
    if all(piece.stem for piece in pieces) or _ORDINAL.fullmatch(match.group()):
        return pieces, []
    return [_name_of(match)], pieces


def _apostrophes(match: re.Match[str]) -> _Parsed:
    """Read `об'єкт` and `O'Neill` as one word. `don't` is a stop word, and `dog's` has the stem of `dog`."""
    pieces, (start, end), folded = _pieces(match), match.span(), fold(match.group())[:MAX_WORD_LENGTH]
    if pieces[-1].folded == "s":
        pieces.pop()
        return [Word(start, end, folded, _stem(folded[:-1]))], pieces if len(pieces) > 1 else []
    if folded.isascii() and not any(piece.stem for piece in pieces):
        return [Word(start, end, folded, None)], []
    return [Word(start, end, folded, _stem(folded))], pieces


def _name(match: re.Match[str]) -> _Parsed:
    """Read `.NET`, and stop words with signs (`C++`, `AT&T`), as one word; other words without their signs."""
    pieces = _pieces(match)
    if match.group()[0] != "." and any(piece.stem for piece in pieces):
        return pieces, []
    return [_name_of(match)], pieces


_PARSERS: Mapping[str, Callable[[re.Match[str]], _Parsed]] = {
    "number": _number,
    "mixed": _mixed,
    "apostrophes": _apostrophes,
    "name": _name,
}


def _pieces(match: re.Match[str]) -> list[Word]:
    return [_word(match.start() + piece.start(), piece.group()) for piece in _PIECE.finditer(match.group())]


def _word(start: int, text: str) -> Word:
    folded = fold(text)[:MAX_WORD_LENGTH]
    return Word(start, start + len(text), folded, _stem(folded))


def _name_of(match: re.Match[str]) -> Word:
    folded = fold_name(match.group())[:MAX_WORD_LENGTH]
    return Word(*match.span(), folded, folded)


def _stem(folded: str) -> str | None:
    if folded in STOP_WORDS:
        return None
    if _CYRILLIC.search(folded):
        stem: str = _RUSSIAN.stemWord(folded)
    else:
        stem = _ENGLISH.stemWord(folded) if _LATIN.search(folded) else folded
    return stem


def _stop_token(folded: str) -> str | None:
    return None if folded in EVERYWHERE else _STOPPED + folded
