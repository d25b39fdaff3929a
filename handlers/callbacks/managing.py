"""Buttons of the figures."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field


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
