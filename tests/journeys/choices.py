"""Readers who have chosen, in a newspaper whose clock a test moves; what comes to them is pushed by the timers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.movable_clock import MovableClock
from emulator import Person
from news.choice.preferences import Pace, QuietHours, Timetable, Topics
from news.choice.words import parse_words
from news.delivery import DeliveryTimes
from news.ledger import Address
from news.model import NewArticle
from news.richtext import from_plain
from tests.journeys.editing import post, press_in_panel
from tests.journeys.steps import Json, answer_to, from_bot, let_pass, press
from tests.newspaper import TIMINGS, Newspaper
from tests.storage.samples import raw

MOSCOW = ZoneInfo("Europe/Moscow")
# A Wednesday, noon in Moscow.
NOON = datetime(2026, 6, 10, 9, tzinfo=UTC)
QUIET = Timetable(quiet=QuietHours(23 * 60, 8 * 60))
TWICE_A_DAY = Timetable(Pace.HOURS, hours=(9 * 60, 18 * 60))
# Local times to wait for, in minutes of the day.
NIGHT, MORNING = 23 * 60 + 30, 8 * 60 + 1
EVENING, NEXT_MORNING = 18 * 60 + 1, 9 * 60 + 1
# Idle, the newspaper looks often for what is due: a test waits for it.
QUICK = replace(TIMINGS, delivery=DeliveryTimes(claim_interval=timedelta(seconds=0.1)))
LOOKS, LOOK_SECONDS = 200, 0.05


@dataclass
class Readership:
    """The readers of a newspaper, and its news. `clock` is the newspaper's, which moves forward."""

    newspaper: Newspaper
    clock: MovableClock

    async def reader(self, name: str, language: str = "ru", **chosen: Any) -> Person:
        """Return a subscriber who has chosen these preferences; without any, one who has never chosen."""
        person = self.newspaper.emulator.person(name, language=language)
        await answer_to(self.newspaper, await person.says("/start"))
        await self.newspaper.news.subscriptions.start(Address(person.id), language)
        if chosen:
            await self.choose(person, **chosen)
        return person

    async def choose(self, person: Person, **chosen: Any) -> None:
        """Let a reader change these preferences."""
        address, language = Address(person.id), person.user.language_code
        await self.newspaper.news.choice.change(address, language, lambda before: replace(before, **chosen))

    async def topics(self, *names: str, others: bool = True) -> Topics:
        """Return all topics but these, or only these without `others`; each has had an article."""
        await self.take_in([(f"Старое: {name}", name) for name in names], to_push=False)
        known = (await self.newspaper.news.topic_lists.topics()).topics
        return Topics(others, frozenset(topic.id for topic in known if topic.name in names))

    async def publish(self, *news: str | tuple[str, str], text: str = "Подробности.") -> list[int]:
        """Publish articles in one commit, by their headlines or with their topics; return their numbers.

        Returns when they have reached everyone who gets them now.
        """
        before = await self._newest()
        await self.take_in([(each, None) if isinstance(each, str) else each for each in news], text=text)
        await self.settled()
        return list(range(before + 1, before + 1 + len(news)))

    async def take_in(
        self, news: Sequence[tuple[str, str | None]], *, to_push: bool = True, text: str = "Подробности."
    ) -> None:
        """Publish articles, given by headline and topic, in one commit."""
        at = self.clock.now()
        articles = [
            NewArticle(title, title, from_plain(text), at, topic=topic, published_at=at, to_push=to_push)
            for title, topic in news
        ]
        assert await self.newspaper.news.editing.take_in(articles) == len(articles)

    async def publish_breaking(self, title: str) -> None:
        """Let the editor publish breaking news in the chat."""
        preview = await post(self.newspaper, f"{title}\nПодробности.")
        await press_in_panel(self.newspaper.editor, preview, "Срочно")
        await press(self.newspaper.editor, preview, "Да, срочно")
        await self.settled()

    async def wait_until(self, minute: int) -> None:
        """Let it be this local minute of the day, and wait until everyone has what is due then."""
        self.clock.move_to(minute, MOSCOW)
        await self.settled()

    async def settled(self) -> None:
        """Wait until nothing is left to be pushed, planned or sent."""
        for _ in range(LOOKS):
            if await self._is_settled():
                return
            await let_pass(self.newspaper, LOOK_SECONDS)
        raise AssertionError("something is still to be pushed, planned or sent")

    async def _is_settled(self) -> bool:
        async with self.newspaper.news.storage.reading() as unit:
            if await unit.editions.has_unpushed() or await unit.choices.has_woken(self.clock.now()):
                return False
            return not await raw(unit, "SELECT 1 FROM editions WHERE finished = 0")

    async def _newest(self) -> int:
        async with self.newspaper.news.storage.reading() as unit:
            rows = await raw(unit, "SELECT COALESCE(MAX(number), 0) FROM articles")
        return int(rows[0][0])


def words(*typed: str) -> tuple[Any, ...]:
    """Return words to follow or to mute."""
    return tuple(parse_words(" ".join(typed)))


def pushes(person: Person) -> list[Json]:
    """Return what came to a reader unasked, oldest first: the answer to /start is the first message."""
    return from_bot(person)[1:]


def text_of(message: Json) -> str:
    """Return the text or the caption of a message."""
    return str(message.get("text") or message.get("caption", ""))


def seen(person: Person, *titles: str) -> list[str]:
    """Return which of these headlines are in the messages that came to a reader."""
    shown = "\n".join(text_of(message) for message in pushes(person))
    return [title for title in titles if title in shown]
