"""Renaming: a reader changes the display name."""

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import naming, screens
from handlers.callbacks.renaming import ChangeName
from handlers.cards import registration
from handlers.filters import in_private
from handlers.messages import typed
from handlers.positions import Position
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.TYPED_TEXT


class Renaming(StatesGroup):
    """Waiting for another display name."""

    waiting = State()


def router() -> Router:
    """Bind the button and the awaited name."""
    router = Router(name="renaming")
    router.callback_query.register(ask, ChangeName.filter(), F.message.chat.type == "private")
    router.message.register(take, StateFilter(Renaming.waiting), in_private, F.text, ~F.text.startswith("/"))
    return router


async def ask(query: CallbackQuery, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask for another name."""
    news.registration.may_rename(reader)
    await state.set_state(Renaming.waiting)
    await state.set_data({})
    await screens.replace(query, registration.ask_other_name_card(reader.name or "", t))


async def take(message: Message, bot: Bot, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take the name that was sent. After a refused name, the bot keeps waiting for another."""
    reader = await news.registration.rename(reader, typed(message).text, await naming.bot_names(bot))
    await state.clear()
    await screens.answer(message, registration.renamed_card(reader, t))
