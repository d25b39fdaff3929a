"""Outlets: `/outlets` lists and arranges the channels, groups and topics that are posted to; «Каналы» of a draft."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import outlet_chats, screens
from handlers.callbacks.outlets import AddOutlet, ChooseOutlet, OutletAct, OutletAction, ShowChoices, ShowOutlets
from handlers.cards import outlets, posts
from handlers.filters import in_private
from handlers.messages import Command, typed
from handlers.positions import Position
from handlers.states import end_question
from news.model import Reader
from news.newsroom import Newsroom
from news.posts import Template
from texts import Texts

POSITION = Position.TYPED_TEXT

# What a press changes at once.
CHANGES: dict[OutletAct, dict[str, Any]] = {
    OutletAct.LEAD: {"template": Template.LEAD},
    OutletAct.TITLE: {"template": Template.TITLE},
    OutletAct.FULL: {"template": Template.FULL},
    OutletAct.SILENT: {"silent": True},
    OutletAct.SOUND: {"silent": False},
    OutletAct.USUAL_WORDS: {"words": ""},
    OutletAct.ALL_TOPICS: {"topics": ""},
    OutletAct.ON: {"active": True},
    OutletAct.OFF: {"active": False},
}
# What a press asks first.
QUESTIONS = {
    OutletAct.SHOW: outlets.outlet_card,
    OutletAct.TEMPLATES: outlets.templates_card,
    OutletAct.ASK_REMOVE: outlets.ask_remove_card,
}


class Arranging(StatesGroup):
    """Waiting for the words of a link or for topics of the outlet `place`, or for the address of a new one."""

    words = State()
    topics = State()
    address = State()


def router() -> Router:
    """Bind the command, the buttons and the awaited texts."""
    router = Router(name="outlets")
    router.message.register(list_outlets, Command("outlets"), in_private)
    on_button = router.callback_query.register
    on_button(turn_page, ShowOutlets.filter())
    on_button(ask_address, AddOutlet.filter())
    on_button(show, OutletAction.filter(F.act.in_(QUESTIONS)))
    on_button(change, OutletAction.filter(F.act.in_(CHANGES)))
    on_button(accept, OutletAction.filter(F.act == OutletAct.ACCEPT))
    on_button(remove, OutletAction.filter(F.act.in_({OutletAct.DECLINE, OutletAct.REMOVE})))
    on_button(ask_words, OutletAction.filter(F.act == OutletAct.ASK_WORDS))
    on_button(ask_topics, OutletAction.filter(F.act == OutletAct.ASK_TOPICS))
    on_button(try_out, OutletAction.filter(F.act == OutletAct.TEST))
    on_button(show_choices, ShowChoices.filter())
    on_button(choose, ChooseOutlet.filter())
    words = (in_private, F.text, ~F.text.startswith("/"))
    router.message.register(take_words, StateFilter(Arranging.words), *words)
    router.message.register(take_topics, StateFilter(Arranging.topics), *words)
    router.message.register(take_address, StateFilter(Arranging.address), *words)
    return router


async def list_outlets(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """List the outlets."""
    await screens.answer(message, outlets.outlets_card(*await news.outlets.page(reader), t))


async def turn_page(
    query: CallbackQuery, callback_data: ShowOutlets, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a page of the list; a question is over."""
    found = await news.outlets.page(reader, callback_data.after)
    await end_question(state, *Arranging)
    await screens.replace(query, outlets.outlets_card(*found, t))


