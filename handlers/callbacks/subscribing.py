"""Buttons that start and end a subscription."""

from aiogram.filters.callback_data import CallbackData


class Subscribing(CallbackData, prefix="s"):
    """Start or end the chat's subscription."""

    on: bool
