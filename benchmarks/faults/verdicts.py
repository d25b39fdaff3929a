"""Kill the bot between comment, hold, verdict and notice: each comment has one state, each verdict one effect.

Readers write their first comments, which are held; the moderator approves some and rejects the others by their cases'
buttons, while the process is killed again and again. Every update is posted until the webhook takes it, as Telegram
does. The authors are told of the verdicts half a minute later, by the ledger: one message each, and another one only
if the first was in flight when the process was killed.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

import aiohttp

from benchmarks.faults.databases import prepared_database, rows, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Json, Receiver, open_receiver
from benchmarks.faults.updates import Webhook, pressed, typed
from bot.clock import SystemClock
from handlers.callbacks.moderating import CaseAct, CaseAction
from news.roles import Role
from storage import Database, open_storage
from tests.support.processes import ProcessFactory

TITLE = "Killed between comment, hold, verdict and notice, SQLite"
FIRST_MODERATOR = 1_000
# The guard against floods drops what comes faster than a person presses.
VERDICTS_OF_A_MODERATOR = 10
FIRST_AUTHOR = 200_000
CONCURRENCY = 5
TIMEOUT_SECONDS = 180.0
# A start takes half a second; a process runs a moment longer.
STARTUP_SECONDS = 0.6
RUN_SECONDS = 1.5
_STATES = (
    "SELECT c.id, c.status, COUNT(k.id), MIN(k.verdict) FROM comments AS c LEFT JOIN cases AS k ON k.comment = c.id "
    "GROUP BY c.id, c.status"
)
_TO_AUTHORS = (
    "FROM deliveries AS d JOIN places AS p ON p.id = d.place_id JOIN editions AS e ON e.id = d.edition_id "
    f"WHERE e.kind = 'notice' AND p.chat_id >= {FIRST_AUTHOR}"
)
_TOLD = f"SELECT p.chat_id, COUNT(*), SUM(d.unknowns) {_TO_AUTHORS} GROUP BY p.chat_id"
_SENT = f"SELECT COUNT(*) {_TO_AUTHORS} AND d.state = 'sent'"
_HELD = "SELECT COUNT(*) FROM comments"
_JUDGED = "SELECT COUNT(*) FROM cases WHERE verdict IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Plan:
    """`authors` with a comment each, and at most `kills` on the way."""

    authors: int
    kills: int
    seed: int = 5


FULL = Plan(1_000, 200)
QUICK = Plan(30, 6)


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Comment and judge with kills meanwhile, then let the notices go out."""
    rng = random.Random(plan.seed)
    async with (
        prepared_database("sqlite") as url,
        open_receiver() as receiver,
        aiohttp.ClientSession() as session,
        open_storage(url) as database,
    ):
        await _register(database, plan.authors)
        webhook = Webhook(session)
        settings = {
            "DATABASE_URL": url,
            "BOT_API_URL": receiver.address("any"),
            "HOLD_FIRST": "1",
            "SEND_RATE": "10",
            "PUSH_INTERVAL": "3600",
            "LOG_LEVEL": "ERROR",
            **webhook.settings,
        }
        async with asyncio.TaskGroup() as group:
            work = group.create_task(_work(webhook, database, plan, rng))
            killed = 0
            # Half of the kills are left for the notices.
            while not work.done() and killed < plan.kills // 2:
                process = await processes.start(settings)
                await _wait_at_most(work, rng)
                await process.kill()
                killed += 1
            process = await processes.start(settings)
            await work
        killed += await _notices(processes, database, plan, settings, process, plan.kills - killed, rng)
        return await _results(database, receiver, plan, killed)


async def _wait_at_most(work: asyncio.Task[None], rng: random.Random) -> None:
    """Wait for the work, but no longer than a process is to run."""
    await asyncio.wait([work], timeout=STARTUP_SECONDS + rng.random() * RUN_SECONDS)


