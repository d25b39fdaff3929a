"""Buttons that schedule a draft."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id, Minutes


class ScheduleDraft(CallbackData, prefix="t"):
    """Let a draft, as the message shows it, appear at a time: minutes since 1970 in UTC, 0 for an hour from now."""

    number: Id
    at: Minutes
    version: Id = 0


class ScheduleStory(CallbackData, prefix="sd"):
    """Schedule a draft, whose story is out already, as a follow-up of an article, or (0) on its own."""

    number: Id
    follows: Id = 0
    version: Id = 0
