"""Three days of a newspaper with generated readers: each is sent exactly what the decider says, in order, once.

The clocks change in these days, in one zone at midnight. Real databases plan; a reader's own story is told beside.
"""

import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from news.choice.deciding import Candidate, chooses, is_quiet, zone_of
from news.choice.forms import Form
from news.choice.preferences import Breaking
from news.choice.timetables import night_of
from news.choice.tracking import Tracking
from news.delivery.planning import Planner
from news.ledger import Address, Audience, EditionRules
from news.model import NewArticle
from news.ports.choices import Choice
from news.publication import PublicationRules, publish_now
from news.richtext import from_plain
from storage import Database
from tests.clocks import HandClock
from tests.news.choosing import MOSCOW, WORDS, Told, expected, moments, preferences

pytestmark = pytest.mark.slow

# On this Sunday the clocks go forward in Berlin at 2:00, and in Beirut at midnight.
START = datetime(2026, 3, 27, 18, tzinfo=UTC)
HOURS = 72
READERS = 200
RULES = EditionRules(Audience.SUBSCRIBERS, lifetime=timedelta(days=1))
TOPIC_NAMES = ("Город", "Спорт", "Политика", "Культура", "Погода")


class Days:
    """A newspaper on a real database, stepped by hand."""

    def __init__(self, database: Database, readers: int, block: int) -> None:
        self.database = database
        self.clock = HandClock(START)
        self.planner = Planner(self.clock, RULES, MOSCOW)
        self.dice = random.Random(29)  # noqa: S311
        self.readers = readers
        self.block = block
        self.told: dict[int, Told] = {}
        self.sent: dict[int, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
        self.articles: dict[int, Candidate] = {}
        self.count = 0
        self.times: dict[int, datetime] = {}

    async def subscribe(self) -> None:
        """Subscribe the readers, and store what they have chosen."""
        async with self.database.writing() as unit:
            for name in TOPIC_NAMES:
                await unit.topics.obtain([name])
            for chat in range(1, self.readers + 1):
                place = await unit.places.obtain(Address(chat), "ru")
                chosen, tracking = preferences(chat, START), Tracking(since=START)
                await unit.subscriptions.start(Address(chat), "ru", START)
                await unit.choices.store(Choice(place, chosen, tracking=tracking))
                self.told[place] = Told(chosen, tracking)

    async def step(self, step: int, now: datetime) -> None:
        """Publish, open the editions, plan them to the end, and tell each reader's own story."""
        self.clock.moment = now
        self.clock.seconds += 1200
        self.times[step] = now
        pushes = await self._publish(now)
        self.planner._wakes_next = True  # the first block is of a push: breaking news go before a digest
        while await self._plan(now) or self.planner.more:
            pass
        async for place, numbers in self._planned():
            self.sent[place].append((step, numbers))
            wanted = self.told[place].preferences
            assert all(chooses(wanted, self.articles[number]) for number in numbers), "nothing unwanted is sent"
        for told in self.told.values():
            expected(told, step, pushes, self.articles, now)

    async def _plan(self, now: datetime) -> int:
        async with self.database.writing() as unit:
            return await self.planner.plan(unit, now, self.block)

    async def _publish(self, now: datetime) -> list[list[int]]:
        """Publish some articles; breaking news have an edition of their own, which is planned first."""
        breaking = [await self._write(now, breaking=True)] if self.dice.random() < 0.08 else []
        usual = [await self._write(now) for _ in range(self.dice.choice((0, 0, 0, 1, 2)))]
        async with self.database.writing() as unit:
            await unit.editions.open_headlines(RULES, now, 20)
        await self._read_candidates()
        # An edition shows the newest first.
        return [push[::-1] for push in (breaking, usual) if push]

    async def _write(self, now: datetime, *, breaking: bool = False) -> int:
        dice = self.dice
        words = dice.sample(WORDS, 3)
        text = ("Южного моста нет. " if dice.random() < 0.2 else "") + " ".join(words)
        topic = dice.choice((None, *TOPIC_NAMES))
        number = self.count + 1
        source = f"https://{dice.choice(('www.Example.org', 'example.com'))}/{number}"
        draft = NewArticle(f"k{number}", text.title(), from_plain(text), now, topic=topic, source_url=source)
        async with self.database.writing() as unit:
            stored, _ = await unit.articles.add(draft)
            assert stored == number
            if number > 5 and dice.random() < 0.2:
                await unit.articles.set_follows(number, number - dice.randrange(1, 5))
            article = await unit.articles.get(number)
            assert article is not None
            published = await publish_now(
                unit, article, now, None, PublicationRules(MOSCOW, breaking_per_day=99), breaking=breaking
            )
            assert published is not None
        self.count = number
        return number

    async def _read_candidates(self) -> None:
        """Read the articles as choices see them now from the planner's own source, which has tests of its own."""
        async with self.database.reading() as unit:
            selection = await self.planner._candidates.of_waiting(unit, await unit.choices.newest_push())
        self.articles = {article.number: article for article in selection.articles}

    async def _planned(self) -> AsyncIterator[tuple[int, tuple[int, ...]]]:
        """Yield what was planned since the last step: the place, and the numbers that its form selects."""
        async with self.database.writing() as unit:
            connection: Any = unit.deliveries._connection  # type: ignore[attr-defined]
            rows = await connection.fetch(
                "SELECT d.edition_id, d.place_id, d.variant, e.shown, e.kind, e.priority FROM deliveries AS d "
                "JOIN editions AS e ON e.id = d.edition_id WHERE d.state = 'pending' "
                "ORDER BY CASE WHEN e.kind = 'digest' THEN 9 ELSE e.priority END, d.edition_id, d.place_id"
            )
            await connection.execute("UPDATE deliveries SET state = 'sent' WHERE state = 'pending'")
        for row in rows:
            form = Form.load(row["variant"]) or Form()
            shown = [int(number) for number in row["shown"].strip("[]").split(",")]
            assert not form.more, "no edition of this test has more than it shows"
            numbers = [number for position, number in enumerate(shown) if form.has(position)]
            yield row["place_id"], tuple(sorted(numbers) if row["kind"] == "digest" else numbers)


async def lived(database: Database, block: int) -> Days:
    """Live three days; a block may have as many readers as there are."""
    days = Days(database, READERS, block)
    await days.subscribe()
    for step, now in enumerate(moments(START, HOURS)):
        await days.step(step, now)
    assert sum(map(len, days.sent.values())) > READERS, "the readers were sent something"
    return days


async def test_three_days_are_what_the_decider_says(database: Database) -> None:
    days = await lived(database, READERS + 1)
    for place, told in days.told.items():
        assert days.sent[place] == told.sent, told.preferences
    _check_the_laws(days)


async def test_in_small_blocks_everybody_gets_the_same_articles(database: Database) -> None:
    """A digest may now be planned before the breaking news of the same minute, and then has them."""
    days = await lived(database, 23)
    for place, told in days.told.items():
        if not told.preferences.daily_cap:
            assert _numbers(days.sent[place]) == _numbers(told.sent), told.preferences
    _check_the_laws(days)


def _numbers(sent: list[tuple[int, tuple[int, ...]]]) -> set[int]:
    return {number for _, message in sent for number in message}


def _check_the_laws(days: Days) -> None:
    """Whatever the decider says: nothing twice, and nothing in quiet hours without consent."""
    for place, sent in days.sent.items():
        chosen = days.told[place].preferences
        zone = zone_of(chosen, MOSCOW)
        numbers = [number for _, message in sent for number in message]
        assert len(numbers) == len(set(numbers)), f"{place} was sent something twice"
        nights = Counter[int]()
        for step, message in sent:
            now = days.times[step]
            if is_quiet(chosen, zone, now):
                assert all(days.articles[number].breaking for number in message)
                assert chosen.timetable.breaking is Breaking.ALWAYS
                nights[night_of(chosen.timetable.quiet, zone, now)] += 1
        assert all(count == 1 for count in nights.values()), "breaking news pass a night once"
        usual = [number for number in numbers if not days.articles[number].breaking]
        assert usual == sorted(usual, key=lambda number: days.articles[number].edition) or chosen.paused_until
