"""Buttons that confirm a new role of a reader, and those of the figures."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks.fields import Id
from news.roles import Role


class GiveRole(CallbackData, prefix="g"):
    """Give the role to the reader: the second press, under the reader's name. `present` is the role so far."""

    reader: Id
    role: Role
    present: str


class KeepRole(CallbackData, prefix="G"):
    """Leave the reader's role as it is."""


class Figure(StrEnum):
    """Which figure is shown."""

    SUBSCRIBERS = "s"
    PUBLICATIONS = "p"
    HOURS = "h"


class OpenFigure(CallbackData, prefix="fo"):
    """Send a figure below the counts."""

    figure: Figure


class TurnFigure(CallbackData, prefix="ft"):
    """Show the figure over other days, or on another background."""

    figure: Figure
    days: Annotated[int, Field(ge=0, le=366)]
    dark: bool


class SendFigures(CallbackData, prefix="ff"):
    """Send all figures as files."""
