"""Screening: `/stopwords`, the words that hold a comment until a moderator has seen it."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.screening import StopWordAct, StopWordAction
from handlers.cards import stop_words
from handlers.filters import in_private
from handlers.messages import Command, argument, typed
from handlers.positions import Position
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.TYPED_TEXT


class Screening(StatesGroup):
    """Waiting for stop words."""

    adding = State()


def router() -> Router:
    """Bind the command, the buttons and the awaited words."""
    router = Router(name="screening")
    router.message.register(show_or_add, Command("stopwords"), in_private)
    on_button = router.callback_query.register
    on_button(turn, StopWordAction.filter(F.act == StopWordAct.LIST))
    on_button(show, StopWordAction.filter(F.act == StopWordAct.SHOW))
    on_button(ask, StopWordAction.filter(F.act == StopWordAct.ADD))
    on_button(remove, StopWordAction.filter(F.act == StopWordAct.REMOVE))
    router.message.register(take_words, StateFilter(Screening.adding), in_private, F.text, ~F.text.startswith("/"))
    return router


async def show_or_add(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the stop words, or add those behind the command."""
    words = argument(message).text
    if words:
        card = stop_words.added_stop_words_card(await news.stop_phrases.add(reader, words), t)
    else:
        card = stop_words.stop_words_card(await news.stop_phrases.list(reader), t)
    await screens.answer(message, card)


async def turn(
    query: CallbackQuery, callback_data: StopWordAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a page of the stop words, and stop waiting for new ones."""
    page = await news.stop_phrases.list(reader, callback_data.page)
    await state.clear()
    await screens.replace(query, stop_words.stop_words_card(page, t))


async def show(query: CallbackQuery, callback_data: StopWordAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show one stop word, and what it would have held."""
    phrase, trial = await news.stop_phrases.show(reader, callback_data.phrase)
    await screens.replace(query, stop_words.stop_word_card(phrase, trial, callback_data.page, t))


async def ask(query: CallbackQuery, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask for stop words."""
    news.stop_phrases.may_manage(reader)
    await state.set_state(Screening.adding)
    await screens.replace(query, stop_words.ask_stop_words_card(t))


async def take_words(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Add the words. After one that is refused, the bot keeps waiting."""
    added = await news.stop_phrases.add(reader, typed(message).text)
    await state.clear()
    await screens.answer(message, stop_words.added_stop_words_card(added, t))


async def remove(query: CallbackQuery, callback_data: StopWordAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Remove a stop word."""
    phrase = await news.stop_phrases.remove(reader, callback_data.phrase)
    await screens.replace(query, stop_words.removed_stop_word_card(phrase, t))
