"""Buttons of the words that a reader follows or has hidden, and of stories and sources."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Number


class ShowWords(CallbackData, prefix="fw"):
    """A page of the words, counted from 0."""

    at: Number = 0


class ShowWord(CallbackData, prefix="V"):
    """A word, by its key (`news.choice.words.word_key`); the list if the word was removed."""

    word: Number


class WordAct(StrEnum):
    """A step with the words."""

    FOLLOW = "f"
    MUTE = "m"
    TURN = "t"
    REMOVE = "r"
    SAVE = "s"
    UNDO = "u"


class WordAction(CallbackData, prefix="wa"):
    """A step with the words; `word` is the key of the one that it is about, 0 for none."""

    act: WordAct
    word: Number = 0


class ShowStories(CallbackData, prefix="sy"):
    """A page of the stories and sources that were chosen, counted from 0."""

    at: Number = 0


class DropStory(CallbackData, prefix="sx"):
    """Neither follows nor hides the story of an article any more."""

    number: Id


class DropSource(CallbackData, prefix="sh"):
    """Hides a source no more, by its key (`news.choice.sources.source_key`)."""

    source: Number
