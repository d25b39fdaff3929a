"""Who is speaking, and in which language: the three words that any handler may ask for."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update, User

from handlers.texts import Catalogs
from news.newsroom import Newsroom
from news.ports import Clock
from news.readers import NOBODY


class ReaderMiddleware(BaseMiddleware):
    """Hands `news`, `reader` and `t` to every handler. For `dp.update`: the error handler gets them too."""

    def __init__(self, news: Newsroom, catalogs: Catalogs, clock: Clock, default_language: str) -> None:
        self._news = news
        self._catalogs = catalogs
        self._clock = clock
        self._default_language = default_language

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Recognise the person, then go on."""
        data["news"] = self._news
        data["t"] = self._catalogs.texts(self._default_language, self._clock.now())
        user: User | None = data.get("event_from_user")
        if user is None or _speaks_as_a_chat(event):
            data["reader"] = replace(NOBODY, language=self._default_language)
        else:
            reader = await self._news.readers.recognise(user.id, user.language_code)
            data["reader"] = reader
            data["t"] = self._catalogs.texts(reader.language or self._default_language, self._clock.now())
        return await handler(event, data)


def _speaks_as_a_chat(event: TelegramObject) -> bool:
    """Whether a channel or an anonymous admin speaks: `from` is then a stand-in, who holds no role."""
    if not isinstance(event, Update):
        return False
    message = event.message or event.edited_message
    return message is not None and message.sender_chat is not None
