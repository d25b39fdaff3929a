"""Buttons that remove a comment, and those of what can follow."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class ModerateAct(StrEnum):
    """An action on a comment or its author."""

    REMOVE = "r"
    RESTORE = "u"
    ASK_BAN = "b"
    BAN = "B"
    LIFT_BAN = "l"


class ModerateAction(CallbackData, prefix="m"):
    """An action on the comment with that id, or on its author."""

    comment: Id
    act: ModerateAct
