"""`/new`: what is new since the person asked last."""

from datetime import UTC, datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.visiting import ForgetVisit, ShowNew
from handlers.cards import visits
from handlers.filters import in_private
from handlers.messages import Command
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the command and its buttons."""
    router = Router(name="visiting")
    router.message.register(show_new, Command("new"), in_private)
    router.callback_query.register(turn_new, ShowNew.filter())
    router.callback_query.register(forget_visit, ForgetVisit.filter())
    return router


async def show_new(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show what is new, and remember the time."""
    found = await news.visits.unread(reader, t.language)
    await screens.answer(message, visits.new_card(found, t))


async def turn_new(query: CallbackQuery, callback_data: ShowNew, news: Newsroom, t: Texts) -> None:
    """Show another page of what is new, or again what was new then."""
    since = datetime.fromtimestamp(callback_data.since, UTC)
    found = await news.visits.since(since, callback_data.at)
    await screens.replace(query, visits.new_card(found, t, callback_data.at))


async def forget_visit(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Forget when the person asked."""
    await news.visits.forget(reader)
    await screens.replace(query, visits.visit_forgotten_card(t))
