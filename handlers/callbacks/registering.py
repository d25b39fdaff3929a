"""Buttons of registering."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class RegisterStep(StrEnum):
    """A step of registering."""

    BEGIN = "b"
    AGREE = "a"
    OWN_NAME = "o"
    CANCEL = "c"


class Registering(CallbackData, prefix="r"):
    """A step of registering; `number` is the article to return to, 0 for none."""

    step: RegisterStep
    number: Id = 0
