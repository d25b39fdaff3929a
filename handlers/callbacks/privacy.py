"""Buttons of the statement on privacy, and of the wish to be forgotten."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class ShowPrivacy(CallbackData, prefix="pv"):
    """Show the statement on privacy below."""


class ForgetStep(StrEnum):
    """A wish to be forgotten: the comments stay without an author, or go as well; or the wish is taken back."""

    KEEP = "k"
    DELETE = "d"
    CANCEL = "c"


class ForgetMe(CallbackData, prefix="fm"):
    """A step of the wish to be forgotten."""

    step: ForgetStep
