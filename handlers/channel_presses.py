"""Presses that choose for a channel: in a person's private chat, a button of the settings names the channel."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject

from handlers.callbacks.collecting import ChooseForChannel
from news.posts import Outlet


class ChannelPress(CallbackQuery):
    """A press of a button of the settings that chooses for a channel; `data` is what the button has in `/settings`."""

    channel: Outlet


def channel_of(query: CallbackQuery) -> Outlet | None:
    """Return the channel that a press chooses for; None if it chooses for the chat that it was made in."""
    return query.channel if isinstance(query, ChannelPress) else None


class ChannelPressMiddleware(BaseMiddleware):
    """Lets the buttons of a router choose for a channel, too. An outer middleware: filters see the setting.

    Each press asks whether the person manages outlets. Raises NotAllowed, OutletUnknown.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Hand on what is pressed, with the channel that it is for."""
        named = _named(event)
        if named is None or not isinstance(event, CallbackQuery):
            return await handler(event, data)
        channel = await data["news"].digests.channel(data["reader"], named.place)
        fields = dict(event) | {"data": named.setting, "channel": channel}
        return await handler(ChannelPress(**fields).as_(event.bot), data)


def _named(event: TelegramObject) -> ChooseForChannel | None:
    """Return what a press names; None if it names no channel."""
    if not isinstance(event, CallbackQuery) or event.data is None:
        return None
    try:
        return ChooseForChannel.unpack(event.data)
    except (TypeError, ValueError):
        return None
