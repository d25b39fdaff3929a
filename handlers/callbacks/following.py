"""Buttons of the words that a reader follows or never wants to see."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Number


class ShowWords(CallbackData, prefix="fw"):
    """A page of the words, from the place `at` on."""

    at: Number = 0
