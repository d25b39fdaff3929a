"""Choosing: `/settings`, and what comes, at which pace, and how much of it; undo. In a group, by administrators."""

from functools import partial

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import screens, settings
from handlers.administrators import GroupChoiceMiddleware
from handlers.callbacks.choosing import (
    AskTyped,
    ChooseBreaking,
    ChooseCap,
    ChooseDetail,
    ChoosePace,
    ChooseZone,
    FinishChoosing,
    SettingsScreen,
    ShowSample,
    ShowSettings,
    ShowTopicChoice,
    ShowZones,
    TurnAllTopics,
    TurnDay,
    TurnHour,
    TurnPictures,
    TurnRich,
    TurnSound,
    TurnTopic,
    Typed,
    UndoChoice,
)
from handlers.cards import people
from handlers.cards.channel_digests import card_for_channel
from handlers.cards.settings import ask_typed_card, settings_card
from handlers.cards.settings_amounts import ask_sample_card, no_sample_card, sample_card
from handlers.channel_presses import ChannelPressMiddleware, channel_of
from handlers.filters import ChatAdminFilter, in_group, in_private, on_group_message, on_private_message
from handlers.messages import Command, address_of, place_of, typed
from handlers.positions import Position
from handlers.settings import View
from handlers.states import Choosing, end_question
from news.choice import changes
from news.choice.hours import parse_hours, parse_quiet
from news.choice.zones import find_zone
from news.model import Reader
from news.newsroom import Newsroom
from news.posts import Outlet
from texts import Texts

POSITION = Position.TYPED_TEXT

_STATES = {Typed.HOURS: Choosing.hours, Typed.QUIET: Choosing.quiet, Typed.ZONE: Choosing.zone}


def router() -> Router:
    """Bind the command, the buttons and the awaited texts."""
    router = Router(name="choosing")
    router.message.register(show_settings, Command("settings"), in_private)
    router.message.register(show_settings, Command("settings"), in_group, ChatAdminFilter())
    router.message.register(refuse_group, Command("settings"), in_group)
    on_button, take = router.callback_query.register, router.message.register
    router.callback_query.outer_middleware(ChannelPressMiddleware())
    router.callback_query.middleware(GroupChoiceMiddleware())
    on_button(show_screen, ShowSettings.filter())
    on_button(undo, UndoChoice.filter())
    on_button(turn_topics_page, ShowTopicChoice.filter())
    on_button(turn_topic, TurnTopic.filter())
    on_button(turn_all_topics, TurnAllTopics.filter())
    on_button(choose_pace, ChoosePace.filter())
    on_button(turn_hour, TurnHour.filter())
    on_button(turn_day, TurnDay.filter())
    on_button(choose_breaking, ChooseBreaking.filter())
    on_button(choose_detail, ChooseDetail.filter())
    on_button(turn_pictures, TurnPictures.filter())
    on_button(show_sample, ShowSample.filter(), on_private_message)
    on_button(turn_rich, TurnRich.filter(), on_private_message)
    on_button(turn_sound, TurnSound.filter())
    on_button(choose_cap, ChooseCap.filter())
    on_button(turn_zones, ShowZones.filter())
    on_button(choose_zone, ChooseZone.filter())
    on_button(ask_typed, AskTyped.filter(), on_private_message)
    on_button(close_in_group, FinishChoosing.filter(), on_group_message)
    words = F.text & ~F.text.startswith("/")
    take(take_hours, StateFilter(Choosing.hours), in_private, words)
    take(take_quiet, StateFilter(Choosing.quiet), in_private, words)
    take(take_zone, StateFilter(Choosing.zone), in_private, words)
    return router


async def show_settings(message: Message, news: Newsroom, t: Texts) -> None:
    """Show everything that is chosen."""
    await screens.answer(message, settings_card(await news.choice.get(address_of(message)), t))


async def refuse_group(message: Message, t: Texts) -> None:
    """Tell a member who is no admin that only admins may choose for the group."""
    await screens.answer(message, people.admins_only_card(t))


async def show_screen(
    query: CallbackQuery, callback_data: ShowSettings, state: FSMContext, news: Newsroom, t: Texts
) -> None:
    """Show a screen, and wait no longer for a typed value."""
    await end_question(state, *_STATES.values())
    await settings.show(query, View(callback_data.screen, callback_data.first), news, t)


async def undo(query: CallbackQuery, news: Newsroom, t: Texts) -> None:
    """Take back the last change."""
    chosen = await news.choice.undo(place_of(query))
    await settings.show_chosen(query, chosen, View(SettingsScreen.ROOT), news, t)


async def close_in_group(query: CallbackQuery, news: Newsroom, t: Texts) -> None:
    """Close the settings of a group: whether it is subscribed stays."""
    place = place_of(query)
    chosen = await news.choice.get(place)
    card = people.group_subscription_card(t, active=chosen.subscribed, topic=place.topic > 0)
    await screens.replace(query, card)


async def turn_topics_page(query: CallbackQuery, callback_data: ShowTopicChoice, news: Newsroom, t: Texts) -> None:
    """Show a page of topics."""
    await settings.show(query, View(SettingsScreen.TOPICS, callback_data.first, callback_data.behind), news, t)


async def turn_topic(query: CallbackQuery, callback_data: TurnTopic, news: Newsroom, t: Texts) -> None:
    """Turn a topic on or off."""
    change = partial(changes.with_topic, topic=callback_data.topic, on=callback_data.on)
    view = View(SettingsScreen.TOPICS, callback_data.first, callback_data.behind)
    await settings.apply(query, change, view, news, t)


