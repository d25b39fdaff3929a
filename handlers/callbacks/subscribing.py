"""Buttons that start and end a subscription."""

from aiogram.filters.callback_data import CallbackData


class Subscribing(CallbackData, prefix="s"):
    """Begin or end the chat's subscription."""

    on: bool
