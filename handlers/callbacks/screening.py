"""Buttons of the stop words."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Number, Page


class StopWordAct(StrEnum):
    """A step in the management of the stop words."""

    LIST = "l"
    SHOW = "s"
    ADD = "a"
    REMOVE = "r"


class StopWordAction(CallbackData, prefix="sw"):
    """A step in the management of the stop words; `page` of the list counts from 0."""

    act: StopWordAct
    phrase: Number = 0
    page: Page = 0
