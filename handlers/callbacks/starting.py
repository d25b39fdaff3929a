"""The button that chooses a language."""

from aiogram.filters.callback_data import CallbackData


class ChooseLanguage(CallbackData, prefix="l"):
    """The language that the bot speaks to the reader from now on."""

    language: str
