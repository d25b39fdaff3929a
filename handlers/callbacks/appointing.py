"""Buttons of `/role`: who is in which group, a person, and the second press that moves the person to another group."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Minutes
from news.roles import Role


class GiveRole(CallbackData, prefix="g"):
    """Give the role to the reader: the second press, under the reader's name. `present` is the role so far.

    The role is given for good, or until the minute `until`.
    """

    reader: Id
    role: Role
    present: str
    until: Minutes = 0

    @classmethod
    def unpack(cls, value: str) -> "GiveRole":
        """Read the button's data; buttons of earlier programs have no end."""
        return super().unpack(value if value.count(cls.__separator__) > 3 else f"{value}{cls.__separator__}0")


class KeepRole(CallbackData, prefix="G"):
    """Leave the reader's role as it is."""


class PeopleAct(StrEnum):
    """A step through the groups and their members. FIND asks for a person who is not on the screen."""

    GROUPS = "g"
    GROUP = "m"
    PERSON = "p"
    ASK = "a"
    FIND = "f"


class PeopleAction(CallbackData, prefix="gp"):
    """A step through the groups: to the members of `role` behind the id `reader`, to a reader, or to the question.

    The question asks whether the reader shall move to the group `role`.
    """

    act: PeopleAct
    role: Role | None = None
    reader: Id = 0
