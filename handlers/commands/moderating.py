"""Moderating: `/moderation` lists what waits for a verdict, and works through it; the newsroom's own reasons."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.moderating import ALL, MacroAct, MacroAction, NextCase, ShowCases
from handlers.cards import cases
from handlers.filters import ModerationChatFilter, in_private, to_bot
from handlers.messages import Command, typed
from handlers.positions import Position
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.TYPED_TEXT


class Moderating(StatesGroup):
    """Waiting for a reason that the newsroom will use again."""

    macro = State()


def router() -> Router:
    """Bind the command, the buttons and the awaited text."""
    router = Router(name="moderating")
    router.message.register(list_by_command, Command("moderation"), in_private)
    router.message.register(list_by_command, Command("moderation"), ModerationChatFilter())
    router.callback_query.register(turn_page, ShowCases.filter())
    router.callback_query.register(show_next, NextCase.filter())
    router.callback_query.register(show_macros, MacroAction.filter(F.act == MacroAct.SHOW))
    router.callback_query.register(ask_macro, MacroAction.filter(F.act == MacroAct.ADD))
    router.callback_query.register(drop_macro, MacroAction.filter(F.act == MacroAct.DROP))
    router.message.register(take_macro, StateFilter(Moderating.macro), to_bot, F.text, ~F.text.startswith("/"))
    return router


async def list_by_command(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """List the open cases."""
    await screens.answer(message, cases.cases_card(await news.cases.listed(reader), t))


async def turn_page(query: CallbackQuery, callback_data: ShowCases, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show another page of the list, or the cases of a filter."""
    listed = await news.cases.listed(reader, callback_data.shown, callback_data.after)
    await screens.replace(query, cases.cases_card(listed, t))


async def show_next(query: CallbackQuery, callback_data: NextCase, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the next case to work on; the list when nothing is left."""
    shown = "" if callback_data.walk == ALL else callback_data.walk
    view = await news.cases.next(reader, shown, callback_data.after)
    if view is None:
        await screens.replace(query, cases.cases_card(await news.cases.listed(reader), t))
        return
    await screens.replace(query, cases.case_card(view, t, callback_data.walk or ALL))


async def show_macros(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the newsroom's own reasons."""
    await screens.replace(query, cases.macros_card(await news.people.macros(reader), t))


async def ask_macro(query: CallbackQuery, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask for a new reason."""
    await news.people.macros(reader)
    await state.set_state(Moderating.macro)
    await screens.send_below(query, cases.ask_macro_card(t))


async def take_macro(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Keep the reason."""
    macros = await news.people.add_macro(reader, typed(message).text)
    await state.clear()
    await screens.answer(message, cases.macros_card(macros, t))


async def drop_macro(
    query: CallbackQuery, callback_data: MacroAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Drop a reason."""
    await screens.replace(query, cases.macros_card(await news.people.drop_macro(reader, callback_data.macro), t))
