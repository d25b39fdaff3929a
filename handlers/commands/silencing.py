"""Silencing: quiet hours, quiet for once, and a pause of the subscription."""

from datetime import timedelta
from functools import partial

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import settings
from handlers.administrators import GroupChoiceMiddleware
from handlers.callbacks.choosing import SettingsScreen
from handlers.callbacks.silencing import (
    ChoosePause,
    ChooseQuiet,
    ChooseQuietDays,
    ChooseSilence,
    Night,
    Silence,
    TurnFirstQuiet,
)
from handlers.cards.settings_times import DAYS
from handlers.channel_presses import ChannelPressMiddleware
from handlers.filters import on_private_message
from handlers.settings import View
from news.choice import changes
from news.choice.deciding import zone_of
from news.choice.hours import parse_quiet
from news.choice.preferences import Preferences, QuietHours
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the buttons."""
    router = Router(name="silencing")
    router.callback_query.outer_middleware(ChannelPressMiddleware())
    router.callback_query.middleware(GroupChoiceMiddleware())
    on_button = router.callback_query.register
    on_button(choose_quiet, ChooseQuiet.filter())
    on_button(turn_first_quiet, TurnFirstQuiet.filter(), on_private_message)
    on_button(choose_days, ChooseQuietDays.filter())
    on_button(be_silent, ChooseSilence.filter())
    on_button(pause, ChoosePause.filter())
    return router


async def choose_quiet(query: CallbackQuery, callback_data: ChooseQuiet, news: Newsroom, t: Texts) -> None:
    """Choose quiet hours, or none."""
    change = partial(changes.with_quiet, quiet=_hours(callback_data.night))
    await settings.apply(query, change, View(SettingsScreen.QUIET), news, t)


async def turn_first_quiet(query: CallbackQuery, callback_data: TurnFirstQuiet, news: Newsroom, t: Texts) -> None:
    """Turn the usual quiet hours on or off in the first minute."""
    change = partial(changes.with_quiet, quiet=_hours(Night.FROM_23 if callback_data.on else Night.NONE))
    await settings.apply(query, change, View(SettingsScreen.FIRST), news, t)


async def choose_days(query: CallbackQuery, callback_data: ChooseQuietDays, news: Newsroom, t: Texts) -> None:
    """Choose the days of the quiet hours."""
    change = partial(changes.with_quiet_days, days=DAYS[callback_data.days])
    await settings.apply(query, change, View(SettingsScreen.QUIET), news, t)


async def be_silent(query: CallbackQuery, callback_data: ChooseSilence, news: Newsroom, t: Texts) -> None:
    """Let nothing come for a while, or end that."""

    def change(chosen: Preferences) -> Preferences:
        if callback_data.silence is Silence.HOUR:
            return changes.with_quiet_for_an_hour(chosen, t.now)
        if callback_data.silence is Silence.MORNING:
            return changes.with_quiet_until_morning(chosen, zone_of(chosen, t.zone), t.now)
        return changes.with_quiet_until(chosen, None)

    await settings.apply(query, change, View(SettingsScreen.QUIET), news, t)


async def pause(query: CallbackQuery, callback_data: ChoosePause, news: Newsroom, t: Texts) -> None:
    """Pause the subscription, or end the pause."""
    until = t.now + timedelta(days=callback_data.days) if callback_data.days else None
    change = partial(changes.with_pause, until=until)
    await settings.apply(query, change, View(SettingsScreen.PAUSE), news, t)


def _hours(night: Night) -> QuietHours | None:
    return None if night is Night.NONE else parse_quiet(night)
