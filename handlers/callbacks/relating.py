"""Buttons of an editor's work on related news."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class RelateAct(StrEnum):
    """What an editor does about the articles under another."""

    SHOW = "s"
    PIN = "p"
    FORBID = "f"
    DROP = "d"


class RelateAction(CallbackData, prefix="k"):
    """A deed on the articles under another; `other` is the one whose verdict is dropped."""

    number: Id
    act: RelateAct
    other: Id = 0
