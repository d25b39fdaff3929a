"""Buttons of answers to one's comments, and of one's own comments."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class MuteAnswers(CallbackData, prefix="nm"):
    """Tell of no answers in the thread of that comment, or of all again. 0: every thread."""

    comment: Id
    on: bool


class ShowOwnComments(CallbackData, prefix="om"):
    """A page of one's own comments: the newest, or those before or after the comment with that id."""

    before: Id = 0
    after: Id = 0
