"""Buttons that confirm a new role of a reader."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id
from news.roles import Role


class GiveRole(CallbackData, prefix="g"):
    """Give the role to the reader: the second press, under the reader's name. `present` is the role so far."""

    reader: Id
    role: Role
    present: str


class KeepRole(CallbackData, prefix="G"):
    """Leave the reader's role as it is."""
