"""Disclosing: the statement on privacy (`/privacy`), and everything that is stored about a person (`/mydata`)."""

import asyncio

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.privacy import ShowPrivacy
from handlers.cards import personal_data, privacy
from handlers.filters import in_private
from handlers.messages import Command
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the commands and the button."""
    router = Router(name="disclosing")
    router.message.register(show_privacy, Command("privacy"), in_private)
    router.callback_query.register(show_privacy_below, ShowPrivacy.filter())
    router.message.register(send_data, Command("mydata"), in_private)
    return router


async def show_privacy(message: Message, news: Newsroom, t: Texts) -> None:
    """Show the statement, to anybody."""
    await screens.answer(message, privacy.privacy_card(news.privacy.rules, t))


async def show_privacy_below(query: CallbackQuery, news: Newsroom, t: Texts) -> None:
    """Show the statement below the rules of registration, which stay."""
    await screens.send_below(query, privacy.privacy_card(news.privacy.rules, t))


async def send_data(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Send the file, which is written in a thread."""
    data = await news.privacy.stored(reader)
    await screens.answer(message, await asyncio.to_thread(personal_data.personal_data_card, data, t))
