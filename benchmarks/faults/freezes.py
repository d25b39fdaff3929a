"""Two processes on one PostgreSQL: the one that has just sent a message is frozen, and wakes when its leases are gone.

A frozen process (SIGSTOP, a machine that sleeps) may stand inside a transaction, with its locks. The other one must
take over its deliveries; when it wakes, it must not send what the other one has sent meanwhile.
"""

import asyncio
import math
import os
import random
import signal
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.faults.databases import all_settled, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Receiver, Request
from benchmarks.faults.takeover import QUICK as QUICK_TAKEOVER
from benchmarks.faults.takeover import TIMEOUT_SECONDS, TakeoverMonitor, open_watched_push
from bot.timings import Timings
from tests.support.processes import BotProcess, ProcessFactory

TITLE = "Two processes, the one with leases is frozen and wakes, PostgreSQL"


@dataclass(frozen=True, slots=True)
class Plan:
    """A push at `rate` messages a second with `freezes`; a takeover may take `within` seconds."""

    freezes: int
    rate: int = 100
    seed: int = 6
    within: float = 15.0
    timings: Timings = Timings()

    @property
    def subscribers(self) -> int:
        """Enough subscribers for the push to last beyond the last freeze."""
        return round(self.freezes * self.rate * (self.within + 1))


FULL = Plan(10)
QUICK = Plan(2, within=QUICK_TAKEOVER.within, timings=QUICK_TAKEOVER.timings)


@dataclass(frozen=True, slots=True)
class Sleep:
    """The process `name` was frozen, and woke; times of the loop's clock."""

    name: str
    frozen_at: float
    woke_at: float


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Push once with freezes."""
    async with open_watched_push(plan.subscribers) as (url, receiver, database, monitor):
        settings = {"DATABASE_URL": url, "SEND_RATE": str(plan.rate), "PUSH_INTERVAL": "3600", "LOG_LEVEL": "ERROR"}
        pair = {
            name: await processes.start(settings | {"BOT_API_URL": receiver.address(name)}, plan.timings)
            for name in ("first", "second")
        }
        sleeps = await _freeze(plan, pair, receiver, monitor)
        await until(
            lambda: all_settled(database, plan.subscribers), TIMEOUT_SECONDS + plan.subscribers / plan.rate, 0.1
        )
        codes = [(await process.stop())[0] for process in pair.values()]
        assert not any(codes), codes
    silence = max(later.at - earlier.at for earlier, later in pairwise(receiver.arrived))
    return [
        Measurement(
            f"{plan.freezes} × SIGSTOP: lost of {plan.subscribers:,}", plan.subscribers - len(receiver.copies), 0
        ),
        Measurement("in flight at a freeze, mean", sum(monitor.lost_leases) / len(monitor.lost_leases)),
        Measurement("longest takeover", max(monitor.takeovers, default=math.inf), plan.within, "s"),
        Measurement("longest silence of both", silence, plan.within, "s"),
        Measurement("sent by a process that woke after the other one", count_sent_again(receiver, sleeps), 0),
        Measurement("duplicates, mean", (len(receiver.arrived) - len(receiver.copies)) / plan.freezes),
    ]


async def _freeze(plan: Plan, pair: dict[str, BotProcess], receiver: Receiver, monitor: TakeoverMonitor) -> list[Sleep]:
    """Freeze the process that has just sent, until its deliveries in flight are taken over; again and again."""
    rng, loop, sleeps = random.Random(plan.seed), asyncio.get_running_loop(), list[Sleep]()
    for _ in range(plan.freezes):
        sent = len(receiver.arrived) + plan.rate
        await until(lambda sent=sent: len(receiver.arrived) > sent, TIMEOUT_SECONDS, 0.001)  # type: ignore[misc]
        await asyncio.sleep(rng.random() * 0.1)
        name = receiver.arrived[-1].sender
        os.kill(pair[name].pid, signal.SIGSTOP)
        frozen_at = loop.time()
        await monitor.record_kill(name)
        await until(lambda: monitor.is_taken_over, TIMEOUT_SECONDS)
        os.kill(pair[name].pid, signal.SIGCONT)
        sleeps.append(Sleep(name, frozen_at, loop.time()))
    return sleeps


def count_sent_again(receiver: Receiver, sleeps: list[Sleep]) -> int:
    """Count messages that a process sent when it woke, although the other one had sent them meanwhile."""
    copies: dict[int, Request] = {}
    found = 0
    for request in receiver.arrived:
        copy = copies.get(request.chat)
        found += copy is not None and any(
            sleep.name == request.sender != copy.sender and sleep.frozen_at < copy.at < sleep.woke_at < request.at
            for sleep in sleeps
        )
        copies[request.chat] = request
    return found
