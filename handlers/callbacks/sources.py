"""Buttons of sources: the list, one source, its rules, and what concerns all of them."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Number


class ShowSources(CallbackData, prefix="sc"):
    """«Источники»: a page of sources with ids above `after`."""

    after: Id = 0


class AllAct(StrEnum):
    """A step that concerns no single source."""

    ADD = "a"
    FILE = "f"
    SAVE = "s"
    BEGIN = "b"


class AllSourcesAction(CallbackData, prefix="sl"):
    """A step that concerns no single source."""

    act: AllAct


class SourceAct(StrEnum):
    """A step with one source."""

    SHOW = "s"
    BEGIN = "b"
    PAUSE = "p"
    VISIT = "v"
    TRY = "t"
    NAME = "n"
    ASK_REMOVE = "r"
    REMOVE = "R"


class SourceAction(CallbackData, prefix="sa"):
    """A step with a source."""

    source: Id
    act: SourceAct


class RuleAct(StrEnum):
    """A step in the rules of a source."""

    SHOW = "s"
    AT_ONCE = "o"
    DRAFT = "d"
    NO_TOPICS = "n"
    TAKE_CATEGORIES = "c"
    LEAVE_CATEGORIES = "C"
    ASK_PAIRS = "p"
    BY_TOPIC = "b"
    ASK_WORDS = "w"
    ASK_SIGN_OFF = "g"
    LINK = "l"
    NO_LINK = "L"
    STORIES = "t"
    HOLD = "h"
    FOLLOW = "f"
    SKIP = "k"
    WAIT = "a"
    NOW = "A"
    PAGE = "x"
    FEED = "X"


class SourceRule(CallbackData, prefix="su"):
    """A step in the rules of a source."""

    source: Id
    act: RuleAct


class ChooseSourceTopic(CallbackData, prefix="sT"):
    """A page of the topics that articles of a source get, behind the topic `behind`; `topic` is turned on or off."""

    source: Id
    topic: Number = 0
    behind: Number = 0


class ChooseSourceOutlet(CallbackData, prefix="sO"):
    """The outlets that articles of a source are posted to; that of the `place` is turned on or off."""

    source: Id
    place: Id = 0
