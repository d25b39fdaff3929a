"""Words to follow or to mute, read from what a person typed. Pure."""

import re
from collections.abc import Iterator

from news.choice.errors import TooManyWords, WordMeaningless, WordMissing, WordTooLong
from news.choice.preferences import MAX_WORDS, ChosenWord
from news.stems import stems, words
from news.words import clean, collapse, units

MAX_UNITS = 60
MAX_STEMS = 8
_QUOTED = re.compile('["«“„]([^"«»“”„]*)["»”“]|([^"«»“”„,;\\s]+)')


def parse_words(typed: str) -> list[ChosenWord]:
    """Return the words of a text, each of its own; what stands in quotes is one phrase.

    A word is found in any form, by its stem; the words of a phrase stand next to each other. Raises WordMissing,
    WordMeaningless (a stop word, a single letter, signs), WordTooLong, TooManyWords.
    """
    found = list(dict.fromkeys(_parsed(collapse(clean(typed)))))
    if not found:
        raise WordMissing
    if len(found) > MAX_WORDS:
        raise TooManyWords(most=MAX_WORDS)
    return found


def _parsed(text: str) -> Iterator[ChosenWord]:
    for match in _QUOTED.finditer(text):
        word = collapse(match[1] if match[1] is not None else match[2])
        if word:
            yield chosen_word(word)


def chosen_word(text: str) -> ChosenWord:
    """Return one word or phrase. Raises WordMeaningless, WordTooLong."""
    if units(text) > MAX_UNITS:
        raise WordTooLong(word=text[:MAX_UNITS], most=MAX_UNITS)
    found = tuple(stems(text))
    letters = [word.folded for word in words(text)]
    if not found or len(found) > MAX_STEMS or all(len(each) < 2 for each in letters):
        raise WordMeaningless(word=text)
    return ChosenWord(text, found)
