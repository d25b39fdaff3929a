"""Buttons of the queue of editions."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class ShowQueue(CallbackData, prefix="q"):
    """«Рассылки»: the newest editions and their progress."""


class OpenGate(CallbackData, prefix="O"):
    """Ends the pause that Telegram asked for."""


class EditionAct(StrEnum):
    """An action on an edition."""

    PAUSE = "p"
    RESUME = "r"
    STOP = "s"
    STOP_SURELY = "S"


class EditionAction(CallbackData, prefix="E"):
    """An action on an edition."""

    number: Id
    act: EditionAct
