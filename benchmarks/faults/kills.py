"""Killed in the middle of a push, again and again: nobody is left out, and few hear twice.

The push is one edition, the ledger one SQLite file with `synchronous=FULL`. Each life of the program ends at a random
point: while it opens, after so many messages, or some milliseconds later.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass

from benchmarks.faults.figures import Figure
from benchmarks.faults.nursery import Nursery
from benchmarks.faults.receiver import Receiver, open_receiver
from benchmarks.faults.town import FIRST_CHAT, all_settled, rows, states, town, until
from storage import Database, open_storage

TITLE = "Killed in the middle of a push, SQLite"
# A start takes half a second; what a dead process had on the wire waits for its lease.
LIFE_SECONDS = 120.0
OPENING_SECONDS = 0.6
# So much of the push is left for the last life, which has to end it.
SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Push:
    """One push to `subscribers` at `rate` a second, ended `lives` times before its end."""

    subscribers: int
    lives: int
    rate: int
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A push that is killed, one that is killed and skips what is in doubt, and one that is stopped politely.

    Skipping takes all that a dead process had claimed, a sixth of a second of sends: so it is done at a slower rate.
    At the most so many may hear twice, of the `worst` kill and in the `mean`.
    """

    kills: Push
    skips: Push
    stops: Push
    worst: int = 12
    mean: int = 8


FULL = Plan(Push(10_000, 200, 1000), Push(10_000, 200, 100), Push(10_000, 50, 1000))
QUICK = Plan(Push(2_000, 10, 1000), Push(300, 5, 100), Push(1_000, 5, 1000))


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push left: how many never heard, and how many of these the ledger calls skipped; how many heard twice, by
    the life that said it first; and the exits, code and seconds.
    """

    lost: int
    skipped: int
    twice: Counter[str]
    exits: list[tuple[int, float]]


async def measure(nursery: Nursery, plan: Plan) -> list[Figure]:
    """Kill with both answers to what is in doubt, then stop politely."""
    resent = await _push(nursery, plan.kills)
    skipped = await _push(nursery, plan.skips, on_unknown="skip")
    stopped = await _push(nursery, plan.stops, politely=True)
    kills, skips, stops = (
        f"{push.lives} × {how}"
        for push, how in ((plan.kills, "kill -9"), (plan.skips, "kill -9, skip"), (plan.stops, "SIGTERM"))
    )
    return [
        Figure(f"{kills}: lost of {plan.kills.subscribers:,}", resent.lost, 0),
        Figure(f"{kills}: twice, the worst kill", max(resent.twice.values(), default=0), plan.worst),
        Figure(f"{kills}: twice, the mean", resent.twice.total() / plan.kills.lives, plan.mean),
        Figure(f"{skips}: twice", skipped.twice.total(), 0),
        Figure(f"{skips}: lost, and not written down as skipped", skipped.lost - skipped.skipped, 0),
        Figure(f"{skips}: skipped, the mean", skipped.skipped / plan.skips.lives),
        Figure(f"{stops}: lost", stopped.lost, 0),
        Figure(f"{stops}: twice", stopped.twice.total(), 0),
        Figure(f"{stops}: slowest exit", max(seconds for _, seconds in stopped.exits), 12, "s"),
        Figure(f"{stops}: exits that were no success", sum(code != 0 for code, _ in stopped.exits), 0),
    ]


async def _push(nursery: Nursery, push: Push, *, on_unknown: str = "resend", politely: bool = False) -> Pushed:
    dice = random.Random(push.seed)
    exits = []
    async with town("sqlite", push.subscribers) as url, open_receiver() as receiver, open_storage(url) as database:
        settings = {
            "DATABASE_URL": url,
            "SEND_RATE": str(push.rate),
            "ON_UNKNOWN": on_unknown,
            "PUSH_INTERVAL": "3600",
            "LOG_LEVEL": "ERROR",
        }
        for life in range(push.lives):
            left = push.subscribers - await claimed(database)
            share = left * SHARE / (push.lives - life)
            program = await nursery.start(settings | {"BOT_API_URL": receiver.address(str(life))})
            await _live(receiver, str(life), dice.randint(0, round(share)), opened=politely)
            await asyncio.sleep(dice.random() * share / push.rate)
            if politely:
                exits.append(await program.stop())
            else:
                await program.kill()
        last = await nursery.start(settings | {"BOT_API_URL": receiver.address("last")})
        await until(lambda: receiver.has_seen("last"), LIFE_SECONDS)
        await until(lambda: all_settled(database, push.subscribers), LIFE_SECONDS, 0.1)
        exits.append(await last.stop())
        skipped = await rows(database, "SELECT chat_id FROM deliveries WHERE state = 'failed'")
        unheard = set(range(FIRST_CHAT, FIRST_CHAT + push.subscribers)) - set(receiver.copies)
        return Pushed(len(unheard), len(unheard & {chat for (chat,) in skipped}), twice(receiver), exits)


async def _live(receiver: Receiver, life: str, wanted: int, *, opened: bool) -> None:
    """Let a program live until it has sent so many messages; one that is to send none may die while it opens."""
    if wanted or opened:
        await until(lambda: receiver.by_sender[life] >= wanted and receiver.has_seen(life), LIFE_SECONDS, 0.001)
    else:
        await asyncio.sleep(random.random() * OPENING_SECONDS)


async def claimed(database: Database) -> int:
    """Return how many deliveries have been on the wire, or still are."""
    found = await states(database)
    return sum(found.values()) - found.get("pending", 0)


def twice(receiver: Receiver) -> Counter[str]:
    """Return how many messages were said again, by whoever had said them before."""
    said: dict[int, str] = {}
    again: Counter[str] = Counter()
    for request in receiver.arrived:
        if request.chat in said:
            again[said[request.chat]] += 1
        said[request.chat] = request.sender
    return again
