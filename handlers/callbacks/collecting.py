"""Buttons of a channel's digests: a button of the settings, with the channel that it chooses for."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks.fields import Number

# The data of a button of the settings, which takes 45 bytes at the most.
SETTING = r"^[sx][a-z](:[A-Za-z0-9_+/ :-]{0,43})?$"


class ChooseForChannel(CallbackData, prefix="oq", sep="|"):
    """A button of the settings, `setting`, that chooses for the channel with this place."""

    place: Number
    setting: Annotated[str, Field(pattern=SETTING)]
