"""The button that begins a change of one's name."""

from aiogram.filters.callback_data import CallbackData


class ChangeName(CallbackData, prefix="rn"):
    """Ask for another name."""
