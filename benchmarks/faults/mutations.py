"""Post mutated updates and random bytes to the webhook: no crash, and the next valid update is answered.

Every third update of the fuzzer is broken in up to three places. A tenth of all posts are noise: a truncated update,
one with changed bytes, deeply nested JSON or random bytes. After each batch a new person sends /help, and the answer is
timed.
"""

import asyncio
import json
import random
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import monotonic

import aiohttp

from benchmarks.faults.databases import prepared_database, publish, rows, temporary_folder, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Json, Receiver, message, open_receiver
from benchmarks.faults.updates import Webhook, typed, user
from bot.clock import SystemClock
from bot.timings import FloodLimits, Timings
from news.roles import Role
from storage import Database, open_storage
from tests.support.processes import ProcessFactory
from tests.support.update_fuzzer import UpdateFuzzer

TITLE = "Mutated updates and noise, SQLite"
BATCH = 25
CONCURRENCY = 10
FIRST_PERSON = 1_000
FIRST_STRANGER = 10**6
TIMEOUT_SECONDS = 30.0
STALL_SECONDS = 1.0
GROUP = {"id": -100, "type": "supergroup", "title": "Соседи"}
# All updates come from a few people, so the flood limits are switched off.
TIMINGS = Timings(flood=FloodLimits(person_burst=10**9, chat_burst=10**9))
_ERROR = re.compile(r"\[(error|critical)\s*\](?!.* is a dead letter: )")


@dataclass(frozen=True, slots=True)
class Plan:
    """`posts` in all; `noise` of them are not valid JSON updates."""

    posts: int
    noise: int
    seed: int = 4


FULL = Plan(10_000, 1_000)
QUICK = Plan(500, 50)


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Post everything in batches, with a timed probe after each."""
    rng = random.Random(plan.seed)
    waits: list[float] = []
    async with (
        temporary_folder() as logs,
        prepared_database("sqlite") as url,
        open_receiver() as receiver,
        aiohttp.ClientSession() as session,
        open_storage(url) as database,
    ):
        persons = await _people(database)
        webhook = Webhook(session)
        settings = {
            "DATABASE_URL": url,
            "BOT_API_URL": receiver.address("only"),
            "ADMIN_IDS": str(FIRST_PERSON),
            "PUSH_INTERVAL": "3600",
            "LOG_LEVEL": "ERROR",
            **webhook.settings,
        }
        process = await processes.start(settings, TIMINGS, logs / "log")
        await _probe(webhook, receiver, 0)
        posts = [*_posts(plan, persons, rng)]
        for number, first in enumerate(range(0, len(posts), BATCH), 1):
            await _post(webhook, posts[first : first + BATCH])
            waits.append(await _probe(webhook, receiver, number))
        with suppress(TimeoutError):
            await until(partial(_none_pending, database), TIMEOUT_SECONDS, 0.1)
        code, _ = await process.stop()
        ((dead,),) = await rows(database, "SELECT COUNT(*) FROM inbox WHERE state = 'dead'")
        ((pending,),) = await rows(database, "SELECT COUNT(*) FROM inbox WHERE state = 'pending'")
        return [
            Measurement("mutated updates and noise", plan.posts),
            Measurement("dead letters", dead),
            Measurement("crashes of handlers or the process", _crashes(logs / "log") + (code != 0), 0),
            Measurement("unhandled at the end", pending, 0),
            Measurement(
                "stalls: next valid update not answered in 1 s", sum(wait > STALL_SECONDS for wait in waits), 0
            ),
            Measurement("answer to the next valid update, median", median(waits) * 1000, unit="ms"),
            Measurement("answer to the next valid update, maximum", max(waits) * 1000, STALL_SECONDS * 1000, "ms"),
        ]


async def _people(database: Database) -> list[Json]:
    """Register one person of every role and publish some articles; return the people."""
    roles = list(Role)
    async with database.writing() as unit:
        for number, role in enumerate(roles, FIRST_PERSON):
            if role is not Role.GUEST:
                await unit.readers.register(number, f"Имя {number}", f"имя {number}", "ru", SystemClock().now())
                await unit.readers.set_role(number, role)
    for number in range(2, 5):
        await publish(database, f"Новость {number}", to_push=False)
    return [user(number) for number, _ in enumerate(roles, FIRST_PERSON)]


def _posts(plan: Plan, persons: list[Json], rng: random.Random) -> Iterator[bytes]:
    question = message(1, FIRST_PERSON) | {"text": "Ваш комментарий к № 1?"}
    fuzzer = UpdateFuzzer(plan.seed, persons, [GROUP], [question])
    noisy = set(rng.sample(range(plan.posts), plan.noise))
    for number in range(plan.posts):
        body = json.dumps({"update_id": number + 1, **fuzzer.update()}).encode()
        yield _noise(body, rng) if number in noisy else body


def _noise(body: bytes, rng: random.Random) -> bytes:
    """Return a truncated body, random bytes, deeply nested JSON, or a body with some bytes changed."""
    match rng.randrange(4):
        case 0:
            return body[: rng.randrange(len(body))]
        case 1:
            return rng.randbytes(rng.randrange(2000))
        case 2:
            return b'{"update_id": 1, "message": ' + b"[" * rng.randrange(100_000)
        case _:
            changed = bytearray(body)
            for _ in range(rng.randint(1, 8)):
                changed[rng.randrange(len(changed))] = rng.randrange(256)
            return bytes(changed)


async def _post(webhook: Webhook, bodies: list[bytes]) -> None:
    """Post each body once, `CONCURRENCY` at a time. 400 is the right answer to a body that is not an update."""
    waiting = iter(bodies)

    async def posts() -> None:
        for body in waiting:
            status = await webhook.post_once(body)
            assert status in {200, 400}, (status, body[:200])

    await asyncio.gather(*(posts() for _ in range(CONCURRENCY)))


async def _probe(webhook: Webhook, receiver: Receiver, number: int) -> float:
    """Send /help from a new person; return how many seconds the answer took."""
    person = FIRST_STRANGER + number
    begun = monotonic()
    await webhook.post(typed(10**7 + number, person, "/help"))
    await until(lambda: receiver.copies[person] > 0, TIMEOUT_SECONDS, 0.001)
    return monotonic() - begun


async def _none_pending(database: Database) -> bool:
    return not await rows(database, "SELECT 1 FROM inbox WHERE state = 'pending' LIMIT 1")


def _crashes(log: Path) -> int:
    """Count the error lines of the log, without those about dead letters."""
    return sum(bool(_ERROR.search(line)) for line in log.read_text("utf-8").splitlines())