async def show(
    query: CallbackQuery, callback_data: OutletAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show an outlet, or a question about it that buttons answer; a question that waits for words is over."""
    outlet = await news.outlets.get(reader, callback_data.place)
    await end_question(state, *Arranging)
    await screens.replace(query, QUESTIONS[callback_data.act](outlet, t))


async def change(
    query: CallbackQuery, callback_data: OutletAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Change one thing, and show the outlet; a question is over, the button may be its answer."""
    outlet = await news.outlets.arrange(reader, callback_data.place, **CHANGES[callback_data.act])
    await end_question(state, *Arranging)
    await screens.replace(query, outlets.outlet_card(outlet, t))


async def accept(
    query: CallbackQuery, callback_data: OutletAction, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Post there from now on. Telegram is asked whether the channel has a discussion group."""
    outlet = await news.outlets.get(reader, callback_data.place)
    chat = await outlet_chats.describe(bot, outlet.place.address.chat_id)
    outlet = await news.outlets.arrange(reader, callback_data.place, active=True, chat=chat)
    await screens.replace(query, outlets.outlet_card(outlet, t))


async def remove(query: CallbackQuery, callback_data: OutletAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Post there no more, or do not begin."""
    outlet = await news.outlets.remove(reader, callback_data.place)
    await screens.replace(query, outlets.outlet_removed_card(outlet, t))


async def ask_words(
    query: CallbackQuery, callback_data: OutletAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for the words of the link."""
    outlet = await news.outlets.get(reader, callback_data.place)
    await _remember(state, Arranging.words, place=callback_data.place)
    await screens.replace(query, outlets.ask_link_words_card(outlet, t))


async def ask_topics(
    query: CallbackQuery, callback_data: OutletAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for the topics."""
    outlet = await news.outlets.get(reader, callback_data.place)
    await _remember(state, Arranging.topics, place=callback_data.place)
    await screens.replace(query, outlets.ask_topics_card(outlet, t))


async def ask_address(query: CallbackQuery, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask for the address of a channel, group or topic."""
    news.outlets.may_manage(reader)
    await _remember(state, Arranging.address)
    await screens.replace(query, outlets.ask_address_card(t))


async def take_words(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take the words of the link."""
    place = int((await state.get_data())["place"])
    outlet = await news.outlets.arrange(reader, place, words=typed(message).text)
    await state.clear()
    await screens.answer(message, outlets.outlet_card(outlet, t))


async def take_topics(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take the topics."""
    place = int((await state.get_data())["place"])
    outlet = await news.outlets.arrange(reader, place, topics=typed(message).text)
    await state.clear()
    await screens.answer(message, outlets.outlet_card(outlet, t))


async def take_address(message: Message, state: FSMContext, bot: Bot, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the outlet at an address, for a decision. Where bot or person may not post, ask again."""
    news.outlets.may_manage(reader)
    found = await outlet_chats.find(bot, typed(message).text, reader.id)
    if found is None:
        await screens.answer(message, outlets.address_refused_card(t))
        return
    outlet = await news.outlets.propose(reader, *found)
    await state.clear()
    await screens.answer(message, outlets.outlet_card(outlet, t))


async def try_out(
    query: CallbackQuery, callback_data: OutletAction, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Send a marked test message to the outlet, and show what Telegram said."""
    outlet = await news.outlets.get(reader, callback_data.place)
    chat = await outlet_chats.describe(bot, outlet.place.address.chat_id)
    outlet = await news.outlets.arrange(reader, callback_data.place, chat=chat)
    card = posts.trial_card(outlet.look, t, await screens.deep_link(bot, "test"))
    error = await screens.try_out(bot, outlet.place.address, card)
    outlet = await news.outlets.note_test(reader, callback_data.place, error)
    await screens.replace(query, outlets.outlet_card(outlet, t, outlets.trial_result(error, t)))


async def show_choices(
    query: CallbackQuery, callback_data: ShowChoices, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show where a draft will be posted, or where a publication was."""
    await screens.replace(query, outlets.posting_card(await news.outlets.posting(reader, callback_data.number), t))


async def choose(query: CallbackQuery, callback_data: ChooseOutlet, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Turn an outlet on or off for a draft."""
    posting = await news.outlets.choose(reader, callback_data.number, callback_data.place)
    await screens.replace(query, outlets.posting_card(posting, t))


async def _remember(state: FSMContext, step: State, **data: int) -> None:
    await state.set_state(step)
    await state.set_data(data)
