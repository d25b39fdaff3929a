"""Buttons of the queue of editions."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class ShowQueue(CallbackData, prefix="q"):
    """The pushes under way."""


class EditionAct(StrEnum):
    """What an admin does with a push."""

    PAUSE = "p"
    RESUME = "r"
    STOP = "s"
    STOP_SURELY = "S"


class EditionAction(CallbackData, prefix="E"):
    """A deed on a push."""

    number: Id
    act: EditionAct
