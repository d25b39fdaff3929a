"""Two processes on one PostgreSQL; whoever has just sent something, and so holds leases, is killed, again and again.

A killed one is started again at once, so that mostly two are alive. Taken over is what was on the wire at a kill as
soon as somebody else has claimed it, or it is settled; a double claim is a message sent by a process while another that
had sent it before was alive.
"""

import asyncio
import math
import random
from dataclasses import dataclass, field

from benchmarks.faults.figures import Figure
from benchmarks.faults.nursery import Nursery, Program
from benchmarks.faults.receiver import Receiver, open_receiver
from benchmarks.faults.town import all_settled, rows, town, until
from storage import Database, open_storage

TITLE = "Two processes, the one holding leases killed, PostgreSQL"
PATIENCE_SECONDS = 120.0
LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Plan:
    """A push to so many at `rate` a second, during which somebody is killed so often."""

    subscribers: int
    kills: int
    rate: int = 100
    seed: int = 5
    within: float = 15.0
    hasten: dict[str, float] = field(default_factory=dict)


FULL = Plan(10_000, 50)
QUICK = Plan(
    300,
    3,
    within=7.5,
    hasten={
        "news.delivery.in_flight.LEASE": 3,
        "news.delivery.in_flight.LEASE_MARGIN": 1,
        "news.delivery.claiming.LEASE": 3,
        "news.delivery.claiming.RENEWED_AT_AGE": 1,
    },
)


class TakeoverMonitor:
    """Who died when, and how long what they held took to be taken over."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[tuple[int, int], float] = {}
        self.died: dict[str, float] = {}
        self.takeovers: list[float] = []
        self.held: list[int] = []

    async def run(self) -> None:
        """Look at the wire until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Note what has been taken over since."""
        sending, now = await self._sending(), asyncio.get_running_loop().time()
        self.takeovers += [now - at for held, at in self._held.items() if held not in sending]
        self._held = {held: at for held, at in self._held.items() if held in sending}

    async def note_death(self, name: str) -> None:
        """Remember a death, and what is on the wire just then: some of it is the living's, and gone in a moment."""
        self.died[name] = now = asyncio.get_running_loop().time()
        sending = await self._sending()
        self.held.append(len(sending))
        self._held.update(dict.fromkeys(sending - self._held.keys(), now))

    async def _sending(self) -> set[tuple[int, int]]:
        return set(await rows(self._database, "SELECT chat_id, tries FROM deliveries WHERE state = 'sending'"))  # type: ignore[arg-type]


async def measure(nursery: Nursery, plan: Plan) -> list[Figure]:
    """Push once, killing."""
    async with (
        town("postgres", plan.subscribers) as url,
        open_receiver() as receiver,
        open_storage(url) as database,
    ):
        monitor = TakeoverMonitor(database)
        watching = asyncio.get_running_loop().create_task(monitor.run())
        left = await _push(nursery, plan, url, receiver, monitor)
        await until(lambda: all_settled(database, plan.subscribers), PATIENCE_SECONDS, 0.1)
        await asyncio.sleep(2 * LOOK_SECONDS)
        watching.cancel()
        codes = [(await program.stop())[0] for program in left]
        assert not any(codes), codes
        return [
            Figure(f"{plan.kills} × kill -9: lost of {plan.subscribers:,}", plan.subscribers - len(receiver.copies), 0),
            Figure("double claims", doubles(receiver, monitor.died), 0),
            Figure("on the wire at a kill, the mean", sum(monitor.held) / len(monitor.held)),
            Figure("longest takeover", max(monitor.takeovers, default=math.inf), plan.within, "s"),
            Figure("twice, the mean", (len(receiver.arrived) - len(receiver.copies)) / plan.kills),
        ]


async def _push(nursery: Nursery, plan: Plan, url: str, receiver: Receiver, monitor: TakeoverMonitor) -> list[Program]:
    dice = random.Random(plan.seed)
    settings = {"DATABASE_URL": url, "SEND_RATE": str(plan.rate), "PUSH_INTERVAL": "3600", "LOG_LEVEL": "ERROR"}
    alive: dict[str, Program] = {}
    born = 0

    async def start() -> None:
        nonlocal born
        born += 1
        name = str(born)
        alive[name] = await nursery.start(settings | {"BOT_API_URL": receiver.address(name)}, hasten=plan.hasten)

    await start()
    await start()
    for kill in range(1, plan.kills + 1):
        share = plan.subscribers * kill // (plan.kills + 1)
        await until(lambda share=share: len(receiver.copies) >= share, PATIENCE_SECONDS)  # type: ignore[misc]
        await asyncio.sleep(dice.random() * 0.5)
        sent = len(receiver.arrived)
        await until(lambda sent=sent: len(receiver.arrived) > sent, PATIENCE_SECONDS, 0.001)  # type: ignore[misc]
        name = receiver.arrived[-1].sender
        await alive.pop(name).kill()
        await monitor.note_death(name)
        await start()
    return list(alive.values())


def doubles(receiver: Receiver, died: dict[str, float]) -> int:
    """Count messages that were said while somebody who had said them before was alive."""
    said: dict[int, str] = {}
    double = 0
    for request in receiver.arrived:
        before = said.get(request.chat)
        double += before is not None and died.get(before, math.inf) > request.at
        said[request.chat] = request.sender
    return double
