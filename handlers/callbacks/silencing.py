"""Buttons of quiet hours, of quiet for once, and of a pause of the subscription."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

MAX_PAUSE_DAYS = 14


class Night(StrEnum):
    """Quiet hours that are one press away."""

    NONE = "0"
    FROM_23 = "23-8"
    FROM_22 = "22-7"
    FROM_0 = "0-9"


class ChooseQuiet(CallbackData, prefix="xq"):
    """Choose quiet hours, or none."""

    night: Night


class TurnFirstQuiet(CallbackData, prefix="xm"):
    """Turn the usual quiet hours on or off under the answer to a subscription."""

    on: bool


class QuietDays(StrEnum):
    """The days on which the quiet begins."""

    EVERY_DAY = "e"
    WEEKDAYS = "w"
    WEEKENDS = "s"


class ChooseQuietDays(CallbackData, prefix="xe"):
    """Choose the days of the quiet hours."""

    days: QuietDays


class Silence(StrEnum):
    """How long it is quiet for once."""

    HOUR = "h"
    MORNING = "m"
    OVER = "o"


class ChooseSilence(CallbackData, prefix="xs"):
    """Let nothing come for a while, or end that."""

    silence: Silence


class ChoosePause(CallbackData, prefix="xw"):
    """Pause the subscription for some days; 0 ends the pause."""

    days: Annotated[int, Field(ge=0, le=MAX_PAUSE_DAYS)]
