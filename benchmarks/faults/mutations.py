"""Updates that Telegram would never send, and bytes that are no updates: nobody crashes, and the next is served.

Every third update of the storm is broken in up to three places; a tenth of all posts are bytes: an update cut short,
with some bytes changed, or nothing but noise. After each batch somebody new asks for help, and the answer is timed.
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

from benchmarks.faults.figures import Figure
from benchmarks.faults.nursery import Nursery
from benchmarks.faults.receiver import Json, Receiver, message, open_receiver
from benchmarks.faults.storm import Weather
from benchmarks.faults.town import folder, publish, rows, town, until
from benchmarks.faults.updates import Webhook, typed, user
from bot.clock import SystemClock
from bot.timings import FloodLimits, Timings
from news.roles import Role
from storage import Database, open_storage

TITLE = "Mutated updates and noise, SQLite"
BATCH = 25
SIDE_BY_SIDE = 10
FIRST_PERSON = 1_000
FIRST_STRANGER = 10**6
PATIENCE_SECONDS = 30.0
STALL_SECONDS = 1.0
GROUP = {"id": -100, "type": "supergroup", "title": "Соседи"}
# A few people stand for all the world: nobody is too fast.
TIMINGS = Timings(flood=FloodLimits(person_burst=10**9, chat_burst=10**9))
_ERROR = re.compile(r"\[(error|critical)\s*\](?!.* is a dead letter: )")


@dataclass(frozen=True, slots=True)
class Plan:
    """So many posts, of which so many are bytes."""

    posts: int
    noise: int
    seed: int = 4


FULL = Plan(10_000, 1_000)
QUICK = Plan(500, 50)


async def measure(nursery: Nursery, plan: Plan) -> list[Figure]:
    """Post everything, in batches."""
    dice = random.Random(plan.seed)
    waits: list[float] = []
    async with (
        folder() as logs,
        town("sqlite") as url,
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
        program = await nursery.start(settings, TIMINGS, logs / "log")
        await _probe(webhook, receiver, 0)
        posts = [*_posts(plan, persons, dice)]
        for number, first in enumerate(range(0, len(posts), BATCH), 1):
            await _post(webhook, posts[first : first + BATCH])
            waits.append(await _probe(webhook, receiver, number))
        with suppress(TimeoutError):
            await until(partial(_none_pending, database), PATIENCE_SECONDS, 0.1)
        code, _ = await program.stop()
        ((dead,),) = await rows(database, "SELECT COUNT(*) FROM inbox WHERE state = 'dead'")
        ((pending,),) = await rows(database, "SELECT COUNT(*) FROM inbox WHERE state = 'pending'")
        return [
            Figure("mutated updates, and noise", plan.posts),
            Figure("dead letters", dead),
            Figure("crashes: handlers, or the program", _crashes(logs / "log") + (code != 0), 0),
            Figure("left unhandled", pending, 0),
            Figure("stalls: next good update not answered in 1 s", sum(wait > STALL_SECONDS for wait in waits), 0),
            Figure("answer to the next good update, median", median(waits) * 1000, unit="ms"),
            Figure("answer to the next good update, longest", max(waits) * 1000, STALL_SECONDS * 1000, "ms"),
        ]


async def _people(database: Database) -> list[Json]:
    """Register somebody of every role, and give them things to press at; return them all."""
    roles = list(Role)
    async with database.writing() as unit:
        for number, role in enumerate(roles, FIRST_PERSON):
            if role is not Role.GUEST:
                await unit.readers.register(number, f"Имя {number}", f"имя {number}", "ru", SystemClock().now())
                await unit.readers.set_role(number, role)
    for number in range(2, 5):
        await publish(database, f"Новость {number}", to_push=False)
    return [user(number) for number, _ in enumerate(roles, FIRST_PERSON)]


def _posts(plan: Plan, persons: list[Json], dice: random.Random) -> Iterator[bytes]:
    question = message(1, FIRST_PERSON) | {"text": "Ваш комментарий к № 1?"}
    weather = Weather(plan.seed, persons, [GROUP], [question])
    noisy = set(dice.sample(range(plan.posts), plan.noise))
    for number in range(plan.posts):
        body = json.dumps({"update_id": number + 1, **weather.update()}).encode()
        yield _noise(body, dice) if number in noisy else body


def _noise(body: bytes, dice: random.Random) -> bytes:
    """Return a body that is broken as bytes are: cut short, changed here and there, or made of nothing."""
    match dice.randrange(4):
        case 0:
            return body[: dice.randrange(len(body))]
        case 1:
            return dice.randbytes(dice.randrange(2000))
        case 2:
            return b'{"update_id": 1, "message": ' + b"[" * dice.randrange(100_000)
        case _:
            changed = bytearray(body)
            for _ in range(dice.randint(1, 8)):
                changed[dice.randrange(len(changed))] = dice.randrange(256)
            return bytes(changed)


async def _post(webhook: Webhook, bodies: list[bytes]) -> None:
    """Post once each, some side by side: what is refused is no update."""
    waiting = iter(bodies)

    async def posts() -> None:
        for body in waiting:
            status = await webhook.offer(body)
            assert status in {200, 400}, (status, body[:200])

    await asyncio.gather(*(posts() for _ in range(SIDE_BY_SIDE)))


async def _probe(webhook: Webhook, receiver: Receiver, number: int) -> float:
    """Let somebody new ask for help; return how many seconds the answer took."""
    person = FIRST_STRANGER + number
    begun = monotonic()
    await webhook.post(typed(10**7 + number, person, "/help"))
    await until(lambda: receiver.copies[person] > 0, PATIENCE_SECONDS, 0.001)
    return monotonic() - begun


async def _none_pending(database: Database) -> bool:
    return not await rows(database, "SELECT 1 FROM inbox WHERE state = 'pending' LIMIT 1")


def _crashes(log: Path) -> int:
    """Count what the program calls an error, but for letters that are dead because nobody could parse them."""
    return sum(bool(_ERROR.search(line)) for line in log.read_text("utf-8").splitlines())
