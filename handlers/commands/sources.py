"""Sources: `/sources` lists the sites whose feeds become publications; each is tried, begun, paused and removed."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.sources import AllAct, AllSourcesAction, ShowSources, SourceAct, SourceAction
from handlers.cards import source_trials, sources
from handlers.filters import in_private
from handlers.messages import Command, argument, typed
from handlers.positions import Position
from handlers.states import Sourcing, end_question
from news.errors import Refusal
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.TYPED_TEXT

# What a press asks first.
QUESTIONS = {SourceAct.SHOW: sources.source_card, SourceAct.ASK_REMOVE: sources.ask_remove_source_card}


def router() -> Router:
    """Bind the command, the buttons and the awaited texts."""
    router = Router(name="sources")
    router.message.register(list_or_add, Command("sources"), in_private)
    on_button = router.callback_query.register
    on_button(turn_page, ShowSources.filter())
    on_button(ask_address, AllSourcesAction.filter(F.act == AllAct.ADD))
    on_button(show, SourceAction.filter(F.act.in_(QUESTIONS)))
    on_button(begin, SourceAction.filter(F.act == SourceAct.BEGIN))
    on_button(pause, SourceAction.filter(F.act == SourceAct.PAUSE))
    on_button(visit, SourceAction.filter(F.act == SourceAct.VISIT))
    on_button(try_again, SourceAction.filter(F.act == SourceAct.TRY))
    on_button(ask_name, SourceAction.filter(F.act == SourceAct.NAME))
    on_button(remove, SourceAction.filter(F.act == SourceAct.REMOVE))
    words = (in_private, F.text, ~F.text.startswith("/"))
    router.message.register(take_address, StateFilter(Sourcing.address), *words)
    router.message.register(take_name, StateFilter(Sourcing.name), *words)
    return router


async def list_or_add(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """List the sources, or try the address behind the command."""
    if argument(message).text:
        await _add(message, argument(message).text, state, news, reader, t)
    else:
        await screens.answer(message, sources.sources_card(await news.sources.list(reader), 0, t))


async def turn_page(
    query: CallbackQuery, callback_data: ShowSources, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a page of the list; a question is over."""
    page = await news.sources.list(reader, callback_data.after)
    await end_question(state, *Sourcing)
    await screens.replace(query, sources.sources_card(page, callback_data.after, t))


async def ask_address(query: CallbackQuery, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask for the address of a source."""
    news.sources.may_manage(reader)
    await state.set_state(Sourcing.address)
    await state.set_data({})
    await screens.replace(query, sources.ask_source_address_card(t))


async def take_address(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Try the address that was sent. After a refusal, the bot keeps waiting for another one."""
    await _add(message, typed(message).text, state, news, reader, t)


async def show(
    query: CallbackQuery, callback_data: SourceAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a source, or ask before it is removed; a question that waits for words is over."""
    source = await news.sources.get(reader, callback_data.source)
    await end_question(state, *Sourcing)
    await screens.replace(query, QUESTIONS[callback_data.act](source, t))


async def begin(query: CallbackQuery, callback_data: SourceAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Visit a source from now on, the first time at once."""
    source = await news.sources.begin(reader, callback_data.source)
    await screens.replace(query, sources.source_card(source, t, sources.visited_soon_words(source, t)))


async def pause(query: CallbackQuery, callback_data: SourceAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Visit a source no more."""
    await screens.replace(query, sources.source_card(await news.sources.pause(reader, callback_data.source), t))


async def visit(query: CallbackQuery, callback_data: SourceAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Let a source be visited now."""
    source = await news.sources.visit_now(reader, callback_data.source)
    await screens.replace(query, sources.source_card(source, t, sources.visited_soon_words(source, t)))


async def try_again(
    query: CallbackQuery, callback_data: SourceAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show how the newest items of a source look now; meanwhile the message says that the site is read."""
    source = await news.sources.get(reader, callback_data.source)
    await screens.replace(query, sources.looking_card(t))
    try:
        card = source_trials.source_trial_card(await news.source_trials.try_again(reader, source.id), t)
    except Refusal as refusal:
        card = sources.source_card(source, t, t.refusal(refusal))
    await screens.replace(query, card)


async def ask_name(
    query: CallbackQuery, callback_data: SourceAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for another name."""
    source = await news.sources.get(reader, callback_data.source)
    await state.set_state(Sourcing.name)
    await state.set_data({"source": source.id})
    await screens.replace(query, sources.ask_source_name_card(source, t))


async def take_name(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take the name. After one that cannot be taken, the bot keeps waiting for another one."""
    source_id = int((await state.get_data())["source"])
    source = await news.sources.rename(reader, source_id, typed(message).text)
    await state.clear()
    await screens.answer(message, sources.source_card(source, t))


async def remove(query: CallbackQuery, callback_data: SourceAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Forget a source; its publications stay."""
    source = await news.sources.remove(reader, callback_data.source)
    await screens.replace(query, sources.source_removed_card(source, t))


async def _add(message: Message, address: str, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Say that the site is read, then show in the same message how the source looks, or why it cannot be read."""
    news.sources.may_manage(reader)
    shown = await screens.answer(message, sources.looking_card(t))
    try:
        card = source_trials.source_trial_card(await news.source_trials.add(reader, address), t)
    except Refusal as refusal:
        card = sources.source_refused_card(t.refusal(refusal), t)
    else:
        await end_question(state, *Sourcing)
    await screens.turn(message, shown, card)
