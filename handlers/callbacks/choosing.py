"""Buttons of `/settings`: its screens, and what is chosen on them.

With `first` the screen was opened from the answer to a subscription, and its way back leads there.
"""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks.fields import Number, Page
from news.choice.preferences import DAY_MINUTES, Breaking, Detail, Pace

# The IANA name of a time zone.
ZONE = r"^[A-Za-z0-9_+/-]{1,40}$"
MAX_CAP = 100
Minute = Annotated[int, Field(ge=0, le=DAY_MINUTES - 1)]
Weekday = Annotated[int, Field(ge=0, le=6)]


class SettingsScreen(StrEnum):
    """A screen of the settings. FIRST is the answer to a subscription, from where the others are open too."""

    ROOT = "r"
    FIRST = "f"
    TOPICS = "t"
    WHEN = "w"
    HOURS = "h"
    QUIET = "q"
    BREAKING = "b"
    DETAIL = "d"
    CAP = "c"
    PAUSE = "p"
    ZONE = "z"


class ShowSettings(CallbackData, prefix="ss"):
    """A screen of the settings."""

    screen: SettingsScreen = SettingsScreen.ROOT
    first: bool = False


class UndoChoice(CallbackData, prefix="xu"):
    """Take back the last change."""


class FinishChoosing(CallbackData, prefix="xf"):
    """Close the buttons under the answer to a subscription, or the settings of a group."""


class ShowTopicChoice(CallbackData, prefix="xo"):
    """A page of topics to choose, behind the topic `behind`."""

    behind: Number = 0
    first: bool = False


class TurnTopic(CallbackData, prefix="xt"):
    """Turn a topic on or off, on the page behind the topic `behind`."""

    topic: Number
    on: bool
    behind: Number = 0
    first: bool = False


class TurnAllTopics(CallbackData, prefix="xa"):
    """Turn all topics on or off."""

    on: bool
    first: bool = False


class ChoosePace(CallbackData, prefix="xp"):
    """Let publications come at this pace."""

    pace: Pace
    first: bool = False


class TurnHour(CallbackData, prefix="xh"):
    """Add a time of day to the chosen ones, or take it away."""

    minute: Minute
    on: bool
    first: bool = False


class TurnDay(CallbackData, prefix="xd"):
    """Add a weekday to those of the chosen hours, or take it away."""

    day: Weekday
    on: bool
    first: bool = False


class ChooseBreaking(CallbackData, prefix="xb"):
    """Choose what breaking news may pass."""

    breaking: Breaking


class ChooseDetail(CallbackData, prefix="xl"):
    """Choose how much of a publication comes."""

    detail: Detail
    first: bool = False


class TurnPictures(CallbackData, prefix="xi"):
    """Let publications come with or without pictures."""

    on: bool
    first: bool = False


class TurnRich(CallbackData, prefix="xr"):
    """Let full texts come as rich messages or as classic ones."""

    on: bool
    first: bool = False


class ShowSample(CallbackData, prefix="xv"):
    """A sample of a rich message, and the question whether it can be seen."""

    first: bool = False


class TurnSound(CallbackData, prefix="xn"):
    """Let publications come with or without a sound."""

    on: bool
    first: bool = False


class ChooseCap(CallbackData, prefix="xc"):
    """Choose the most pushes in a day; 0 is any number."""

    cap: Annotated[int, Field(ge=0, le=MAX_CAP)]


class ShowZones(CallbackData, prefix="xy"):
    """A page of time zones to choose from."""

    page: Page = 0
    first: bool = False


class ChooseZone(CallbackData, prefix="xz"):
    """Move to a time zone."""

    zone: Annotated[str, Field(pattern=ZONE)]
    first: bool = False


class Typed(StrEnum):
    """A value that a person may type in place of pressing a button."""

    HOURS = "h"
    QUIET = "q"
    ZONE = "z"


class AskTyped(CallbackData, prefix="xk"):
    """Ask for a value that has no button."""

    what: Typed
    first: bool = False
