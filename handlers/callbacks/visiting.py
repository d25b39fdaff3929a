"""Buttons of `/new`."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Number


class ShowNew(CallbackData, prefix="n"):
    """A page of what was published after `since` (seconds since 1970), from the article `at` on; 0 for the newest."""

    since: Id
    at: Number = 0


class ForgetVisit(CallbackData, prefix="nf"):
    """«Не запоминать»: when the person has asked for news is forgotten."""
