"""Buttons of comments."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class ShowComments(CallbackData, prefix="c"):
    """A page of comments on an article: the newest, or those before or after the comment with that id."""

    number: Id
    before: Id = 0
    after: Id = 0


class AskComment(CallbackData, prefix="w"):
    """«Добавьте комментарий» under an article."""

    number: Id
