"""Buttons of comments."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class ShowComments(CallbackData, prefix="c"):
    """An article's comments: the newest, or those before or after a comment's id."""

    number: Id
    before: Id = 0
    after: Id = 0


class AskComment(CallbackData, prefix="w"):
    """«Добавьте комментарий» under an article."""

    number: Id
