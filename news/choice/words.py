"""Words to follow or to mute, read from what a person typed. Pure."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2s

from news.choice.errors import TooManyWords, WordMeaningless, WordMissing, WordTooLong
from news.choice.preferences import MAX_WORDS, ChosenWord
from news.stems import stems, words
from news.words import clean, collapse, units

MAX_UNITS = 60
MAX_STEMS = 8
# Quotes of any language open and close a phrase. An apostrophe does not: it stands inside of words.
_QUOTES = '"«»“”„‟‹›'
_QUOTED = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|([^{_QUOTES},;\s]+)")
# Signs around a word are no part of it; but «C++», «C#» and «.NET» are words.
_LEADING, _TRAILING = " #'’‘`,:!?…()[]{}<>*_~|/\\—–-", " '’‘`,.:!?…()[]{}<>*_~|/\\—–-"
_KEY_BITS = 30


def parse_words(typed: str) -> list[ChosenWord]:
    """Return the words of a text, each of its own; what stands in quotes is one phrase.

    A word is found in any form, by its stem; the words of a phrase stand next to each other. Raises WordMissing,
    WordMeaningless (a stop word, a single letter, signs), WordTooLong, TooManyWords.
    """
    found = distinct(_parsed(collapse(clean(typed))))
    if not found:
        raise WordMissing
    if len(found) > MAX_WORDS:
        raise TooManyWords(most=MAX_WORDS)
    return found


def distinct(some: Iterable[ChosenWord]) -> list[ChosenWord]:
    """Return the words without those that find the same as one before: words are the same if their stems are."""
    found: dict[tuple[str, ...], ChosenWord] = {}
    for word in some:
        found.setdefault(word.stems, word)
    return list(found.values())


def _parsed(text: str) -> Iterator[ChosenWord]:
    for match in _QUOTED.finditer(text):
        word = collapse(match[1] if match[1] is not None else match[2])
        if word:
            yield chosen_word(word)


def chosen_word(text: str) -> ChosenWord:
    """Return one word or phrase. Raises WordMeaningless, WordTooLong."""
    shown = text.lstrip(_LEADING).rstrip(_TRAILING)
    found = tuple(stems(shown))
    if units(shown) > MAX_UNITS or len(found) > MAX_STEMS:
        raise WordTooLong(word=f"{shown[: MAX_UNITS // 2]}…", most=MAX_UNITS)
    letters = [word.folded for word in words(shown) if word.stem is not None]
    if not found or all(len(each) < 2 for each in letters):
        raise WordMeaningless(word=shown or text)
    return ChosenWord(shown, found)


def word_key(word: ChosenWord) -> int:
    """Return a number below 2^30 that stands for a word in a button: the same for all words with the same stems."""
    digest = blake2s(" ".join(word.stems).encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest) % (1 << _KEY_BITS)
