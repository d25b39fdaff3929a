"""The rules of a source: topics, channels, words, what becomes of repeats; each press changes one thing in place."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.sources import ChooseSourceOutlet, ChooseSourceTopic, RuleAct, SourceRule
from handlers.cards import source_rules
from handlers.cards.card import Card
from handlers.filters import in_private
from handlers.messages import typed
from handlers.positions import Position
from handlers.states import Sourcing, end_question
from news.model import Reader
from news.newsroom import Newsroom
from news.sources.checking import category_pairs, line_typed, words_typed
from news.sources.records import FullText, FutureItems, Publishing, SameStory, Source, SourceRules
from news.words import fold
from texts import Texts

POSITION = Position.TYPED_TEXT

# What a press changes at once. The acts of the topics screen and of the same story show their screens again.
CHANGES: dict[RuleAct, dict[str, Any]] = {
    RuleAct.AT_ONCE: {"publishing": Publishing.AT_ONCE},
    RuleAct.DRAFT: {"publishing": Publishing.DRAFT},
    RuleAct.BY_TOPIC: {"outlets": None},
    RuleAct.LINK: {"link": True},
    RuleAct.NO_LINK: {"link": False},
    RuleAct.WAIT: {"future": FutureItems.WAIT},
    RuleAct.NOW: {"future": FutureItems.NOW},
    RuleAct.PAGE: {"full_text": FullText.PAGE},
    RuleAct.FEED: {"full_text": FullText.FEED},
    RuleAct.HOLD: {"same_story": SameStory.HOLD},
    RuleAct.FOLLOW: {"same_story": SameStory.FOLLOW},
    RuleAct.SKIP: {"same_story": SameStory.SKIP},
}
TOPIC_CHANGES: dict[RuleAct, dict[str, Any]] = {
    RuleAct.NO_TOPICS: {"topics": ()},
    RuleAct.TAKE_CATEGORIES: {"take_categories": True},
    RuleAct.LEAVE_CATEGORIES: {"take_categories": False},
}
SCREENS: dict[RuleAct, Callable[[Source, Texts], Card]] = {
    RuleAct.SHOW: source_rules.source_rules_card,
    RuleAct.STORIES: source_rules.source_stories_card,
}
QUESTIONS: dict[RuleAct, tuple[State, Callable[[Source, Texts], Card]]] = {
    RuleAct.ASK_PAIRS: (Sourcing.pairs, source_rules.ask_pairs_card),
    RuleAct.ASK_WORDS: (Sourcing.words, source_rules.ask_hold_words_card),
    RuleAct.ASK_SIGN_OFF: (Sourcing.sign_off, source_rules.ask_sign_off_card),
}
_STORY_ACTS = {RuleAct.HOLD, RuleAct.FOLLOW, RuleAct.SKIP}


def router() -> Router:
    """Bind the buttons and the awaited texts."""
    router = Router(name="source rules")
    on_button = router.callback_query.register
    on_button(show, SourceRule.filter(F.act.in_(SCREENS)))
    on_button(change, SourceRule.filter(F.act.in_(CHANGES)))
    on_button(change_topics, SourceRule.filter(F.act.in_(TOPIC_CHANGES)))
    on_button(ask, SourceRule.filter(F.act.in_(QUESTIONS)))
    on_button(choose_topic, ChooseSourceTopic.filter())
    on_button(choose_outlet, ChooseSourceOutlet.filter())
    words = (in_private, F.text, ~F.text.startswith("/"))
    router.message.register(take_pairs, StateFilter(Sourcing.pairs), *words)
    router.message.register(take_words, StateFilter(Sourcing.words), *words)
    router.message.register(take_sign_off, StateFilter(Sourcing.sign_off), *words)
    return router


async def show(
    query: CallbackQuery, callback_data: SourceRule, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show the rules, or what becomes of repeats; a question that waits for words is over."""
    source = await news.sources.get(reader, callback_data.source)
    await end_question(state, *Sourcing)
    await screens.replace(query, SCREENS[callback_data.act](source, t))


