"""Buttons of an article's pictures and files."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Page


class PictureAct(StrEnum):
    """A step in the screens of an article's files. SHOW is the list, OPEN one of its files."""

    SHOW = "s"
    OPEN = "o"
    ADD = "a"
    UP = "u"
    CAPTION = "c"
    REMOVE = "r"


class PictureAction(CallbackData, prefix="i"):
    """A step with the file at `place` (from 0) of an article, as the message shows its `version`."""

    number: Id
    act: PictureAct
    place: Page = 0
    version: Id = 0