async def _work(webhook: Webhook, database: Database, plan: Plan, rng: random.Random) -> None:
    """Write every comment, then judge every case, several people at a time."""
    people = [FIRST_AUTHOR + number for number in range(plan.authors)]
    comments = [typed(index + 1, person, f"/comment 1 Слово {person}") for index, person in enumerate(people)]
    await _post(webhook, comments)
    await until(lambda: _count(database, _HELD, plan.authors), TIMEOUT_SECONDS, 0.05)
    cases = [case for (case,) in await rows(database, "SELECT id FROM cases ORDER BY id")]
    presses = [
        pressed(
            10_000 + index,
            FIRST_MODERATOR + index // VERDICTS_OF_A_MODERATOR,
            CaseAction(case=case, version=1, act=rng.choice((CaseAct.APPROVE, CaseAct.REJECT))).pack(),
        )
        for index, case in enumerate(cases)
    ]
    await _post(webhook, presses)
    await until(lambda: _count(database, _JUDGED, plan.authors), TIMEOUT_SECONDS, 0.05)


async def _post(webhook: Webhook, updates: list[Json]) -> None:
    """Post the updates over some lanes."""
    async with asyncio.TaskGroup() as group:
        for lane in range(CONCURRENCY):
            group.create_task(webhook.post_all(updates[lane::CONCURRENCY]))


async def _notices(
    processes: ProcessFactory,
    database: Database,
    plan: Plan,
    settings: dict[str, str],
    process: Any,
    kills: int,
    rng: random.Random,
) -> int:
    """Wait until the authors are told, and kill the process meanwhile as often as is left; return how often."""
    killed = 0
    for _ in range(kills):
        if await _count(database, _SENT, plan.authors):
            break
        await asyncio.sleep(STARTUP_SECONDS + rng.random() * RUN_SECONDS)
        await process.kill()
        killed += 1
        process = await processes.start(settings)
    await until(lambda: _count(database, _SENT, plan.authors), TIMEOUT_SECONDS, 0.1)
    await process.stop()
    return killed


async def _results(database: Database, receiver: Receiver, plan: Plan, killed: int) -> list[Measurement]:
    states = await rows(database, _STATES)
    wrong = sum(
        not (cases == 1 and (status, verdict) in {("published", "approved"), ("rejected", "rejected")})
        for _, status, cases, verdict in states
    )
    ((counted,),) = await rows(database, "SELECT comment_count FROM articles WHERE number = 1")
    published = sum(status == "published" for _, status, _, _ in states)
    ((verdicts,),) = await rows(database, "SELECT COUNT(*) FROM verdicts")
    ((audited,),) = await rows(database, "SELECT COUNT(*) FROM audit WHERE act LIKE 'comment %'")
    told = {chat: (count, unknowns) for chat, count, unknowns in await rows(database, _TOLD)}
    arrived = Counter(
        request.chat
        for request in receiver.arrived
        if request.chat >= FIRST_AUTHOR and "«Мост открыт»" in str(request.parameters.get("text", ""))
    )
    doubled = sum(count - 1 - told[chat][1] > 0 for chat, count in arrived.items())
    how = f"{killed} × kill -9"
    return [
        Measurement(f"{how}: comments of {plan.authors:,} that are lost", plan.authors - len(states), 0),
        Measurement(f"{how}: comments with a state that is not their verdict’s", wrong, 0),
        Measurement(f"{how}: comments counted beyond those published", abs(counted - published), 0),
        Measurement(f"{how}: verdicts beyond one a comment", abs(verdicts - plan.authors), 0),
        Measurement(f"{how}: rows of the log beyond one a verdict", abs(audited - plan.authors), 0),
        Measurement(
            f"{how}: authors with another number of notices than one",
            plan.authors - len(told) + sum(count != 1 for count, _ in told.values()),
            0,
        ),
        Measurement(f"{how}: authors whom no message reached", plan.authors - len(arrived), 0),
        Measurement(f"{how}: messages again that were not in doubt", doubled, 0),
    ]


async def _register(database: Database, authors: int) -> None:
    now = SystemClock().now()
    async with database.writing() as unit:
        moderators = range(FIRST_MODERATOR, FIRST_MODERATOR + 1 + authors // VERDICTS_OF_A_MODERATOR)
        for person in (*moderators, *range(FIRST_AUTHOR, FIRST_AUTHOR + authors)):
            await unit.readers.register(person, f"Имя {person}", f"имя {person}", "ru", now)
        for person in moderators:
            await unit.readers.set_role(person, Role.MODERATOR)


async def _count(database: Database, sql: str, wanted: int) -> bool:
    return int((await rows(database, sql))[0][0]) >= wanted
