"""The button that chooses a language."""

from aiogram.filters.callback_data import CallbackData


class ChooseLanguage(CallbackData, prefix="l"):
    """The language to speak."""

    language: str
