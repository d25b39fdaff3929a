"""The button by which a person appeals against a verdict."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class AppealVerdict(CallbackData, prefix="ap"):
    """«Обжаловать» under the notice of that verdict."""

    verdict: Id
