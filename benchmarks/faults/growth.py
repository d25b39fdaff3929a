"""200,000 updates of every kind, and some pushes: the memory of the process does not grow with them.

The benchmark reads VmRSS when the process is idle. The kinds of updates come one after the other, each with its pushes,
so a leak can be traced to its kind. The warm-up is a shorter run of the same: a block of long texts needs more memory
at a time than a mixture, and memory that is freed does not return to the system at once.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults.databases import prepared_database, publish, rows, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.mutations import GROUP, TIMINGS
from benchmarks.faults.receiver import Json, Receiver, message, open_receiver
from benchmarks.faults.updates import pressed, typed, user
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.reading import ShowList
from handlers.callbacks.registering import Registering, RegisterStep
from storage import Database, open_storage
from tests.support.processes import BotProcess, ProcessFactory
from tests.support.update_fuzzer import UpdateFuzzer

TITLE = "Memory, SQLite"
FIRST_PERSON = 10**6
BATCH = 2_000
REST_SECONDS = 0.5
TIMEOUT_SECONDS = 600.0
WARM_UP_PUSHES = 2
MAX_MB = 15
ARTICLES = 30

Make = Callable[[int, int], Json]


@dataclass(frozen=True, slots=True)
class Plan:
    """`updates` by `people`, the first `warm_up` of them not measured, and `pushes` to `subscribers`."""

    updates: int
    warm_up: int
    people: int
    pushes: int
    subscribers: int
    seed: int = 6


FULL = Plan(200_000, 40_000, 50_000, 20, 2_000)
QUICK = Plan(1_500, 600, 500, 3, 100)


def kinds(plan: Plan) -> dict[str, Make]:
    """Return the kinds of updates by name; each makes an update from its number and a person's id."""
    fuzzer = UpdateFuzzer(plan.seed, [user(FIRST_PERSON)], [GROUP], [message(1, FIRST_PERSON)])
    rng = random.Random(plan.seed)

    def article() -> int:
        return rng.randint(1, ARTICLES)

    return {
        "articles read": lambda number, person: pressed(number, person, OpenArticle(number=article()).pack()),
        "list pages": lambda number, person: pressed(number, person, ShowList(listing="l").pack()),
        "commands": lambda number, person: typed(number, person, rng.choice(("/latest", "/all", "/help", "/me"))),
        "searches and words": lambda number, person: typed(number, person, f"/search слово{number % 997} мост"),
        "registrations": lambda number, person: (
            typed(number, person, f"Читатель {person}")
            if number % 2
            else pressed(number, person, Registering(step=RegisterStep.AGREE).pack())
        ),
        "comments": lambda number, person: typed(number, person, f"/comment {article()} Слово {number}"),
        "subscriptions": lambda number, person: typed(number, person, rng.choice(("/subscribe", "/unsubscribe"))),
        "mutated": lambda number, _person: {"update_id": number, **fuzzer.update()},
        "unknown kinds": lambda number, _person: {"update_id": number, f"kind_{number % 13}": {"id": number}},
    }


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Send all updates, and read the memory after each kind."""
    makes = kinds(plan)
    async with _running_bot(processes, plan) as (process, receiver, database):
        feeder = UpdateFeeder(plan, receiver, database, random.Random(plan.seed))
        for number, make in enumerate(makes.values()):
            await feeder.queue(make, plan.warm_up // len(makes), pushes=int(number < WARM_UP_PUSHES))
        begun = before = _rss_mb(process)
        measurements = [Measurement("memory after the warm-up", begun, unit="MB")]
        each, left = (plan.updates - plan.warm_up) // len(makes), plan.pushes - WARM_UP_PUSHES
        for index, (name, make) in enumerate(makes.items()):
            pushes = left * (index + 1) // len(makes) - left * index // len(makes)
            await feeder.queue(make, each, pushes=pushes)
            rss_mb = _rss_mb(process)
            measurements.append(Measurement(f"{each:,} {name}, {pushes} pushes", rss_mb - before, unit="MB"))
            before = rss_mb
        total = f"grown by {each * len(makes):,} updates and {left} pushes"
        return [*measurements, Measurement(total, before - begun, MAX_MB, "MB")]


@asynccontextmanager
async def _running_bot(processes: ProcessFactory, plan: Plan) -> AsyncIterator[tuple[BotProcess, Receiver, Database]]:
    async with (
        prepared_database("sqlite", plan.subscribers) as url,
        open_receiver() as receiver,
        open_storage(url) as database,
    ):
        for number in range(2, ARTICLES + 1):
            await publish(database, f"Мост {number}", to_push=False)
        settings = {
            "DATABASE_URL": url,
            "BOT_API_URL": receiver.address("only"),
            "SEND_RATE": "1000",
            "PUSH_INTERVAL": "1",
            "LOG_LEVEL": "ERROR",
        }
        # The mutated updates come from a few people, so the flood limits are switched off.
        process = await processes.start(settings, TIMINGS)
        yield process, receiver, database
        code, _ = await process.stop()
        assert code == 0, code


class UpdateFeeder:
    """Queues updates for the bot, one batch at a time, and publishes articles in between."""

    def __init__(self, plan: Plan, receiver: Receiver, database: Database, rng: random.Random) -> None:
        self._plan = plan
        self._receiver = receiver
        self._database = database
        self._rng = rng
        self._number = 0

    async def queue(self, make: Make, count: int, *, pushes: int) -> None:
        """Send `count` updates with `pushes`, and wait until everything is handled and the bot is idle."""
        until_push = [count * (push + 1) // (pushes + 1) for push in range(pushes)]
        given = 0
        for batch in _batches(count, until_push):
            self._receiver.queue([self._made(make) for _ in range(batch)])
            given += batch
            await until(self._all_handled, TIMEOUT_SECONDS, 0.05)
            if given in until_push:
                await publish(self._database, f"Мост {self._number}")
        await until(self._all_pushed, TIMEOUT_SECONDS, 0.1)
        self._receiver.clear()
        await asyncio.sleep(REST_SECONDS)

    def _made(self, make: Make) -> Json:
        self._number += 1
        # Lone surrogates cannot be written in UTF-8, so they cannot be in a JSON text.
        person = FIRST_PERSON + self._rng.randrange(self._plan.people)
        made: Json = json.loads(json.dumps(make(self._number, person)).replace("\\ud", "\\u0"))
        return made

    async def _all_handled(self) -> bool:
        if self._receiver.unconfirmed:
            return False
        ((last, pending),) = await rows(
            self._database, "SELECT MAX(update_id), SUM(CASE WHEN state = 'pending' THEN 1 ELSE 0 END) FROM inbox"
        )
        return last is not None and not pending

    async def _all_pushed(self) -> bool:
        ((waiting,),) = await rows(self._database, "SELECT COUNT(*) FROM articles WHERE to_push = 1")
        ((open_editions,),) = await rows(self._database, "SELECT COUNT(*) FROM editions WHERE finished = 0")
        return not waiting and not open_editions


def _batches(count: int, stops: list[int]) -> Iterator[int]:
    """Return the sizes of batches that end at every stop."""
    given = 0
    while given < count:
        end = min([given + BATCH, count, *(stop for stop in stops if stop > given)])
        yield end - given
        given = end


def _rss_mb(process: BotProcess) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
