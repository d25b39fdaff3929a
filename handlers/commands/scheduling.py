"""Scheduling: a draft appears at a time that the editor chooses by a button or names in words."""

from datetime import UTC, datetime, timedelta

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.posting import DraftAct, DraftAction
from handlers.callbacks.scheduling import ScheduleDraft, ScheduleStory
from handlers.cards import drafts, editing, stories
from handlers.filters import in_private
from handlers.messages import typed
from handlers.positions import Position
from handlers.states import Scheduling
from news.errors import ArticleChanged
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.TYPED_TEXT

HOUR = timedelta(hours=1)
MINUTE_SECONDS = 60


def router() -> Router:
    """Bind the buttons and the awaited words."""
    router = Router(name="scheduling")
    router.callback_query.register(ask, DraftAction.filter(F.act == DraftAct.SCHEDULE))
    router.callback_query.register(ask_for_story, ScheduleStory.filter())
    router.callback_query.register(choose, ScheduleDraft.filter())
    words = (in_private, F.text, ~F.text.startswith("/"))
    router.message.register(take_words, StateFilter(Scheduling.when), *words)
    return router


async def ask(
    query: CallbackQuery, callback_data: DraftAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Offer the usual times, and wait for words. If the draft's story is out already, show that first."""
    article = await news.scheduling.may_schedule(reader, callback_data.number)
    found = await news.stories.same(reader, article.number)
    if found is not None:
        card = stories.same_story_card(article.number, article.version, found, t, scheduling=True)
        await screens.replace(query, card)
        return
    await state.set_state(Scheduling.when)
    await state.set_data({"number": article.number, "version": article.version})
    await screens.replace(query, drafts.ask_when_card(article, t))


async def ask_for_story(
    query: CallbackQuery, callback_data: ScheduleStory, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Offer times for a draft whose story is out already: as a follow-up, or on its own."""
    await news.stories.decide(reader, callback_data.number, callback_data.follows)
    action = DraftAction(number=callback_data.number, act=DraftAct.SCHEDULE, version=callback_data.version)
    await ask(query, action, state, news, reader, t)


async def choose(
    query: CallbackQuery, callback_data: ScheduleDraft, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Schedule the draft for the time of the button. If it has changed since, show it as it is now."""
    number = callback_data.number
    minutes = callback_data.at
    at = datetime.fromtimestamp(minutes * MINUTE_SECONDS, UTC) if minutes else t.now + HOUR
    try:
        article = await news.scheduling.schedule(reader, number, at, version=callback_data.version or None)
    except ArticleChanged:
        await screens.replace(query, editing.edit_card(await news.editing.open(reader, number), reader, t))
        raise
    await state.clear()
    await screens.replace(query, drafts.scheduled_card(article, t))


async def take_words(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Schedule the draft for the time that the words name; the answer tells it in full."""
    at = news.scheduling.understand(reader, typed(message).text)
    data = await state.get_data()
    article = await news.scheduling.schedule(reader, int(data["number"]), at, version=data.get("version"))
    await state.clear()
    await screens.answer(message, drafts.scheduled_card(article, t))
