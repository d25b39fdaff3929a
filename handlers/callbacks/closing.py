"""Buttons that choose who may comment on an article."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class Commenters(StrEnum):
    """Whom an article's comments are for: SHOW asks, NEWSPAPER leaves it to the newspaper's rule."""

    SHOW = "s"
    NEWSPAPER = "w"
    EVERYONE = "e"
    REGISTERED = "r"
    TRUSTED = "t"
    NOBODY = "n"


class ChooseCommenters(CallbackData, prefix="cw"):
    """The choice for an article, made or to be made."""

    number: Id
    who: Commenters = Commenters.SHOW