async def turn_all_topics(query: CallbackQuery, callback_data: TurnAllTopics, news: Newsroom, t: Texts) -> None:
    """Turn all topics on or off."""
    change = partial(changes.with_all_topics, on=callback_data.on)
    await settings.apply(query, change, View(SettingsScreen.TOPICS, callback_data.first), news, t)


async def choose_pace(query: CallbackQuery, callback_data: ChoosePace, news: Newsroom, t: Texts) -> None:
    """Choose the pace."""
    change = partial(changes.with_pace, pace=callback_data.pace)
    await settings.apply(query, change, View(SettingsScreen.WHEN, callback_data.first), news, t)


async def turn_hour(query: CallbackQuery, callback_data: TurnHour, news: Newsroom, t: Texts) -> None:
    """Add a time of day, or take it away."""
    change = partial(changes.with_hour, minute=callback_data.minute, on=callback_data.on)
    await settings.apply(query, change, View(SettingsScreen.HOURS, callback_data.first), news, t)


async def turn_day(query: CallbackQuery, callback_data: TurnDay, news: Newsroom, t: Texts) -> None:
    """Add a weekday, or take it away."""
    change = partial(changes.with_day, day=callback_data.day, on=callback_data.on)
    await settings.apply(query, change, View(SettingsScreen.HOURS, callback_data.first), news, t)


async def choose_breaking(query: CallbackQuery, callback_data: ChooseBreaking, news: Newsroom, t: Texts) -> None:
    """Choose what breaking news may pass."""
    change = partial(changes.with_breaking, breaking=callback_data.breaking)
    await settings.apply(query, change, View(SettingsScreen.BREAKING), news, t)


async def choose_detail(query: CallbackQuery, callback_data: ChooseDetail, news: Newsroom, t: Texts) -> None:
    """Choose how much of a publication comes."""
    change = partial(changes.with_detail, detail=callback_data.detail)
    await settings.apply(query, change, View(SettingsScreen.DETAIL, callback_data.first), news, t)


async def turn_pictures(query: CallbackQuery, callback_data: TurnPictures, news: Newsroom, t: Texts) -> None:
    """Choose pictures or none."""
    change = partial(changes.with_pictures, on=callback_data.on)
    await settings.apply(query, change, View(SettingsScreen.DETAIL, callback_data.first), news, t)


async def show_sample(query: CallbackQuery, callback_data: ShowSample, bot: Bot, t: Texts) -> None:
    """Send a rich message, and below it the question whether it can be seen."""
    refusal = await screens.try_out(bot, place_of(query), sample_card(t))
    question = ask_sample_card if refusal is None else no_sample_card
    await screens.send_below(query, question(callback_data.first, t))


async def turn_rich(query: CallbackQuery, callback_data: TurnRich, news: Newsroom, t: Texts) -> None:
    """Choose rich messages or classic ones."""
    change = partial(changes.with_rich, on=callback_data.on)
    await settings.apply(query, change, View(SettingsScreen.DETAIL, callback_data.first), news, t)


async def turn_sound(query: CallbackQuery, callback_data: TurnSound, news: Newsroom, t: Texts) -> None:
    """Choose a sound or none."""
    change = partial(changes.with_sound, on=callback_data.on)
    await settings.apply(query, change, View(SettingsScreen.DETAIL, callback_data.first), news, t)


async def choose_cap(query: CallbackQuery, callback_data: ChooseCap, news: Newsroom, t: Texts) -> None:
    """Choose the most messages of a day."""
    change = partial(changes.with_daily_cap, cap=callback_data.cap)
    await settings.apply(query, change, View(SettingsScreen.CAP), news, t)


async def turn_zones(query: CallbackQuery, callback_data: ShowZones, news: Newsroom, t: Texts) -> None:
    """Show a page of cities."""
    await settings.show(query, View(SettingsScreen.ZONE, callback_data.first, callback_data.page), news, t)


async def choose_zone(query: CallbackQuery, callback_data: ChooseZone, news: Newsroom, t: Texts) -> None:
    """Move to a time zone."""
    change = partial(changes.with_zone, zone=callback_data.zone)
    await settings.apply(query, change, View(SettingsScreen.ZONE, callback_data.first), news, t)


async def ask_typed(query: CallbackQuery, callback_data: AskTyped, state: FSMContext, t: Texts) -> None:
    """Ask for a value that has no button."""
    channel, card = channel_of(query), ask_typed_card(callback_data.what, callback_data.first, t)
    await state.set_state(_STATES[callback_data.what])
    await state.set_data({"first": callback_data.first, "channel": 0 if channel is None else channel.place.id})
    await screens.replace(query, card if channel is None else card_for_channel(card, channel))


async def take_hours(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Choose the typed hours."""
    change = partial(changes.with_hours, hours=parse_hours(typed(message).text))
    channel, first = await _end(state, news, reader)
    await settings.apply_typed(message, channel, change, View(SettingsScreen.HOURS, first), news, t)


async def take_quiet(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Choose the typed quiet hours."""
    change = partial(changes.with_quiet, quiet=parse_quiet(typed(message).text))
    channel, first = await _end(state, news, reader)
    await settings.apply_typed(message, channel, change, View(SettingsScreen.QUIET, first), news, t)


async def take_zone(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Move to the typed city or time zone."""
    change = partial(changes.with_zone, zone=find_zone(typed(message).text, t.zones_by_city()))
    channel, first = await _end(state, news, reader)
    await settings.apply_typed(message, channel, change, View(SettingsScreen.ZONE, first), news, t)


async def _end(state: FSMContext, news: Newsroom, reader: Reader) -> tuple[Outlet | None, bool]:
    """Wait for no value any more; return the channel that it is for, and whether it was asked in the first minute."""
    asked = await state.get_data()
    await state.clear()
    place = asked.get("channel")
    return await news.digests.channel(reader, place) if place else None, bool(asked.get("first"))
