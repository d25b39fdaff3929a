"""A wave of comments: a thousand a minute are held, a moderator works through them, and a push goes on beside it.

Each comment is the first of its author, so the usual rules hold it. The bot runs whole, on SQLite and with its inbox.
Comments and presses are updates, as Telegram sends them; the presses are the moderator's «Approve», one after the other
on the oldest case. Measured are the seconds from the moment a press comes in until its button is answered, the rate of
the push beside it against the same push alone, how many messages the moderator gets, and the memory.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter
from typing import Any

from benchmarks.app_runner import check_sent, open_empty_app, publish, subscribe
from benchmarks.context import Context
from benchmarks.faults.databases import until
from benchmarks.faults.updates import pressed, typed
from benchmarks.memory import resident_megabytes
from benchmarks.runs import MILLIS, with_target
from benchmarks.sink import Sink, open_sink
from benchmarks.sink_counters import percentile
from bot.app import App
from handlers.answers import Answer, Answered
from handlers.callbacks.moderating import ALL, CaseAct, CaseAction
from news.roles import Role

MODERATOR = 900
FIRST_AUTHOR = 2_000_000
COMMENTS_A_MINUTE = 1_000
# As fast as a person reads: also what the guard against floods lets through.
PRESSES_A_SECOND = 1.5
# The answers to the authors, 17 a second, are of the same rate: they take a sixth of a push at 100 a second.
PUSH_RATE = 1_000
MAX_MILLIS, MIN_RATIO, MAX_GROWTH_MB = 300.0, 0.95, 20.0
TIMEOUT_SECONDS = 120.0


class NoUpdates:
    """A source that has none: the benchmark hands its updates to the intake itself."""

    async def run(self, _intake: Any) -> None:
        """Wait until cancelled."""
        await asyncio.Event().wait()


class Stopwatch:
    """Notes when the answer to each callback query has been sent."""

    def __init__(self, app: App) -> None:
        self.begun: dict[str, float] = {}
        self.taken: list[float] = []
        self._carry = app.answers.carry
        app.answers.carry = self.carry  # type: ignore[method-assign]

    async def carry(self, answer: Answer) -> Answered:
        """Send an answer; note the end of a press."""
        answered = await self._carry(answer)
        begun = self.begun.pop(str(answer.to), None)
        if begun is not None:
            self.taken.append(perf_counter() - begun)
        return answered


@dataclass(frozen=True, slots=True)
class Wave:
    """What was measured during a wave: seconds of each press, rate of the push, memory in the middle and at the end."""

    presses: list[float]
    rate: float
    messages: int
    judged: int
    middle_mb: float
    end_mb: float


async def measure(context: Context) -> None:
    """Push alone, then let the wave come with a push beside it."""
    seconds = 600 if context.long else context.pick(60, 3)
    async with open_sink() as sink:
        context.progress("A push alone")
        alone = await _push_alone(sink, min(seconds, 30))
        context.progress(f"A wave of comments, {seconds} s")
        wave = await _wave(sink, seconds)
    presses = sorted(second * MILLIS for second in wave.presses)
    context.table.add_section(
        f"{COMMENTS_A_MINUTE:,} comments a minute for {seconds} s, all held, SQLite",
        *("presses", "ms, median", "p99", "push\nx alone", "messages to\nthe moderator", "memory\nMB, grown"),
    )
    context.table.add_row(
        f"a moderator approves {PRESSES_A_SECOND:g} a second",
        f"{len(presses):,}",
        f"{percentile(presses, 0.5):.1f}",
        with_target(percentile(presses, 0.99), MAX_MILLIS, maximum=True),
        with_target(wave.rate / alone, MIN_RATIO, digits=2),
        f"{wave.messages:,}",
        with_target(wave.end_mb - wave.middle_mb, MAX_GROWTH_MB, maximum=True),
    )
    assert wave.judged >= len(presses), wave


async def _push_alone(sink: Sink, seconds: int) -> float:
    async with open_empty_app(sink.url, PUSH_RATE) as app:
        await subscribe(app, PUSH_RATE * seconds)
        await publish(app)
        await sink.reset()
        async with _delivering(app):
            return await _push(app, PUSH_RATE * seconds)


async def _push(app: App, subscribers: int) -> float:
    """Push; return how many messages a second subscribers get."""
    begun = perf_counter()
    edition = await app.news.delivery.tick()
    assert edition is not None

    async def finished() -> bool:
        async with app.database.reading() as unit:
            found = await unit.editions.get(edition.id)
        return found is not None and found.finished

    await until(finished, TIMEOUT_SECONDS + subscribers / PUSH_RATE, 0.05)
    taken = perf_counter() - begun
    await check_sent(app, edition.id, subscribers)
    return subscribers / taken


async def _wave(sink: Sink, seconds: int) -> Wave:
    comments = COMMENTS_A_MINUTE * seconds // 60
    async with open_empty_app(sink.url, PUSH_RATE) as app:
        await _fill(app, comments)
        await subscribe(app, PUSH_RATE * seconds)
        await publish(app)
        await sink.reset()
        watch = Stopwatch(app)
        memory = list[float]()
        async with _delivering(app), _at_work(app), asyncio.TaskGroup() as group:
            pushing = group.create_task(_push(app, PUSH_RATE * seconds))
            writing = group.create_task(_write(app, comments))
            judging = group.create_task(_judge(app, watch, seconds))
            await asyncio.sleep(seconds / 2)
            memory.append(resident_megabytes())
            await asyncio.wait([writing, judging, pushing])
            memory.append(resident_megabytes())
        judged, messages = await _counts(app)
        return Wave(watch.taken, pushing.result(), messages, judged, *memory)


@asynccontextmanager
async def _delivering(app: App) -> AsyncIterator[None]:
    """Let the ledger be sent."""
    async with asyncio.TaskGroup() as group:
        delivery = group.create_task(app.news.delivery.run())
        yield
        app.news.delivery.stop()
        await delivery


@asynccontextmanager
async def _at_work(app: App) -> AsyncIterator[None]:
    """Let the intake handle what it is handed, and the moderators be told of new cases."""

    async def announce() -> None:
        while True:
            await app.news.cases.announce()
            await asyncio.sleep(1)

    async with asyncio.TaskGroup() as group:
        intake = group.create_task(app.intake.run(NoUpdates()))
        announcing = group.create_task(announce())
        yield
        announcing.cancel()
        app.intake.stop()
        await intake


async def _fill(app: App, authors: int) -> None:
    """Register the authors and the moderator, long ago."""
    long_ago = app.clock.now() - timedelta(days=3)
    async with app.database.writing() as unit:
        for person in (MODERATOR, *range(FIRST_AUTHOR, FIRST_AUTHOR + authors)):
            await unit.readers.register(person, f"Имя {person}", f"имя {person}", "ru", long_ago)
        await unit.readers.set_role(MODERATOR, Role.MODERATOR)


async def _write(app: App, comments: int) -> None:
    """Write the comments, evenly spread, each by another author."""
    begun, pause = perf_counter(), 60 / COMMENTS_A_MINUTE
    for number in range(comments):
        await asyncio.sleep(max(0.0, begun + number * pause - perf_counter()))
        await app.intake.accept([typed(number + 1, FIRST_AUTHOR + number, f"/comment 1 Слово {number}")])


async def _judge(app: App, watch: Stopwatch, seconds: int) -> None:
    """Press «Approve» on the oldest case, again and again."""
    begun, number = perf_counter(), 0
    while (elapsed := perf_counter() - begun) < seconds:
        async with app.database.reading() as unit:
            oldest = await unit.cases.opened(0, 1)
        if oldest and not watch.begun:
            number += 1
            case = oldest[0]
            press = CaseAction(case=case.id, version=case.version or 0, act=CaseAct.APPROVE, walk=ALL)
            update = pressed(10**7 + number, MODERATOR, press.pack())
            watch.begun[str(10**7 + number)] = perf_counter()
            await app.intake.accept([update])
        await asyncio.sleep(max(0.0, (number + 1) / PRESSES_A_SECOND - elapsed) if number else 0.05)


async def _counts(app: App) -> tuple[int, int]:
    """Return how many cases were judged, and how many messages and edits the moderator got of the ledger."""
    async with app.database.reading() as unit:
        connection = unit.inbox._connection
        (judged,) = (await connection.fetch("SELECT COUNT(*) FROM cases WHERE verdict IS NOT NULL"))[0]
        (messages,) = (
            await connection.fetch(
                "SELECT COUNT(*) FROM deliveries JOIN places ON id = place_id WHERE chat_id = :chat AND state = 'sent'",
                {"chat": MODERATOR},
            )
        )[0]
    return judged, messages
