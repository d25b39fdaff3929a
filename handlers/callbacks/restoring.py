"""Buttons that propose other contents for an article: an earlier version, or a draft that tells its story."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id


class RestoreVersion(CallbackData, prefix="vr"):
    """Propose an earlier version of an article as a correction."""

    number: Id
    version: Id


class UpdateStory(CallbackData, prefix="vu"):
    """Propose the contents of a draft as a correction of an article."""

    number: Id
    draft: Id
