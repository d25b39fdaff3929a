"""The database is away for half a minute, in every way a database can be, in the middle of a push.

All the while people write to the bot, and Telegram posts what they write until it is taken. Nothing may be taken that
is not stored; nothing is sent once what was in hand has left; and when the database is back, both go on by themselves.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import aiohttp

from benchmarks.databases import Unavailable
from benchmarks.faults.breaking import (
    Place,
    crowded,
    cut_off,
    locked_file,
    locked_tables,
    on_a_small_disk,
    on_postgres,
    on_sqlite,
    shut_out,
    silent,
    unwritable,
)
from benchmarks.faults.figures import Figure
from benchmarks.faults.nursery import Nursery, Program
from benchmarks.faults.receiver import Receiver, open_receiver
from benchmarks.faults.town import FIRST_CHAT, rows, states, unknowns, until
from benchmarks.faults.updates import Webhook, typed
from storage import open_storage

TITLE = "The database is away"
FIRST_PERSON = 10**6
POST_SECONDS = 0.1
# What had been claimed leaves, and what was being taken is stored, before the outage is felt.
SETTLING_SECONDS = 2.0
BEFORE_SECONDS = 1.5
AFTER_SECONDS = 2.0
PATIENCE_SECONDS = 120.0

Break = Callable[[Place, Program], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True)
class Outage:
    """A way to lose the database: where it is, and what happens to it."""

    name: str
    place: Callable[[int], AbstractAsyncContextManager[Place]]
    breaks: Break


UNWRITABLE = Outage("SQLite unwritable", on_sqlite, unwritable)
SHUT = Outage("PostgreSQL shut", on_postgres, shut_out)
OUTAGES = (
    Outage("SQLite full", on_a_small_disk, crowded),
    UNWRITABLE,
    Outage("SQLite locked", on_sqlite, locked_file),
    Outage("PostgreSQL locked", on_postgres, locked_tables),
    Outage("PostgreSQL silent", on_postgres, silent),
    Outage("PostgreSQL cut off", on_postgres, cut_off),
    SHUT,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long each outage lasts, at how many messages a second; recovery may take so long."""

    seconds: float
    outages: Sequence[Outage] = OUTAGES
    rate: int = 100
    recovery: float = 10

    @property
    def subscribers(self) -> int:
        """So many that the push lasts beyond the outage."""
        return round(self.rate * (BEFORE_SECONDS + AFTER_SECONDS + self.recovery))


FULL = Plan(30)
QUICK = Plan(3, recovery=5)


async def measure(nursery: Nursery, plan: Plan) -> list[Figure]:
    """Go through all outages, but for those that cannot be made here."""
    figures: list[Figure] = []
    for outage in plan.outages:
        try:
            figures += await _suffer(nursery, plan, outage)
        except Unavailable as error:
            figures.append(Figure(f"{outage.name}: left out, {error}", 0))
    return figures


async def _suffer(nursery: Nursery, plan: Plan, outage: Outage) -> list[Figure]:
    async with (
        outage.place(plan.subscribers) as place,
        open_receiver() as receiver,
        aiohttp.ClientSession() as session,
    ):
        webhook = Webhook(session)
        settings = {
            "DATABASE_URL": place.url,
            "BOT_API_URL": receiver.address("only"),
            "SEND_RATE": str(plan.rate),
            "PUSH_INTERVAL": "1",
            "LOG_LEVEL": "ERROR",
            **webhook.settings,
        }
        program = await nursery.start(settings)
        await until(lambda: len(receiver.arrived) >= plan.rate * BEFORE_SECONDS, PATIENCE_SECONDS)
        loop = asyncio.get_running_loop()
        async with people(webhook) as posts:
            async with outage.breaks(place, program):
                lost_at = loop.time()
                await asyncio.sleep(plan.seconds)
                back_at = loop.time()
            recovered = await _recovery(receiver, back_at)
            await asyncio.sleep(AFTER_SECONDS)
        await until(lambda: heard(receiver, FIRST_PERSON) >= set(posts), PATIENCE_SECONDS, 0.1)
        return await _figures(plan, outage, place, program, receiver, posts, (lost_at, back_at, recovered))


async def _figures(
    plan: Plan,
    outage: Outage,
    place: Place,
    program: Program,
    receiver: Receiver,
    posts: dict[int, float],
    times: tuple[float, float, float],
) -> list[Figure]:
    lost_at, back_at, recovered = times
    async with open_storage(place.direct_url) as database:
        await until(lambda: _settled(database, plan.subscribers), PATIENCE_SECONDS, 0.1)
        code, _ = await program.stop()
        assert code == 0, code
        stored = {number for (number,) in await rows(database, "SELECT update_id FROM inbox")}
        found, doubt = await states(database), await unknowns(database)
    pushed = [request for request in receiver.arrived if request.chat < FIRST_PERSON]
    again = len(pushed) - len({request.chat for request in pushed})
    sent = sum(lost_at + SETTLING_SECONDS < request.at < back_at for request in pushed)
    taken = sum(lost_at < at < back_at for at in posts.values())
    name = outage.name
    return [
        Figure(f"{name}: confirmed and not stored", len(set(posts) - stored), 0),
        Figure(f"{name}: confirmed meanwhile", taken),
        Figure(f"{name}: sent meanwhile, after {SETTLING_SECONDS:.0f} s", sent, 0),
        Figure(f"{name}: recovery", recovered - back_at, plan.recovery, "s"),
        Figure(f"{name}: lost", plan.subscribers - found.get("sent", 0), 0),
        Figure(f"{name}: twice, unknowns at most", again, doubt),
    ]


@asynccontextmanager
async def people(webhook: Webhook) -> AsyncIterator[dict[int, float]]:
    """Let somebody new write ten times a second; the block gets who was told that it arrived, and when.

    At the block's end, whatever was written is posted until it is taken.
    """
    taken: dict[int, float] = {}
    loop = asyncio.get_running_loop()
    going_on = asyncio.Event()

    async def post(person: int) -> None:
        await asyncio.sleep(random.random() * POST_SECONDS)
        await webhook.post(typed(person, person, "/help"))
        taken[person] = loop.time()

    async def write() -> None:
        person = FIRST_PERSON
        while not going_on.is_set():
            group.create_task(post(person))
            person += 1
            await asyncio.sleep(POST_SECONDS)

    async with asyncio.TaskGroup() as group:
        group.create_task(write())
        try:
            yield taken
        finally:
            going_on.set()


async def _recovery(receiver: Receiver, back_at: float) -> float:
    """Wait until a subscriber and somebody who wrote have heard from the bot again; return when."""

    def later(people: bool) -> list[float]:
        return [one.at for one in receiver.arrived if one.at > back_at and (one.chat >= FIRST_PERSON) == people]

    await until(lambda: bool(later(True)) and bool(later(False)), PATIENCE_SECONDS, 0.02)
    return max(later(True)[0], later(False)[0])


def heard(receiver: Receiver, first: int = FIRST_CHAT) -> set[int]:
    """Return who has heard from the bot, from that id on."""
    return {chat for chat in receiver.copies if chat >= first}


async def _settled(database: object, count: int) -> bool:
    found = await states(database)  # type: ignore[arg-type]
    return found.get("sent", 0) + found.get("failed", 0) >= count
