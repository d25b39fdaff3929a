"""Buttons of `/groups`: the groups, and the deeds of one."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from news.roles import Deed, Role


class GroupAct(StrEnum):
    """A step in `/groups`. DEFAULT gives a group the deeds back that it had at first."""

    LIST = "l"
    SHOW = "s"
    ALLOW = "a"
    DENY = "d"
    DEFAULT = "b"


class GroupAction(CallbackData, prefix="gr"):
    """A step in `/groups`, about a group, and a deed of it."""

    act: GroupAct
    role: Role | None = None
    deed: Deed | None = None
