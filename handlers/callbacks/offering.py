"""Buttons under «Make a publication of it?»."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class OfferAct(StrEnum):
    """What becomes of a message that was sent without a command."""

    MAKE = "m"
    DROP = "d"


class OfferAction(CallbackData, prefix="of"):
    """An answer to the offer; `message` is the id of the first message of the act, in the chat of the button."""

    message: Id
    act: OfferAct
