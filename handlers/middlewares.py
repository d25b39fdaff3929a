"""Middlewares: who is speaking, the unfinished dialogue and its end, and the answer to a callback query."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.middleware import FSMContextMiddleware
from aiogram.types import CallbackQuery, TelegramObject, Update, User

from handlers import screens
from handlers.acts import parts_of, whole
from handlers.cards.card import Card
from news.errors import (
    AlreadyRegistered,
    AppealRepeated,
    AppealTooLate,
    ArticleRetracted,
    ArticleUnknown,
    CheckMissing,
    NameChangedLately,
    NotAllowed,
    OutletUnknown,
    Refusal,
    RequestDeclined,
    RequestWaiting,
    VerdictOver,
)
from news.newsroom import Newsroom
from news.ports import Clock
from news.readers import ANONYMOUS
from texts import Catalogs


class ReaderMiddleware(BaseMiddleware):
    """Passes `news`, `reader` and `t` to every handler. For `dp.update`: so the error handler gets them, too."""

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
        """Recognise the reader, then call the handler."""
        data["news"] = self._news
        data["t"] = self._catalogs.texts(self._default_language, self._clock.now())
        user: User | None = data.get("event_from_user")
        if user is None or _is_sent_by_chat(event):
            data["reader"] = replace(ANONYMOUS, language=self._default_language)
        else:
            reader = await self._news.readers.recognise(user.id, user.language_code, user.username or "")
            data["reader"] = reader
            data["t"] = self._catalogs.texts(reader.language or self._default_language, self._clock.now())
        return await handler(event, data)


class ActMiddleware(BaseMiddleware):
    """Lets the whole act stand for one of its messages that an editor changed, or that came late. For `dp.update`.

    Without it, an article of several messages would follow the changed one alone and lose the others. An item of an
    album that comes after the album was handled counts as a change of it: then the act has one item more.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Find the act of the message, then call the handler with an edited message that has all of it."""
        if isinstance(event, Update):
            message = event.edited_message or event.message
            if message is not None and (event.edited_message or message.media_group_id):
                parts = await data["news"].parts.add(data["reader"], parts_of(message))
                if parts and (event.edited_message or parts[0].act != message.message_id):
                    event = event.model_copy(update={"message": None, "edited_message": whole(parts, data["bot"])})
        return await handler(event, data)


class FsmMiddleware(BaseMiddleware):
    """Passes `state`, the unfinished dialogue, to every handler. For `dp.update`, instead of aiogram's own middleware.

    aiogram's middleware also reads the name of the state before each update, for filters. Only messages are routed by
    it, so a callback query skips that read.
    """

    def __init__(self, fsm: FSMContextMiddleware) -> None:
        self._fsm = fsm

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Find the state, then call the handler."""
        if not isinstance(event, Update) or event.callback_query is None:
            return await self._fsm(handler, event, data)
        data["state"] = self._fsm.resolve_event_context(data["bot"], data)
        return await handler(event, data)


class CallbackAnswerMiddleware(BaseMiddleware):
    """Answers a callback query after its handler, which ends the button's progress bar. For `dp.callback_query`.

    A handler that returns a card has its text shown for a moment. After an error, `handlers.errors` answers: Telegram
    shows the first answer only, and it must tell the refusal.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Call the handler, then answer."""
        result = await handler(event, data)
        if isinstance(event, CallbackQuery) and isinstance(result, Card):
            await screens.answer_by_toast(event, result)
        elif isinstance(event, CallbackQuery):
            await screens.answer_callback(event)
        return result


class QuestionMiddleware(BaseMiddleware):
    """Ends a question that the person can no longer answer, so that it is refused once. For `dp.message`.

    The role may have changed since the bot asked, or the article that it asked about.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Call the handler. If a state led to it and it refuses for good, clear the state."""
        try:
            return await handler(event, data)
        except Refusal as refusal:
            awaited = any(isinstance(each.callback, StateFilter) for each in data["handler"].filters or ())
            if awaited and await _is_final(refusal, data["state"]):
                await data["state"].clear()
            raise


# After these, another answer to the same question would be refused as well.
_FINAL = (
    NotAllowed,
    AlreadyRegistered,
    AppealRepeated,
    AppealTooLate,
    CheckMissing,
    NameChangedLately,
    OutletUnknown,
    RequestDeclined,
    RequestWaiting,
    VerdictOver,
)


async def _is_final(refusal: Refusal, state: FSMContext) -> bool:
    if isinstance(refusal, _FINAL):
        return True
    is_gone = isinstance(refusal, ArticleUnknown | ArticleRetracted)
    return is_gone and (await state.get_data()).get("number") == refusal.arguments["number"]


def _is_sent_by_chat(event: TelegramObject) -> bool:
    """Whether a channel or an anonymous admin sent the message: `from` is then a stand-in without a role."""
    if not isinstance(event, Update):
        return False
    message = event.message or event.edited_message
    return message is not None and message.sender_chat is not None
