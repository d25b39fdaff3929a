"""Sorting: the topics of an article, and `/topics`: topics are made, renamed, merged and ordered."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.sorting import Choice, ChooseTopic, TopicAct, TopicAction
from handlers.cards import topics
from handlers.filters import in_private
from handlers.messages import Command, typed
from handlers.positions import Position
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.TYPED_TEXT


class Sorting(StatesGroup):
    """Waiting for the name of a topic; the data holds the `topic` to rename, 0 for a new one."""

    naming = State()


def router() -> Router:
    """Bind the command, the buttons and the awaited name."""
    router = Router(name="sorting")
    router.message.register(show_topics, Command("topics"), in_private)
    on_button = router.callback_query.register
    on_button(choose, ChooseTopic.filter())
    on_button(turn_topics, TopicAction.filter(F.act == TopicAct.LIST))
    on_button(show_topic, TopicAction.filter(F.act == TopicAct.SHOW))
    on_button(ask_name, TopicAction.filter(F.act.in_({TopicAct.MAKE, TopicAct.RENAME})))
    on_button(move, TopicAction.filter(F.act.in_({TopicAct.UP, TopicAct.DOWN})))
    on_button(ask_other, TopicAction.filter(F.act == TopicAct.MERGE))
    on_button(ask_merge, TopicAction.filter(F.act == TopicAct.ASK_MERGE))
    on_button(merge, TopicAction.filter(F.act == TopicAct.MERGE_SURELY))
    router.message.register(take_name, StateFilter(Sorting.naming), in_private, F.text, ~F.text.startswith("/"))
    return router


async def choose(query: CallbackQuery, callback_data: ChooseTopic, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Give the article a topic or take it away, and show the topics to choose from."""
    number, topic = callback_data.number, callback_data.topic
    if callback_data.act is Choice.SHOW:
        article = await news.editing.open(reader, number, to_change=True)
    else:
        article = await news.topics.choose(reader, number, topic, chosen=callback_data.act is Choice.ADD)
    page = await news.topics.list(reader, callback_data.behind)
    await screens.replace(query, topics.choose_topics_card(article, page, callback_data.behind, t))


async def show_topics(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show all topics."""
    news.topics.may_manage(reader)
    await screens.answer(message, topics.manage_topics_card(await news.topics.list(reader), t))


async def turn_topics(
    query: CallbackQuery, callback_data: TopicAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a page of all topics, and stop waiting for a name."""
    news.topics.may_manage(reader)
    page = await news.topics.list(reader, callback_data.other)
    await state.clear()
    await screens.replace(query, topics.manage_topics_card(page, t))


async def show_topic(
    query: CallbackQuery, callback_data: TopicAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a topic, and stop waiting for a name."""
    place = await news.topics.get(reader, callback_data.topic)
    await state.clear()
    await screens.replace(query, topics.manage_topic_card(place, t))


async def ask_name(
    query: CallbackQuery, callback_data: TopicAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for the name of a new topic, or for another name of one."""
    news.topics.may_manage(reader)
    is_new = callback_data.act is TopicAct.MAKE
    topic = None if is_new else (await news.topics.get(reader, callback_data.topic)).topic
    await state.set_state(Sorting.naming)
    await state.set_data({"topic": topic.id if topic else 0})
    await screens.replace(query, topics.ask_topic_name_card(topic, t))


async def take_name(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Make the topic, or rename it. After a name that cannot be taken, the bot keeps waiting for another one."""
    topic_id = int((await state.get_data()).get("topic", 0))
    place = await news.topics.name(reader, typed(message).text, topic_id)
    await state.clear()
    await screens.answer(message, topics.manage_topic_card(place, t))


async def move(query: CallbackQuery, callback_data: TopicAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Move a topic by one place."""
    place = await news.topics.move(reader, callback_data.topic, up=callback_data.act is TopicAct.UP)
    await screens.replace(query, topics.manage_topic_card(place, t))


async def ask_other(query: CallbackQuery, callback_data: TopicAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask which topic shall take the place of one."""
    place = await news.topics.get(reader, callback_data.topic)
    page = await news.topics.list(reader, callback_data.other)
    await screens.replace(query, topics.merge_topic_card(place.topic, page, t))


async def ask_merge(query: CallbackQuery, callback_data: TopicAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask once more before two topics become one."""
    place = await news.topics.get(reader, callback_data.topic)
    into = await news.topics.get(reader, callback_data.other)
    await screens.replace(query, topics.ask_merge_card(place.topic, into.topic, t))


async def merge(query: CallbackQuery, callback_data: TopicAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Put one topic in the place of another."""
    place = await news.topics.merge(reader, callback_data.topic, callback_data.other)
    await screens.replace(query, topics.manage_topic_card(place, t))
