"""Buttons of correcting and withdrawing an article."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class EditAct(StrEnum):
    """What an editor does with an article in hand."""

    SHOW = "s"
    TITLE = "t"
    TEXT = "x"
    SILENT = "q"
    VISIBLE = "v"
    NO_REASON = "n"
    CANCEL = "c"
    RETRACT = "r"
    RETRACT_SURELY = "R"


class EditAction(CallbackData, prefix="e"):
    """A deed on an article in hand."""

    number: Id
    act: EditAct
