"""Buttons that publish a draft although its story is out already."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class DecideStory(CallbackData, prefix="st"):
    """Publish a draft as a follow-up of an article, or (0) on its own."""

    number: Id
    follows: Id = 0
    version: Id = 0
