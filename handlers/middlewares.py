"""Around every handler: who is speaking and in which language before it, the end of a button's progress after it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware
from aiogram.fsm.middleware import FSMContextMiddleware
from aiogram.types import CallbackQuery, TelegramObject, Update, User

from handlers import screens
from news.newsroom import Newsroom
from news.ports import Clock
from news.readers import NOBODY
from texts import Catalogs


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
        if user is None or _is_sent_by_chat(event):
            data["reader"] = replace(NOBODY, language=self._default_language)
        else:
            reader = await self._news.readers.recognise(user.id, user.language_code)
            data["reader"] = reader
            data["t"] = self._catalogs.texts(reader.language or self._default_language, self._clock.now())
        return await handler(event, data)


class FsmMiddleware(BaseMiddleware):
    """Hands `state`, what is unfinished with a person, to every handler. For `dp.update`, in place of aiogram's own.

    aiogram's asks for the state's name too, for filters, before each update: only what people write is routed by it, so
    a pressed button is not made to wait for that.
    """

    def __init__(self, fsm: FSMContextMiddleware) -> None:
        self._fsm = fsm

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Find the talk, then go on."""
        if not isinstance(event, Update) or event.callback_query is None:
            return await self._fsm(handler, event, data)
        data["state"] = self._fsm.resolve_event_context(data["bot"], data)
        return await handler(event, data)


class CallbackAnswerMiddleware(BaseMiddleware):
    """Ends a button's progress once its handler is done. For `dp.callback_query`.

    Not when it fails: Telegram shows the first answer only, and that one belongs to the refusal (`handlers.errors`).
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Handle, then answer."""
        result = await handler(event, data)
        if isinstance(event, CallbackQuery):
            await screens.answer_callback(event)
        return result


def _is_sent_by_chat(event: TelegramObject) -> bool:
    """Whether a channel or an anonymous admin speaks: `from` is then a stand-in, who holds no role."""
    if not isinstance(event, Update):
        return False
    message = event.message or event.edited_message
    return message is not None and message.sender_chat is not None
