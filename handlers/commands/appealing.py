"""Appealing: «Обжаловать» under the notice of a verdict, and the words that the moderators read."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.appealing import AppealVerdict
from handlers.cards import appeals
from handlers.filters import in_private
from handlers.messages import typed
from handlers.positions import Position
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.TYPED_TEXT


class Appealing(StatesGroup):
    """Waiting for the words of an appeal; the data holds the `verdict`."""

    words = State()


def router() -> Router:
    """Bind the button and the awaited text."""
    router = Router(name="appealing")
    router.callback_query.register(ask, AppealVerdict.filter(), F.message.chat.type == "private")
    router.message.register(take, StateFilter(Appealing.words), in_private, F.text, ~F.text.startswith("/"))
    return router


async def ask(
    query: CallbackQuery, callback_data: AppealVerdict, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask what is wrong with the verdict."""
    await news.appeals.may_appeal(reader, callback_data.verdict)
    await state.set_state(Appealing.words)
    await state.set_data({"verdict": callback_data.verdict})
    await screens.send_below(query, appeals.ask_appeal_card(t))


async def take(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take the appeal."""
    verdict = int((await state.get_data())["verdict"])
    await news.appeals.appeal(reader, verdict, typed(message).text)
    await state.clear()
    await screens.answer(message, appeals.appealed_card(t))
