"""Buttons that sort articles into topics: the choice for an article, and the management of topics."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Number


class Choice(StrEnum):
    """What becomes of a topic of an article."""

    SHOW = "s"
    ADD = "a"
    DROP = "d"


class ChooseTopic(CallbackData, prefix="tc"):
    """A page of topics to choose for an article, behind the topic `behind`; the button also adds or drops a topic."""

    number: Id
    act: Choice = Choice.SHOW
    topic: Number = 0
    behind: Number = 0


class TopicAct(StrEnum):
    """A step in the management of topics."""

    LIST = "l"
    SHOW = "s"
    MAKE = "n"
    RENAME = "r"
    UP = "u"
    DOWN = "d"
    MERGE = "m"
    ASK_MERGE = "a"
    MERGE_SURELY = "M"


class TopicAction(CallbackData, prefix="tm"):
    """A step in the management of topics; `other` is the one to merge into, or the one that a page begins behind."""

    act: TopicAct
    topic: Number = 0
    other: Number = 0
