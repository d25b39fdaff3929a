"""Buttons that schedule a draft."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Minutes


class ScheduleDraft(CallbackData, prefix="t"):
    """Let a draft, as the message shows it, appear at a time: minutes since 1970 in UTC, 0 for an hour from now."""

    number: Id
    at: Minutes
    version: Id = 0
