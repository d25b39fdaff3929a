"""The screens of the settings: which card shows a screen, and a change with the screen that shows it then."""

from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.choosing import FinishChoosing, SettingsScreen, ShowSettings
from handlers.cards import settings, settings_amounts, settings_times, settings_zones, subscriptions
from handlers.cards.card import Card
from news.choice_desk import Change, Chosen
from news.ledger import Address
from news.newsroom import FirstMinute, Newsroom
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


def home_of(query: CallbackQuery) -> SettingsScreen:
    """Return where the way back leads from the message whose button was pressed: the first minute, or the settings."""
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    shown = {button.callback_data for row in (markup.inline_keyboard if markup else ()) for button in row}
    first = {ShowSettings(screen=SettingsScreen.FIRST).pack(), FinishChoosing().pack()}
    return SettingsScreen.FIRST if shown & first else SettingsScreen.ROOT


async def card_of(
    screen: SettingsScreen, home: SettingsScreen, chosen: Chosen, news: Newsroom, t: Texts, *, page: int = 0
) -> Card:
    """Return the card of a screen. `page` is the topic that a page of topics begins behind, or the page of cities."""
    if screen is SettingsScreen.TOPICS:
        topics = await news.topic_lists.topics(page)
        return settings_amounts.choose_reading_topics_card(chosen, topics, page, home, t)
    if screen is SettingsScreen.ZONE:
        return settings_zones.zones_card(chosen, page, home, t)
    if screen is SettingsScreen.FIRST and chosen.subscribed:
        return subscriptions.first_minute_card(FirstMinute(await news.newest(), chosen), t)
    return _CARDS[screen](chosen, home, t) if screen in _CARDS else settings.settings_card(chosen, t)


async def show(query: CallbackQuery, screen: SettingsScreen, news: Newsroom, t: Texts, *, page: int = 0) -> None:
    """Show a screen in place of the message whose button was pressed."""
    chosen = await news.choice.get(Address(query.from_user.id))
    await screens.replace(query, await card_of(screen, home_of(query), chosen, news, t, page=page))


async def apply(
    query: CallbackQuery, change: Change, screen: SettingsScreen, news: Newsroom, t: Texts, *, page: int = 0
) -> None:
    """Change what the reader has chosen, and show the screen with the new value."""
    chosen = await news.choice.change(Address(query.from_user.id), t.language, change)
    await screens.replace(query, await card_of(screen, home_of(query), chosen, news, t, page=page))


async def apply_typed(
    message: Message, change: Change, screen: SettingsScreen, home: SettingsScreen, news: Newsroom, t: Texts
) -> None:
    """Change what the reader has chosen by a typed value, and show the screen below it."""
    chosen = await news.choice.change(Address(message.chat.id), t.language, change)
    await screens.answer(message, await card_of(screen, home, chosen, news, t))
