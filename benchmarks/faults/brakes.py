"""Pushes in which every send is refused, or every send to one group: the newspaper keeps its subscribers and its pace.

First a proxy answers in Telegram's place with a page. Then the token is another bot's, for which every chat seems gone.
Then one group is in slow mode and refuses everything (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

from benchmarks.databases import empty_databases
from benchmarks.faults.databases import FIRST_CHAT, publish, rows, subscribe, temporary_folder, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Receiver, Reply, Request, open_receiver, reply
from benchmarks.faults.refusals import HTML_PAGE, refusal
from bot.timings import Timings
from news.outcomes import RetryPolicy
from storage import Database, open_storage
from tests.support.processes import ProcessFactory

TITLE = "Every send is refused, or every send to one group, SQLite"
SLOW_GROUP = -FIRST_CHAT
SLOW_MODE_SECONDS = 30
TIMEOUT_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Pushes to `subscribers` at `rate` messages a second; the proxy answers for `seconds`.

    `held_after` is how many sends may leave to an audience that seems gone, and `slowed` how many times as long as by
    the rate a push may take beside a group in slow mode.
    """

    subscribers: int
    seconds: float
    rate: int = 100
    held_after: int = 150
    slowed: float = 1.25
    timings: Timings = Timings()


FULL = Plan(1_000, 25)
QUICK = Plan(300, 2, slowed=2, timings=Timings(retries=RetryPolicy(first_pause=timedelta(seconds=0.5), max_tries=1000)))


class Newspaper(NamedTuple):
    """A running process, and what it talks to."""

    receiver: Receiver
    database: Database


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Push three times."""
    return [
        *await _behind_a_proxy(processes, plan),
        *await _as_another_bot(processes, plan),
        *await _beside_slow_mode(processes, plan),
    ]


async def _behind_a_proxy(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    asked = 0

    def page(_: Request) -> Reply:
        nonlocal asked
        asked += 1
        return reply(HTML_PAGE, 403)

    async with _running(processes, plan, lambda receiver: page) as (receiver, database):
        await until(lambda: asked > 0, TIMEOUT_SECONDS)
        await asyncio.sleep(plan.seconds)
        ended = await _ended(database)
        receiver.respond = receiver.accept
        await until(lambda: len(receiver.copies) >= plan.subscribers, TIMEOUT_SECONDS, 0.1)
        return [
            Measurement(f"403 by a proxy's page for {plan.seconds:g} s: refused sends", asked),
            Measurement("403 by a proxy's page: subscriptions ended", ended, 0),
            Measurement("403 by a proxy's page: messages sent twice", len(receiver.arrived) - len(receiver.copies), 0),
        ]


async def _as_another_bot(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    asked = 0

    def gone(_: Request) -> Reply:
        nonlocal asked
        asked += 1
        return refusal(403, "Forbidden: bot can't initiate conversation with a user")

    async with _running(processes, plan, lambda receiver: gone) as (_, database):
        await until(lambda: _is_held(database), TIMEOUT_SECONDS, 0.05)
        return [
            Measurement("every chat seems gone: sends before the push is held", asked, plan.held_after),
            Measurement("every chat seems gone: subscriptions ended", await _ended(database), 0),
        ]


async def _beside_slow_mode(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    refused_at: list[float] = []

    def respond(receiver: Receiver) -> Callable[[Request], Reply]:
        def answer(request: Request) -> Reply:
            if request.chat != SLOW_GROUP:
                return receiver.accept(request)
            refused_at.append(request.at)
            return refusal(429, f"Too Many Requests: retry after {SLOW_MODE_SECONDS}", retry_after=SLOW_MODE_SECONDS)

        return answer

    async with _running(processes, plan, respond, groups=[SLOW_GROUP]) as (receiver, _):
        await until(lambda: len(receiver.copies) >= plan.subscribers, TIMEOUT_SECONDS)
        seconds = receiver.arrived[-1].at - receiver.arrived[0].at
    pauses = [later - earlier for earlier, later in pairwise(refused_at)]
    return [
        Measurement(
            "a group in slow mode: times the push by its rate", seconds * plan.rate / plan.subscribers, plan.slowed
        ),
        Measurement("a group in slow mode: refused sends to it", len(refused_at)),
        Measurement(
            "a group in slow mode: sent to it inside its pause", sum(each < SLOW_MODE_SECONDS for each in pauses), 0
        ),
    ]


@asynccontextmanager
async def _running(
    processes: ProcessFactory,
    plan: Plan,
    respond: Callable[[Receiver], Callable[[Request], Reply]],
    groups: Sequence[int] = (),
) -> AsyncIterator[Newspaper]:
    """Run a process with an article to push, first to the groups; it must stop in order."""
    async with (
        empty_databases("sqlite", 1) as (url,),
        open_receiver() as receiver,
        open_storage(url) as database,
        temporary_folder() as folder,
    ):
        await subscribe(database, [*groups, *range(FIRST_CHAT, FIRST_CHAT + plan.subscribers)])
        await publish(database, "Мост открыт")
        receiver.respond = respond(receiver)
        settings = {
            "DATABASE_URL": url,
            "BOT_API_URL": receiver.address("only"),
            "SEND_RATE": str(plan.rate),
            "PUSH_INTERVAL": "3600",
            "LOG_LEVEL": "ERROR",
        }
        process = await processes.start(settings, plan.timings, folder / "log")
        yield Newspaper(receiver, database)
        code, _ = await process.stop()
        assert code == 0, code


async def _ended(database: Database) -> int:
    return int((await rows(database, "SELECT COUNT(*) FROM subscriptions WHERE ended_at IS NOT NULL"))[0][0])


async def _is_held(database: Database) -> bool:
    return (1,) in await rows(database, "SELECT paused FROM editions WHERE kind = 'headlines'")
