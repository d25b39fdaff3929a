"""Buttons of an editor's work on related news."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class RelateAct(StrEnum):
    """A step of an editor's work on the related news of an article."""

    SHOW = "s"
    PIN = "p"
    FORBID = "f"
    DROP = "d"


class RelateAction(CallbackData, prefix="k"):
    """A step of work on the related news of an article.

    `other` is the article whose verdict `DROP` removes; for `SHOW`, the first of the excluded ones to be listed.
    """

    number: Id
    act: RelateAct
    other: Id = 0
