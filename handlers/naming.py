"""Asking for a display name: the question, its state, and the names of the bot, which no reader may bear."""

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import User

from handlers.cards import registration
from handlers.cards.card import Card
from news.model import Reader
from news.newsroom import Newsroom
from news.words import clean, collapse
from texts import Texts


class Naming(StatesGroup):
    """Waiting for the contact, then for a display name; the data holds the `article` to return to, 0 for none."""

    waiting = State()
    contact = State()


async def ask(user: User, number: int, bot: Bot, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> Card:
    """Wait for a name, and return the question; `number` is the article to return to, 0 for none.

    Raises the errors of `may_name`: nobody is asked who has yet to pass the check.
    """
    await news.registration.may_name(reader)
    await state.set_state(Naming.waiting)
    await state.set_data({"article": number})
    suggestion = news.readers.suggest_name(telegram_name(user), await bot_names(bot))
    return registration.ask_name_card(number, suggestion, t)


def telegram_name(user: User) -> str:
    """Return the person's name in Telegram on one line."""
    return collapse(clean(user.full_name))


async def bot_names(bot: Bot) -> tuple[str, ...]:
    """Return the names of the bot, which no reader may bear."""
    me = await bot.me()
    return (me.full_name, me.username or "")
