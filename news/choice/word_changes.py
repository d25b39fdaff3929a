"""Changes of the words that a place follows or mutes. Pure: the newer choice wins, a word is in one list only."""

from collections.abc import Sequence
from dataclasses import replace

from news.choice.errors import TooManyWords
from news.choice.preferences import MAX_WORDS, ChosenWord, Preferences
from news.choice.words import distinct


def follow_words(preferences: Preferences, words: Sequence[ChosenWord]) -> Preferences:
    """Follow words; what is followed already stays where it is. Raises TooManyWords."""
    followed, muted = _plus(preferences.followed, words), _minus(preferences.muted, words)
    return _checked(replace(preferences, followed=followed, muted=muted))


def mute_words(preferences: Preferences, words: Sequence[ChosenWord]) -> Preferences:
    """Mute words; what is muted already stays where it is. Raises TooManyWords."""
    followed, muted = _minus(preferences.followed, words), _plus(preferences.muted, words)
    return _checked(replace(preferences, followed=followed, muted=muted))


def remove_words(preferences: Preferences, words: Sequence[ChosenWord]) -> Preferences:
    """Neither follow nor mute words."""
    followed, muted = _minus(preferences.followed, words), _minus(preferences.muted, words)
    return replace(preferences, followed=followed, muted=muted)


def known(words: Sequence[ChosenWord], among: Sequence[ChosenWord]) -> tuple[ChosenWord, ...]:
    """Return those of some words that are among others, by their stems."""
    stems = {word.stems for word in among}
    return tuple(word for word in words if word.stems in stems)


def _plus(present: tuple[ChosenWord, ...], words: Sequence[ChosenWord]) -> tuple[ChosenWord, ...]:
    return tuple(distinct((*present, *words)))


def _minus(present: tuple[ChosenWord, ...], words: Sequence[ChosenWord]) -> tuple[ChosenWord, ...]:
    stems = {word.stems for word in words}
    return tuple(word for word in present if word.stems not in stems)


def _checked(preferences: Preferences) -> Preferences:
    if len(preferences.followed) + len(preferences.muted) > MAX_WORDS:
        raise TooManyWords(most=MAX_WORDS)
    return preferences
