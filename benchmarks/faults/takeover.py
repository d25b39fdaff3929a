"""Two processes on one PostgreSQL: the one that has just sent a message, and so holds leases, is killed repeatedly.

A killed process is replaced at once. A delivery that was in flight at a kill is taken over when another process has
claimed it, or when it is settled. A double claim is a message that two processes sent while both were alive.
"""

import asyncio
import math
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from benchmarks.faults.databases import all_settled, prepared_database, rows, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Receiver, open_receiver
from bot.timings import Timings
from news.delivery import DeliveryTimes
from storage import Database, open_storage
from tests.support.processes import BotProcess, ProcessFactory

TITLE = "Two processes, the one with leases is killed, PostgreSQL"
TIMEOUT_SECONDS = 120.0
POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Plan:
    """A push to `subscribers` at `rate` messages a second with `kills`; a takeover may take `within` seconds."""

    subscribers: int
    kills: int
    rate: int = 100
    seed: int = 5
    within: float = 15.0
    timings: Timings = Timings()


FULL = Plan(10_000, 50)
QUICK = Plan(
    300,
    3,
    within=7.5,
    timings=Timings(delivery=DeliveryTimes(lease=timedelta(seconds=3))),
)


class TakeoverMonitor:
    """Records when each process was killed, and how long its deliveries in flight took to be taken over (seconds)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lost_leases: dict[tuple[int, int], float] = {}
        self.killed_at: dict[str, float] = {}
        self.takeovers: list[float] = []
        self.lost_leases: list[int] = []

    @property
    def is_taken_over(self) -> bool:
        """Whether no delivery is left that was in flight when its process ended."""
        return not self._lost_leases

    async def run(self) -> None:
        """Poll the deliveries in flight until cancelled."""
        while True:
            await self.poll()
            await asyncio.sleep(POLL_SECONDS)

    async def poll(self) -> None:
        """Record the takeovers since the last poll."""
        sending, now = await self._sending(), asyncio.get_running_loop().time()
        self.takeovers += [now - at for lease, at in self._lost_leases.items() if lease not in sending]
        self._lost_leases = {lease: at for lease, at in self._lost_leases.items() if lease in sending}

    async def record_kill(self, name: str) -> None:
        """Record a kill and the deliveries in flight; those of the other process disappear at the next poll."""
        self.killed_at[name] = now = asyncio.get_running_loop().time()
        sending = await self._sending()
        self.lost_leases.append(len(sending))
        self._lost_leases.update(dict.fromkeys(sending - self._lost_leases.keys(), now))

    async def _sending(self) -> set[tuple[int, int]]:
        return set(await rows(self._database, "SELECT place_id, tries FROM deliveries WHERE state = 'sending'"))


class WatchedPush(NamedTuple):
    """A push that is prepared on PostgreSQL, and what watches it."""

    url: str
    receiver: Receiver
    database: Database
    monitor: TakeoverMonitor


@asynccontextmanager
async def open_watched_push(subscribers: int) -> AsyncIterator[WatchedPush]:
    """Prepare a push to this many subscribers; its deliveries in flight are watched during the block."""
    async with (
        prepared_database("postgres", subscribers) as url,
        open_receiver() as receiver,
        open_storage(url) as database,
    ):
        monitor = TakeoverMonitor(database)
        watching = asyncio.get_running_loop().create_task(monitor.run())
        try:
            yield WatchedPush(url, receiver, database, monitor)
        finally:
            watching.cancel()


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Push once with kills."""
    async with open_watched_push(plan.subscribers) as (url, receiver, database, monitor):
        left = await _push(processes, plan, url, receiver, monitor)
        await until(lambda: all_settled(database, plan.subscribers), TIMEOUT_SECONDS, 0.1)
        await asyncio.sleep(2 * POLL_SECONDS)
        codes = [(await process.stop())[0] for process in left]
        assert not any(codes), codes
        return [
            Measurement(
                f"{plan.kills} × kill -9: lost of {plan.subscribers:,}", plan.subscribers - len(receiver.copies), 0
            ),
            Measurement("double claims", count_double_claims(receiver, monitor.killed_at), 0),
            Measurement("in flight at a kill, mean", sum(monitor.lost_leases) / len(monitor.lost_leases)),
            Measurement("longest takeover", max(monitor.takeovers, default=math.inf), plan.within, "s"),
            Measurement("duplicates, mean", (len(receiver.arrived) - len(receiver.copies)) / plan.kills),
        ]


async def _push(
    processes: ProcessFactory, plan: Plan, url: str, receiver: Receiver, monitor: TakeoverMonitor
) -> list[BotProcess]:
    rng = random.Random(plan.seed)
    settings = {"DATABASE_URL": url, "SEND_RATE": str(plan.rate), "PUSH_INTERVAL": "3600", "LOG_LEVEL": "ERROR"}
    alive: dict[str, BotProcess] = {}
    born = 0

    async def start() -> None:
        nonlocal born
        born += 1
        name = str(born)
        alive[name] = await processes.start(settings | {"BOT_API_URL": receiver.address(name)}, plan.timings)

    await start()
    await start()
    for kill in range(1, plan.kills + 1):
        share = plan.subscribers * kill // (plan.kills + 1)
        await until(lambda share=share: len(receiver.copies) >= share, TIMEOUT_SECONDS)  # type: ignore[misc]
        await asyncio.sleep(rng.random() * 0.5)
        sent = len(receiver.arrived)
        await until(lambda sent=sent: len(receiver.arrived) > sent, TIMEOUT_SECONDS, 0.001)  # type: ignore[misc]
        name = receiver.arrived[-1].sender
        await alive.pop(name).kill()
        await monitor.record_kill(name)
        await start()
    return list(alive.values())


def count_double_claims(receiver: Receiver, killed_at: dict[str, float]) -> int:
    """Count messages that arrived again while the process that had sent the copy before was alive."""
    senders: dict[int, str] = {}
    found = 0
    for request in receiver.arrived:
        before = senders.get(request.chat)
        found += before is not None and killed_at.get(before, math.inf) > request.at
        senders[request.chat] = request.sender
    return found
