"""Readers change their minds in the middle of pushes, two processes plan, and transactions die: each article once.

Every reader wants every article; when and from which zone is changed all the time. At the end all want everything at
once, and must have got each article that was pushed while they were subscribed, exactly once.
"""

import asyncio
import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from news.choice.forms import Form
from news.choice.preferences import Breaking, Pace, Preferences, QuietHours, Timetable
from news.choice_desk import ChoiceDesk
from news.delivery.planning import Planner
from news.ledger import Address, Audience, EditionRules, Priority
from news.subscriptions import SubscriptionDesk
from storage import Database
from tests.clocks import HandClock
from tests.news.choosing import MOSCOW, ZONES
from tests.storage.samples import publish, raw

pytestmark = pytest.mark.slow

READERS = 60
ROUNDS = 60
RULES = EditionRules(Audience.SUBSCRIBERS)
BREAKING = EditionRules(Audience.SUBSCRIBERS, Priority.BREAKING)


class KilledError(Exception):
    """The process dies before its commit."""


class Newspaper:
    """Two processes on one database, and readers who change their minds."""

    def __init__(self, processes: list[Database]) -> None:
        self.processes = processes
        self.clock = HandClock()
        self.dice = random.Random(4)  # noqa: S311
        self.planners = [Planner(self.clock, RULES, MOSCOW) for _ in processes]
        self.pushed: list[int] = []
        self.left: dict[int, set[int]] = {}
        self.killed = 0

    async def push(self) -> None:
        """Publish and open an edition; now and then of breaking news."""
        now, key = self.clock.now(), f"k{len(self.pushed)}"
        database = self.dice.choice(self.processes)
        number = await publish(database, key, to_push=True)
        async with database.writing() as unit:
            rules = BREAKING if self.dice.random() < 0.2 else RULES
            await unit.editions.open_headlines(rules, now, 20)
        self.pushed.append(number)

    async def plan(self, process: int, blocks: int) -> None:
        """Plan some blocks; one in five transactions dies."""
        for _ in range(blocks):
            try:
                await self._plan_block(process)
            except KilledError:
                self.killed += 1

    async def _plan_block(self, process: int) -> None:
        async with self.processes[process].writing() as unit:
            await self.planners[process].plan(unit, self.clock.now(), 7)
            if self.dice.random() < 0.2:
                raise KilledError

    async def change(self, process: int) -> None:
        """A reader chooses another time, leaves, or comes back."""
        chat, database = self.dice.randrange(1, READERS + 1), self.processes[process]
        subscriptions, choice = SubscriptionDesk(database, self.clock), ChoiceDesk(database, self.clock)
        if self.dice.random() < 0.1:
            self.left.setdefault(chat, set()).update(self.pushed)
            await subscriptions.end(Address(chat))
            await subscriptions.start(Address(chat), "ru")
            return
        timetable, zone = self._timetable(), self.dice.choice(ZONES)
        await choice.change(Address(chat), "ru", lambda old: replace(old, timetable=timetable, zone=zone))

    def _timetable(self) -> Timetable:
        dice = self.dice
        hours = tuple(sorted(dice.sample(range(0, 24 * 60, 15), 3)))
        start, end = dice.sample(range(0, 24 * 60, 15), 2)
        quiet = QuietHours(start, end) if dice.random() < 0.5 else None
        pace = dice.choice((Pace.AT_ONCE, Pace.HOURLY, Pace.HOURS))
        return Timetable(pace, hours, quiet=quiet, breaking=dice.choice(tuple(Breaking)))

    async def settle(self) -> None:
        """Everybody wants everything at once, and gets what is left."""
        for chat in range(1, READERS + 1):
            choice = ChoiceDesk(self.processes[0], self.clock)
            await choice.change(Address(chat), "ru", lambda old: Preferences(zone=old.zone))
        more = True
        while more:
            async with self.processes[0].writing() as unit:
                more = bool(await self.planners[0].plan(unit, self.clock.now(), 500)) or self.planners[0].more


@pytest.fixture
async def newspaper(database: Database, other: Database) -> Newspaper:
    opened = Newspaper([database, other])
    async with database.writing() as unit:
        for chat in range(1, READERS + 1):
            await unit.subscriptions.start(Address(chat), "ru", opened.clock.now())
    return opened


async def received(database: Database) -> Counter[tuple[int, int]]:
    """Return how often each chat was to get each article."""
    sql = (
        "SELECT p.chat_id, d.variant, e.shown FROM deliveries AS d JOIN editions AS e ON e.id = d.edition_id "
        "JOIN places AS p ON p.id = d.place_id"
    )
    async with database.writing() as unit:
        rows: Any = await raw(unit, sql)
    found = Counter[tuple[int, int]]()
    for row in rows:
        form = Form.load(row["variant"]) or Form()
        shown = [int(number) for number in row["shown"].strip("[]").split(",")]
        found.update((row["chat_id"], number) for place, number in enumerate(shown) if form.has(place))
    return found


async def test_changes_in_the_middle_of_pushes_lose_nothing_and_repeat_nothing(newspaper: Newspaper) -> None:
    for _ in range(ROUNDS):
        if newspaper.dice.random() < 0.7:
            await newspaper.push()
        jobs = [newspaper.plan(process, newspaper.dice.randrange(6)) for process in (0, 1)]
        changes = [newspaper.change(process) for process in (0, 1, 0)]
        await asyncio.gather(*jobs, *changes)
        newspaper.clock.advance(minutes=newspaper.dice.randrange(90))
    await newspaper.settle()

    found = await received(newspaper.processes[0])
    assert newspaper.killed > ROUNDS / 10, "some transactions died"
    assert not [pair for pair, count in found.items() if count > 1], "nothing comes twice"
    missing = {(chat, number) for chat in range(1, READERS + 1) for number in newspaper.pushed} - set(found)
    left = {(chat, number) for chat, numbers in newspaper.left.items() for number in numbers}
    assert missing <= left, "only who left has missed something"
