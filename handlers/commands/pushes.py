"""Queueing: `/queue` shows the pushes under way, and an admin holds or ends them."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.pushes import EditionAct, EditionAction, ShowQueue
from handlers.cards import pushes
from handlers.filters import in_private
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind queueing."""
    router = Router(name="pushes")
    router.message.register(show, Command("queue"), in_private)
    router.callback_query.register(refresh, ShowQueue.filter())
    router.callback_query.register(ask_stop, EditionAction.filter(F.act == EditionAct.STOP))
    router.callback_query.register(act, EditionAction.filter())
    return router


async def show(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the pushes under way; the message follows them from now on."""
    sent = await screens.answer(message, pushes.queue_card(await news.editions.queue(reader), t))
    news.editions.track_message(reader, message.chat.id, sent.message_id)


async def refresh(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show them anew."""
    await screens.replace(query, pushes.queue_card(await news.editions.queue(reader), t))
    if query.message is not None:
        news.editions.track_message(reader, query.message.chat.id, query.message.message_id)


async def ask_stop(
    query: CallbackQuery, callback_data: EditionAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask once more; the message stays the question until it is answered."""
    await news.editions.ask_stop(reader, callback_data.number)
    if query.message is not None:
        news.editions.untrack_message(query.message.chat.id)
    await screens.replace(query, pushes.ask_stop_card(callback_data.number, t))


async def act(query: CallbackQuery, callback_data: EditionAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Hold a push, let it go on, or end it; then show the pushes."""
    if callback_data.act is EditionAct.STOP_SURELY:
        await news.editions.stop(reader, callback_data.number)
    else:
        await news.editions.pause(reader, callback_data.number, paused=callback_data.act is EditionAct.PAUSE)
    await refresh(query, news, reader, t)