async def change(query: CallbackQuery, callback_data: SourceRule, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Change one rule, and show the screen of the button again."""
    rules = partial(replace, **CHANGES[callback_data.act])
    source = await news.sources.change_rules(reader, callback_data.source, rules)
    if callback_data.act is RuleAct.BY_TOPIC:
        card = source_rules.source_outlets_card(source, await news.sources.outlets(reader), t)
    elif callback_data.act in _STORY_ACTS:
        card = source_rules.source_stories_card(source, t)
    else:
        card = source_rules.source_rules_card(source, t)
    await screens.replace(query, card)


async def change_topics(
    query: CallbackQuery, callback_data: SourceRule, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Change what becomes of categories, or give no topics, and show the topics."""
    rules = partial(replace, **TOPIC_CHANGES[callback_data.act])
    source = await news.sources.change_rules(reader, callback_data.source, rules)
    page = await news.topics.list(reader)
    await screens.replace(query, source_rules.source_topics_card(source, page, 0, t))


async def choose_topic(
    query: CallbackQuery, callback_data: ChooseSourceTopic, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Give the articles of a source a topic or take it away, and show the topics."""
    news.sources.may_manage(reader)
    page = await news.topics.list(reader, callback_data.behind)
    name = next((topic.name for topic in page.topics if topic.id == callback_data.topic), None)
    if name is None:
        source = await news.sources.get(reader, callback_data.source)
    else:
        source = await news.sources.change_rules(reader, callback_data.source, partial(_turn_topic, name=name))
    await screens.replace(query, source_rules.source_topics_card(source, page, callback_data.behind, t))


async def choose_outlet(
    query: CallbackQuery, callback_data: ChooseSourceOutlet, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Turn an outlet on or off for a source, and show the outlets."""
    outlets = await news.sources.outlets(reader)
    places = tuple(outlet.place.id for outlet in outlets)
    if callback_data.place in places:
        turn = partial(_turn_outlet, place=callback_data.place, places=places)
        source = await news.sources.change_rules(reader, callback_data.source, turn)
    else:
        source = await news.sources.get(reader, callback_data.source)
    await screens.replace(query, source_rules.source_outlets_card(source, outlets, t))


async def ask(
    query: CallbackQuery, callback_data: SourceRule, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for a rule in words."""
    source = await news.sources.get(reader, callback_data.source)
    question, card = QUESTIONS[callback_data.act]
    await state.set_state(question)
    await state.set_data({"source": source.id})
    await screens.replace(query, card(source, t))


async def take_pairs(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take the categories and their topics. After a line that is no pair, the bot keeps waiting."""
    news.sources.may_manage(reader)
    pairs = category_pairs(typed(message).text)
    source = await _take(state, news, reader, by_category=pairs)
    page = await news.topics.list(reader)
    await screens.answer(message, source_rules.source_topics_card(source, page, 0, t))


async def take_words(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take the words that hold an item, and show how they are understood."""
    source = await _take(state, news, reader, hold_words=words_typed(typed(message).text))
    await screens.answer(message, source_rules.hold_words_card(source, t))


async def take_sign_off(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take the last line of the texts."""
    source = await _take(state, news, reader, sign_off=line_typed(typed(message).text))
    await screens.answer(message, source_rules.source_rules_card(source, t))


async def _take(state: FSMContext, news: Newsroom, reader: Reader, **change: Any) -> Source:
    """Change the rules of the source that the question is about; the question is over."""
    source_id = int((await state.get_data())["source"])
    source = await news.sources.change_rules(reader, source_id, partial(replace, **change))
    await state.clear()
    return source


def _turn_topic(rules: SourceRules, name: str) -> SourceRules:
    """Return the rules with a topic, or without it if they have it."""
    others = tuple(topic for topic in rules.topics if fold(topic) != fold(name))
    return replace(rules, topics=others if len(others) < len(rules.topics) else (*rules.topics, name))


def _turn_outlet(rules: SourceRules, place: int, places: tuple[int, ...]) -> SourceRules:
    """Return the rules with an outlet, or without it. From «by topic» on, all outlets but this one are left."""
    chosen = places if rules.outlets is None else rules.outlets
    others = tuple(each for each in chosen if each != place)
    return replace(rules, outlets=others if len(others) < len(chosen) else (*chosen, place))
