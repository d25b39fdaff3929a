"""Buttons of a channel's digests: on and off, and the buttons of the settings that choose for the channel."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks.fields import Id, Number

# The data of a button of the settings, which takes 45 bytes at the most.
SETTING = r"^[sx][a-z](:[A-Za-z0-9_+/ :-]{0,43})?$"


class DigestAct(StrEnum):
    """An action on the digests of a channel."""

    SHOW = "s"
    ON = "1"
    OFF = "0"


class DigestAction(CallbackData, prefix="og"):
    """An action on the digests of the channel of that place."""

    place: Id
    act: DigestAct


class ChooseForChannel(CallbackData, prefix="oq", sep="|"):
    """A button of the settings, `setting`, that chooses for the channel with this place."""

    place: Number
    setting: Annotated[str, Field(pattern=SETTING)]
