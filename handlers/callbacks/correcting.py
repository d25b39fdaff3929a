"""Buttons of correcting and withdrawing an article."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class EditAct(StrEnum):
    """A step of correcting or withdrawing an article."""

    SHOW = "s"
    TITLE = "t"
    LEAD = "l"
    TEXT = "x"
    SILENT = "q"
    VISIBLE = "v"
    NO_REASON = "n"
    OVERWRITE = "o"
    CANCEL = "c"
    RETRACT = "r"
    RETRACT_SURELY = "R"


class EditAction(CallbackData, prefix="e"):
    """A step of correcting or withdrawing an article."""

    number: Id
    act: EditAct
