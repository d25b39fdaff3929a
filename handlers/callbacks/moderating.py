"""Buttons of moderators: the list of cases, a case, a person, the newsroom's own reasons; and removing a comment."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks.fields import Id, Number

# The filter of the list that a moderator works through: a kind of case, a cause, ALL for no filter; "" outside a list.
WALK = r"^[a-z_ *]{0,16}$"
Walk = Annotated[str, Field(pattern=WALK)]
ALL = "*"


class ModerateAct(StrEnum):
    """An action on a comment."""

    REMOVE = "r"


class ModerateAction(CallbackData, prefix="m"):
    """An action on the comment with that id."""

    comment: Id
    act: ModerateAct


class UndoVerdict(CallbackData, prefix="mu"):
    """Take a verdict back; `walk` as in CaseAction."""

    verdict: Id
    walk: Walk = ""


class CaseAct(StrEnum):
    """A step towards a verdict, or the verdict itself."""

    SHOW = "s"
    APPROVE = "a"
    ASK_REASON = "r"
    REJECT = "R"
    OWN_WORDS = "w"
    REMOVE = "d"
    ASK_MUTE = "m"
    MUTE = "M"
    ASK_BAN = "b"
    BAN = "B"
    ANSWER = "t"
    DISMISS = "n"
    ACT = "c"
    UPHOLD = "u"
    ASK_REVERSE = "v"
    REVERSE = "V"


class CaseAction(CallbackData, prefix="mc"):
    """A step for a case, whose comment was shown in that `version`. `item` is a reason's number, or a mute's.

    `walk` is set while a moderator works through the list: the next case comes after the verdict.
    """

    case: Id
    version: Number
    act: CaseAct
    item: Number = 0
    walk: Walk = ""


class ShowCases(CallbackData, prefix="ml"):
    """The list of open cases: those of a filter ("" for all), after the case with that id."""

    shown: Walk = ""
    after: Id = 0


class NextCase(CallbackData, prefix="mn"):
    """The next case of the list that a moderator works through."""

    walk: Walk
    after: Id = 0


class PersonAct(StrEnum):
    """An action on a person."""

    SHOW = "s"
    NOTE = "n"
    APPROVE_HELD = "a"
    REMOVE_HELD = "d"
    ASK_BAN = "b"
    BAN = "B"
    LIFT_BAN = "l"
    UNMUTE = "u"


class PersonAction(CallbackData, prefix="mp"):
    """An action on a person; `case` is the case that the moderator came from, 0 for none."""

    person: Id
    act: PersonAct
    case: Id = 0


class MacroAct(StrEnum):
    """An action on the newsroom's own reasons."""

    SHOW = "s"
    ADD = "a"
    DROP = "d"


class MacroAction(CallbackData, prefix="mm"):
    """An action on the reasons; `macro` is the one to drop."""

    act: MacroAct
    macro: Id = 0
