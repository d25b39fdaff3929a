"""Pushes: `/queue` shows the newest editions with their progress; an admin pauses, resumes or ends them."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.pushes import EditionAct, EditionAction, OpenGate, ShowQueue
from handlers.cards import pushes
from handlers.filters import in_private
from handlers.messages import Command
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the command and its buttons."""
    router = Router(name="pushes")
    router.message.register(show, Command("queue"), in_private)
    router.callback_query.register(refresh, ShowQueue.filter())
    router.callback_query.register(open_gate, OpenGate.filter())
    router.callback_query.register(ask_stop, EditionAction.filter(F.act == EditionAct.STOP))
    router.callback_query.register(act, EditionAction.filter())
    return router


async def show(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the queue of editions. The message is kept up to date from now on."""
    sent = await screens.answer(message, pushes.queue_card(await news.editions.queue(reader), t))
    if sent is not None:
        await news.live_messages.show(reader, message.chat.id, sent)


async def refresh(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the queue anew, and keep this message up to date from now on."""
    card = pushes.queue_card(await news.editions.queue(reader), t)
    if query.message is not None:
        await news.live_messages.show(reader, query.message.chat.id, query.message.message_id)
    await screens.replace(query, card)


async def open_gate(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """End the pause that Telegram asked for, then show the queue."""
    await news.editions.open_gate(reader)
    await refresh(query, news, reader, t)


async def ask_stop(
    query: CallbackQuery, callback_data: EditionAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for confirmation. The message is not updated until the admin answers."""
    await news.editions.may_stop(reader, callback_data.number)
    if query.message is not None:
        await news.live_messages.ask(reader, query.message.message_id, callback_data.number)
    await screens.replace(query, pushes.ask_stop_card(callback_data.number, t))


async def act(query: CallbackQuery, callback_data: EditionAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Pause, resume or end an edition, then show the queue."""
    if callback_data.act is EditionAct.STOP_SURELY:
        await news.editions.stop(reader, callback_data.number)
    else:
        await news.editions.pause(reader, callback_data.number, paused=callback_data.act is EditionAct.PAUSE)
    await refresh(query, news, reader, t)
