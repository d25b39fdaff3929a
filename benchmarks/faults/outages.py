"""The database is unavailable for 30 s during a push, in seven ways.

People write to the bot all the time, and Telegram posts each update until it is accepted. The bot must not confirm an
update that it has not stored, must not send once the claimed deliveries are sent, and must resume both without help.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import aiohttp

from benchmarks.databases import Unavailable
from benchmarks.faults.database_faults import (
    DatabaseAccess,
    failing_writes,
    full_disk,
    locked_file,
    locked_tables,
    proxied_postgres,
    refused_connections,
    small_disk,
    sqlite_file,
    stalled_network,
    terminated_sessions,
)
from benchmarks.faults.databases import FIRST_CHAT, rows, states, unknowns, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Receiver, open_receiver
from benchmarks.faults.updates import Webhook, typed
from storage import open_storage
from tests.support.processes import BotProcess, ProcessFactory

TITLE = "Database outages"
FIRST_PERSON = 10**6
POST_SECONDS = 0.1
# Deliveries that were claimed before the outage are still sent within this time.
SETTLING_SECONDS = 2.0
BEFORE_SECONDS = 1.5
AFTER_SECONDS = 2.0
TIMEOUT_SECONDS = 120.0

DatabaseFault = Callable[[DatabaseAccess, BotProcess], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True)
class Outage:
    """One kind of outage: `setup` makes the database, `fault` breaks it for the duration of a block."""

    name: str
    setup: Callable[[int], AbstractAsyncContextManager[DatabaseAccess]]
    fault: DatabaseFault


UNWRITABLE = Outage("SQLite unwritable", sqlite_file, failing_writes)
SHUT = Outage("PostgreSQL shut", proxied_postgres, terminated_sessions)
OUTAGES = (
    Outage("SQLite full", small_disk, full_disk),
    UNWRITABLE,
    Outage("SQLite locked", sqlite_file, locked_file),
    Outage("PostgreSQL locked", proxied_postgres, locked_tables),
    Outage("PostgreSQL silent", proxied_postgres, stalled_network),
    Outage("PostgreSQL cut off", proxied_postgres, refused_connections),
    SHUT,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """Each outage lasts `seconds` in a push at `rate` messages a second; `recovery` is the maximum, in seconds."""

    seconds: float
    outages: Sequence[Outage] = OUTAGES
    rate: int = 100
    recovery: float = 10

    @property
    def subscribers(self) -> int:
        """Enough subscribers for the push to last beyond the outage."""
        return round(self.rate * (BEFORE_SECONDS + AFTER_SECONDS + self.recovery))


FULL = Plan(30)
QUICK = Plan(3, recovery=5)


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Run all outages; those that are not possible on this machine are left out."""
    measurements: list[Measurement] = []
    for outage in plan.outages:
        try:
            measurements += await _suffer(processes, plan, outage)
        except Unavailable as error:
            measurements.append(Measurement(f"{outage.name}: left out, {error}", 0))
    return measurements


async def _suffer(processes: ProcessFactory, plan: Plan, outage: Outage) -> list[Measurement]:
    async with (
        outage.setup(plan.subscribers) as access,
        open_receiver() as receiver,
        aiohttp.ClientSession() as session,
    ):
        webhook = Webhook(session)
        settings = {
            "DATABASE_URL": access.url,
            "BOT_API_URL": receiver.address("only"),
            "SEND_RATE": str(plan.rate),
            "PUSH_INTERVAL": "1",
            "LOG_LEVEL": "ERROR",
            **webhook.settings,
        }
        process = await processes.start(settings)
        await until(lambda: len(receiver.arrived) >= plan.rate * BEFORE_SECONDS, TIMEOUT_SECONDS)
        loop = asyncio.get_running_loop()
        async with people(webhook) as posts:
            async with outage.fault(access, process):
                lost_at = loop.time()
                await asyncio.sleep(plan.seconds)
                back_at = loop.time()
            recovered = await _recovery(receiver, back_at)
            await asyncio.sleep(AFTER_SECONDS)
        await until(lambda: heard(receiver, FIRST_PERSON) >= set(posts), TIMEOUT_SECONDS, 0.1)
        return await _measurements(plan, outage, access, process, receiver, posts, (lost_at, back_at, recovered))


async def _measurements(
    plan: Plan,
    outage: Outage,
    access: DatabaseAccess,
    process: BotProcess,
    receiver: Receiver,
    posts: dict[int, float],
    times: tuple[float, float, float],
) -> list[Measurement]:
    lost_at, back_at, recovered = times
    async with open_storage(access.direct_url) as database:
        await until(lambda: _settled(database, plan.subscribers), TIMEOUT_SECONDS, 0.1)
        code, _ = await process.stop()
        assert code == 0, code
        stored = {number for (number,) in await rows(database, "SELECT update_id FROM inbox")}
        found, doubt = await states(database), await unknowns(database)
    pushed = [request for request in receiver.arrived if request.chat < FIRST_PERSON]
    again = len(pushed) - len({request.chat for request in pushed})
    sent = sum(lost_at + SETTLING_SECONDS < request.at < back_at for request in pushed)
    accepted = sum(lost_at < at < back_at for at in posts.values())
    name = outage.name
    return [
        Measurement(f"{name}: updates confirmed but not stored", len(set(posts) - stored), 0),
        Measurement(f"{name}: updates confirmed during the outage", accepted),
        Measurement(f"{name}: sent during the outage, after {SETTLING_SECONDS:.0f} s", sent, 0),
        Measurement(f"{name}: recovery", recovered - back_at, plan.recovery, "s"),
        Measurement(f"{name}: lost", plan.subscribers - found.get("sent", 0), 0),
        Measurement(f"{name}: duplicates, at most the unknowns", again, doubt),
    ]


@asynccontextmanager
async def people(webhook: Webhook) -> AsyncIterator[dict[int, float]]:
    """Post a /help of a new person ten times a second. Gives the people whose update was accepted, with the times.

    At the end of the block every update is posted until it is accepted.
    """
    accepted: dict[int, float] = {}
    loop = asyncio.get_running_loop()
    going_on = asyncio.Event()

    async def post(person: int) -> None:
        await asyncio.sleep(random.random() * POST_SECONDS)
        await webhook.post(typed(person, person, "/help"))
        accepted[person] = loop.time()

    async def write() -> None:
        person = FIRST_PERSON
        while not going_on.is_set():
            group.create_task(post(person))
            person += 1
            await asyncio.sleep(POST_SECONDS)

    async with asyncio.TaskGroup() as group:
        group.create_task(write())
        try:
            yield accepted
        finally:
            going_on.set()


async def _recovery(receiver: Receiver, back_at: float) -> float:
    """Wait until a subscriber and a person who wrote have received a message again; return that time."""

    def later(people: bool) -> list[float]:
        return [one.at for one in receiver.arrived if one.at > back_at and (one.chat >= FIRST_PERSON) == people]

    await until(lambda: bool(later(True)) and bool(later(False)), TIMEOUT_SECONDS, 0.02)
    return max(later(True)[0], later(False)[0])


def heard(receiver: Receiver, first: int = FIRST_CHAT) -> set[int]:
    """Return the chats with ids from `first` on that have received a message."""
    return {chat for chat in receiver.copies if chat >= first}


async def _settled(database: object, count: int) -> bool:
    found = await states(database)  # type: ignore[arg-type]
    return found.get("sent", 0) + found.get("failed", 0) >= count
