"""Buttons of the settings."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class SettingsScreen(StrEnum):
    """A screen of the settings."""

    ROOT = "r"


class ShowSettings(CallbackData, prefix="ss"):
    """A screen of the settings."""

    screen: SettingsScreen = SettingsScreen.ROOT
