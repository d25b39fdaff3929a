"""The screens of the settings: which card shows a screen, and a change with the screen that shows it then."""

from dataclasses import replace
from typing import NamedTuple

from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.choosing import SettingsScreen
from handlers.cards import settings, settings_amounts, settings_times, settings_zones, subscriptions
from handlers.cards.card import Card
from handlers.cards.channel_digests import card_for_channel, channel_digests_card
from handlers.channel_presses import channel_of
from handlers.messages import place_of
from news.choice_desk import Change, Chosen
from news.ledger import Address, PlaceKind
from news.newsroom import FirstMinute, Newsroom
from news.posts import Outlet
from texts import Texts

_CARDS = {
    SettingsScreen.WHEN: settings_times.when_card,
    SettingsScreen.HOURS: settings_times.hours_card,
    SettingsScreen.QUIET: settings_times.quiet_card,
    SettingsScreen.BREAKING: settings_times.breaking_card,
    SettingsScreen.PAUSE: settings_times.pause_card,
    SettingsScreen.DETAIL: settings_amounts.detail_card,
    SettingsScreen.CAP: settings_amounts.cap_card,
}
# A channel has one screen in place of them.
_FIRST_SCREENS = {SettingsScreen.ROOT, SettingsScreen.FIRST}


class View(NamedTuple):
    """A screen of the settings; with `first` it was opened from the answer to a subscription.

    `page` is the topic that a page of topics begins behind, or the page of cities; None is the page to begin with.
    """

    screen: SettingsScreen
    first: bool = False
    page: int | None = None


async def card_of(view: View, chosen: Chosen, news: Newsroom, t: Texts) -> Card:
    """Return the card of a screen."""
    screen, first, page = view
    if screen is SettingsScreen.TOPICS:
        behind = page or 0
        topics = await news.topic_lists.topics(behind)
        return settings_amounts.choose_reading_topics_card(chosen, topics, behind, first, t)
    if screen is SettingsScreen.ZONE:
        return settings_zones.zones_card(chosen, page, first, t)
    if screen is SettingsScreen.FIRST and chosen.subscribed and chosen.group is None:
        return subscriptions.first_minute_card(FirstMinute(await news.newest(), chosen), t)
    return _CARDS[screen](chosen, first, t) if screen in _CARDS else settings.settings_card(chosen, t)


async def show(query: CallbackQuery, view: View, news: Newsroom, t: Texts) -> None:
    """Show a screen in place of the message whose button was pressed."""
    await show_chosen(query, await news.choice.get(place_of(query)), view, news, t)


async def show_chosen(query: CallbackQuery, chosen: Chosen, view: View, news: Newsroom, t: Texts) -> None:
    """Show a screen with what is chosen now."""
    await screens.replace(query, await _card_for(channel_of(query), view, chosen, news, t))


async def apply(query: CallbackQuery, change: Change, view: View, news: Newsroom, t: Texts) -> None:
    """Change what the place of the message has chosen, and show the screen with the new value."""
    place = place_of(query)
    # A group keeps the language that it was subscribed in, whoever chooses.
    language = t.language if place.kind is PlaceKind.PERSON else ""
    await show_chosen(query, await news.choice.change(place, language, change), view, news, t)


async def apply_typed(
    message: Message, channel: Outlet | None, change: Change, view: View, news: Newsroom, t: Texts
) -> None:
    """Change what the reader, or a channel, has chosen by a typed value, and show the screen below it."""
    address, language = (Address(message.chat.id), t.language) if channel is None else (channel.place.address, "")
    chosen = await news.choice.change(address, language, change)
    await screens.answer(message, await _card_for(channel, view, chosen, news, t))


async def _card_for(channel: Outlet | None, view: View, chosen: Chosen, news: Newsroom, t: Texts) -> Card:
    """Return the card of a screen; for a channel, the buttons choose for it, and values are typed in private."""
    if channel is None:
        return await card_of(view, chosen, news, t)
    if view.screen in _FIRST_SCREENS:
        return channel_digests_card(channel, chosen, t)
    return card_for_channel(await card_of(view, replace(chosen, group=None), news, t), channel)
