"""Buttons that hide what somebody writes from oneself, and show it again."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class IgnoreAuthor(CallbackData, prefix="ig"):
    """Show nothing more of the author of that comment."""

    comment: Id


class ShowAgain(CallbackData, prefix="iu"):
    """Take that entry off the list of ignored readers."""

    entry: Id


class ShowIgnored(CallbackData, prefix="il"):
    """The list of ignored readers, below that entry (0: the latest)."""

    before: Id = 0
