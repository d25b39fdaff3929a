"""Buttons of the moderators under a request to be registered."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.fields import Id
from news.ports.requests import RequestVerdict


class JudgeRequest(CallbackData, prefix="rq"):
    """Decide about the request."""

    request: Id
    decision: RequestVerdict
