"""The demo's nights: a button on the page sets the clock to half past eleven, and then to the next morning."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.app import App
from bot.movable_clock import MovableClock
from emulator import Emulator, PageButton
from news.choice.preferences import Preferences, QuietHours, Topics
from news.choice.words import chosen_word
from news.model import Topic

# Local times, in minutes of the day.
NIGHT, MORNING = 23 * 60 + 30, 8 * 60 + 1
# A demo that is opened later in the day begins in the morning: its reader would soon be asleep.
LATEST_START = 21 * 60
QUIET = QuietHours(23 * 60, 8 * 60)
TOPIC_OFF = "Спорт"
FOLLOWED = "мост"
# How long to wait until articles are planned: ten seconds at the most. An editor may have paused the sending.
LOOK_SECONDS = 0.1
PLANNED_LOOKS = 100

_NIGHT_WORDS = {"ru": "Ночь", "en": "Night"}
_NIGHT_HINTS = {
    "ru": "Перевести часы на 23:30: ночью выходят новости, а читатель спит",
    "en": "Set the clock to 23:30: news come out at night, while the reader sleeps",
}
_LAST_HINTS = {
    "ru": "Ночные новости кончились: откройте демо снова",
    "en": "There are no more news for a night: open the demo again",
}
_MORNING_WORDS = {"ru": "Утро", "en": "Morning"}
_MORNING_HINTS = {
    "ru": "Перевести часы на 8:01: читатель получит то, что вышло за ночь",
    "en": "Set the clock to 8:01: the reader gets what came out overnight",
}

Publish = Callable[[bytes], Awaitable[None]]


def begin_by_day(clock: MovableClock, zone: ZoneInfo) -> None:
    """Set the clock to the morning unless it is day."""
    local = clock.now().astimezone(zone)
    if not MORNING <= local.hour * 60 + local.minute < LATEST_START:
        clock.move_to(MORNING, zone)


def prefer(topics: Sequence[Topic], preferences: Preferences) -> Preferences:
    """Return the choices of the demo's reader: quiet nights, no sport, and every article with the word «мост»."""
    off = frozenset(topic.id for topic in topics if topic.name == TOPIC_OFF)
    timetable = replace(preferences.timetable, quiet=QUIET)
    return replace(preferences, topics=Topics(but=off), followed=(chosen_word(FOLLOWED),), timetable=timetable)


class Nights:
    """The button: a night while articles are left for one, and after each night a morning."""

    def __init__(
        self, app: App, emulator: Emulator, clock: MovableClock, nights: Sequence[Sequence[bytes]], publish: Publish
    ) -> None:
        self._app = app
        self._emulator = emulator
        self._clock = clock
        self._nights = list(nights)
        self._publish = publish

    def offer(self) -> None:
        """Show the button for the next night; it cannot be pressed when the articles are used up."""
        press, hints = (self._fall, _NIGHT_HINTS) if self._nights else (None, _LAST_HINTS)
        self._emulator.show_button(PageButton(_NIGHT_WORDS, hints, press))

    async def _fall(self) -> None:
        """Let it be night, after the day's articles are pushed, and publish the articles of the night."""
        self._emulator.show_button(PageButton(_NIGHT_WORDS, _NIGHT_HINTS))
        await self._push()
        self._clock.move_to(NIGHT, self._app.settings.zone)
        for line in self._nights.pop(0):
            await self._publish(line)
        await self._push()
        self._emulator.show_button(PageButton(_MORNING_WORDS, _MORNING_HINTS, self._end))

    async def _end(self) -> None:
        """Let it be morning."""
        self._clock.move_to(MORNING, self._app.settings.zone)
        self.offer()

    async def _push(self) -> None:
        """Push what is published, and wait until it is planned by the present time: as a push, or for the morning."""
        await self._app.news.delivery.tick()
        for _ in range(PLANNED_LOOKS):
            async with self._app.database.reading() as unit:
                if not await unit.choices.open_pushes():
                    return
            await asyncio.sleep(LOOK_SECONDS)
