"""Buttons of comments: pages of threads, one thread, and what can be done with one comment."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class ShowComments(CallbackData, prefix="c"):
    """Threads of an article by time: the newest, or those before or after the first comment with that id."""

    number: Id
    before: Id = 0
    after: Id = 0


class ShowFrom(CallbackData, prefix="cf"):
    """Threads of an article by time, from the one with that first comment on."""

    number: Id
    start: Id


class ShowBest(CallbackData, prefix="cb"):
    """Threads of an article by worth: the best, those from `start` on, or those before another one."""

    number: Id
    start: Id = 0
    before: Id = 0


class ShowThread(CallbackData, prefix="ct"):
    """The thread of a comment: from its first answer on, or the answers before or after an id."""

    comment: Id
    before: Id = 0
    after: Id = 0


class CommentAct(StrEnum):
    """What a person does with one comment."""

    OPEN = "o"
    LIKE = "l"
    UNLIKE = "u"
    ANSWER = "a"
    EDIT = "e"
    PICTURE = "p"


class CommentAction(CallbackData, prefix="ca"):
    """An action on the comment with that id.

    Its screen was opened from the page that begins with the thread `at`, by worth or by time; 0 for another way.
    """

    comment: Id
    act: CommentAct
    best: bool = False
    at: Id = 0


class AskComment(CallbackData, prefix="w"):
    """«Добавьте комментарий» under an article."""

    number: Id
