"""Kill the bot repeatedly during one push: no subscriber is left out, and few receive the message twice.

The push is one edition; the ledger is one SQLite file with `synchronous=FULL`. Each run of the bot ends at a random
point: during its start, after a random number of messages, or some milliseconds later.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from benchmarks.faults.databases import (
    FIRST_CHAT,
    all_settled,
    choose_variants,
    prepared_database,
    rows,
    states,
    until,
)
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Receiver, open_receiver
from storage import Database, open_storage
from tests.support.processes import ProcessFactory

TITLE = "Killed in the middle of a push, SQLite"
# A start takes half a second, and the sends that a killed process had in flight wait for their leases to expire.
RUN_TIMEOUT_SECONDS = 120.0
STARTUP_SECONDS = 0.6
# The killed runs share this part of the push. The last run sends the rest.
SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Push:
    """One push to `subscribers` at `rate` messages a second, interrupted `runs` times before its end."""

    subscribers: int
    runs: int
    rate: int
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """Three pushes: killed, killed with ON_UNKNOWN=skip, and stopped by SIGTERM.

    Skipping loses every send that a killed process had claimed, a sixth of a second of sends. So the rate of `skips` is
    lower. `worst` and `mean` are the maximum numbers of duplicates: after one kill, and per kill on average.
    """

    kills: Push
    skips: Push
    stops: Push
    worst: int = 12
    mean: int = 8


FULL = Plan(Push(10_000, 200, 1000), Push(10_000, 200, 100), Push(10_000, 50, 1000))
QUICK = Plan(Push(2_000, 10, 1000), Push(300, 5, 100), Push(1_000, 5, 1000))


@dataclass(frozen=True, slots=True)
class PushResult:
    """The result of a push.

    `copies` tells how many a chat received; the `lost` ones received none, and the ledger says which have `failed`.
    `duplicates` are counted by the run that sent the first copy. `exits` are exit codes with the seconds each exit
    took.
    """

    copies: Counter[int]
    lost: set[int]
    failed: set[int]
    duplicates: Counter[str]
    exits: list[tuple[int, float]]


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Push with kill -9 and both values of ON_UNKNOWN, then with SIGTERM."""
    resent = await interrupt(processes, plan.kills)
    skipped = await interrupt(processes, plan.skips, on_unknown="skip")
    stopped = await interrupt(processes, plan.stops, gracefully=True)
    kills, skips, stops = (
        f"{push.runs} × {how}"
        for push, how in ((plan.kills, "kill -9"), (plan.skips, "kill -9, skip"), (plan.stops, "SIGTERM"))
    )
    return [
        Measurement(f"{kills}: lost of {plan.kills.subscribers:,}", len(resent.lost), 0),
        Measurement(f"{kills}: duplicates, worst kill", max(resent.duplicates.values(), default=0), plan.worst),
        Measurement(f"{kills}: duplicates, mean", resent.duplicates.total() / plan.kills.runs, plan.mean),
        Measurement(f"{skips}: duplicates", skipped.duplicates.total(), 0),
        Measurement(f"{skips}: lost and not recorded as skipped", len(skipped.lost - skipped.failed), 0),
        Measurement(f"{skips}: skipped, mean", len(skipped.lost & skipped.failed) / plan.skips.runs),
        Measurement(f"{stops}: lost", len(stopped.lost), 0),
        Measurement(f"{stops}: duplicates", stopped.duplicates.total(), 0),
        Measurement(f"{stops}: slowest exit", max(seconds for _, seconds in stopped.exits), 12, "s"),
        Measurement(f"{stops}: exit codes other than 0", sum(code != 0 for code, _ in stopped.exits), 0),
    ]


async def interrupt(
    processes: ProcessFactory,
    push: Push,
    *,
    on_unknown: str = "resend",
    gracefully: bool = False,
    variants: Mapping[int, str] = MappingProxyType({}),
    prepare: Callable[[Database], Awaitable[None]] | None = None,
) -> PushResult:
    """Interrupt one push. `variants` says which chats get it as something else than a text: see `support.variants`.

    `prepare` changes the database before the first run.
    """
    rng = random.Random(push.seed)
    exits = []
    async with (
        prepared_database("sqlite", push.subscribers) as url,
        open_receiver() as receiver,
        open_storage(url) as database,
    ):
        await choose_variants(database, variants)
        if prepare is not None:
            await prepare(database)
        settings = {
            "DATABASE_URL": url,
            "SEND_RATE": str(push.rate),
            "ON_UNKNOWN": on_unknown,
            "PUSH_INTERVAL": "3600",
            "LOG_LEVEL": "ERROR",
        }
        for run in range(push.runs):
            left = push.subscribers - await claimed(database)
            share = left * SHARE / (push.runs - run)
            process = await processes.start(
                settings | {"BOT_API_URL": receiver.address(str(run))}, variants=bool(variants)
            )
            await _wait_until_sent(receiver, str(run), rng.randint(0, round(share)), opened=gracefully)
            await asyncio.sleep(rng.random() * share / push.rate)
            if gracefully:
                exits.append(await process.stop())
            else:
                await process.kill()
        last = await processes.start(settings | {"BOT_API_URL": receiver.address("last")}, variants=bool(variants))
        await until(lambda: receiver.has_seen("last"), RUN_TIMEOUT_SECONDS)
        await until(lambda: all_settled(database, push.subscribers), RUN_TIMEOUT_SECONDS, 0.1)
        exits.append(await last.stop())
        failed = await rows(
            database, "SELECT chat_id FROM deliveries JOIN places ON id = place_id WHERE state = 'failed'"
        )
        lost = set(range(FIRST_CHAT, FIRST_CHAT + push.subscribers)) - set(receiver.copies)
        return PushResult(receiver.copies, lost, {chat for (chat,) in failed}, duplicates(receiver), exits)


async def _wait_until_sent(receiver: Receiver, run: str, wanted: int, *, opened: bool) -> None:
    """Wait until a run has sent `wanted` messages. With 0, and unless `opened`, return during the start of the bot."""
    if wanted or opened:
        await until(lambda: receiver.by_sender[run] >= wanted and receiver.has_seen(run), RUN_TIMEOUT_SECONDS, 0.001)
    else:
        await asyncio.sleep(random.random() * STARTUP_SECONDS)


async def claimed(database: Database) -> int:
    """Return how many deliveries are in flight or have been."""
    found = await states(database)
    return sum(found.values()) - found.get("pending", 0)


def duplicates(receiver: Receiver) -> Counter[str]:
    """Return how many messages arrived again, by the process that had sent the copy before."""
    senders: dict[int, str] = {}
    found: Counter[str] = Counter()
    for request in receiver.arrived:
        if request.chat in senders:
            found[senders[request.chat]] += 1
        senders[request.chat] = request.sender
    return found
