"""Buttons of the log: who did what, when, to which article or person."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class LogView(StrEnum):
    """Which rows are shown: all, those of one area, those of an article or of a person."""

    ALL = "a"
    ARTICLES = "r"
    PEOPLE = "p"
    PUSHES = "u"
    ARTICLE = "n"
    PERSON = "h"


class ShowLog(CallbackData, prefix="lg"):
    """A page of the log, below the row `before` (0: the newest). `subject` is the article or the person of the view."""

    view: LogView = LogView.ALL
    subject: Id = 0
    before: Id = 0


class SendLog(CallbackData, prefix="lf"):
    """The same rows as a file."""

    view: LogView = LogView.ALL
    subject: Id = 0


class ShowDoers(CallbackData, prefix="lp"):
    """The people who have done something, to choose one."""
