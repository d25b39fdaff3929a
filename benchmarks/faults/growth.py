"""200,000 updates of every kind, and a push now and then: the program's memory does not grow with them.

Measured is what the system says the process holds (VmRSS), when it has come to rest. The kinds come one after the
other, each with its pushes, so that a kind that leaves something behind can be named. The warm-up is the same, only
shorter: long texts that come one behind the other take more at a time than among others, and what was needed for a
moment the system does not get back at once.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults.figures import Figure
from benchmarks.faults.mutations import GROUP
from benchmarks.faults.nursery import Nursery, Program
from benchmarks.faults.receiver import Json, Receiver, message, open_receiver
from benchmarks.faults.storm import Weather
from benchmarks.faults.town import publish, rows, town, until
from benchmarks.faults.updates import pressed, typed, user
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.reading import ShowList
from handlers.callbacks.registering import Registering, RegisterStep
from storage import Database, open_storage

TITLE = "Memory, SQLite"
FIRST_PERSON = 10**6
BATCH = 2_000
REST_SECONDS = 0.5
PATIENCE_SECONDS = 600.0
WARM_UP_PUSHES = 2
MOST_MB = 15
ARTICLES = 30

Make = Callable[[int, int], Json]


@dataclass(frozen=True, slots=True)
class Plan:
    """So many updates by so many people, the first `warm_up` of them unmeasured, and so many pushes."""

    updates: int
    warm_up: int
    people: int
    pushes: int
    subscribers: int
    seed: int = 6


FULL = Plan(200_000, 40_000, 50_000, 20, 2_000)
QUICK = Plan(1_500, 600, 500, 3, 100)


def kinds(plan: Plan) -> dict[str, Make]:
    """Return how each kind of update is made, from its number and a person."""
    weather = Weather(plan.seed, [user(FIRST_PERSON)], [GROUP], [message(1, FIRST_PERSON)])
    dice = random.Random(plan.seed)

    def article() -> int:
        return dice.randint(1, ARTICLES)

    return {
        "articles read": lambda number, person: pressed(number, person, OpenArticle(number=article()).pack()),
        "lists turned": lambda number, person: pressed(number, person, ShowList(listing="l").pack()),
        "commands": lambda number, person: typed(number, person, dice.choice(("/latest", "/all", "/help", "/me"))),
        "searches and words": lambda number, person: typed(number, person, f"/search слово{number % 997} мост"),
        "registrations": lambda number, person: (
            typed(number, person, f"Читатель {person}")
            if number % 2
            else pressed(number, person, Registering(step=RegisterStep.AGREE).pack())
        ),
        "comments": lambda number, person: typed(number, person, f"/comment {article()} Слово {number}"),
        "subscriptions": lambda number, person: typed(number, person, dice.choice(("/subscribe", "/unsubscribe"))),
        "mutated": lambda number, _person: {"update_id": number, **weather.update()},
        "kinds of tomorrow": lambda number, _person: {"update_id": number, f"kind_{number % 13}": {"id": number}},
    }


async def measure(nursery: Nursery, plan: Plan) -> list[Figure]:
    """Feed everything, and look at the memory in between."""
    makes = kinds(plan)
    async with _newspaper(nursery, plan) as (program, receiver, database):
        feed = Feed(plan, receiver, database, random.Random(plan.seed))
        for number, make in enumerate(makes.values()):
            await feed.give(make, plan.warm_up // len(makes), pushes=int(number < WARM_UP_PUSHES))
        begun = before = _rss_mb(program)
        figures = [Figure("held after the warm-up", begun, unit="MB")]
        each, left = (plan.updates - plan.warm_up) // len(makes), plan.pushes - WARM_UP_PUSHES
        for index, (name, make) in enumerate(makes.items()):
            pushes = left * (index + 1) // len(makes) - left * index // len(makes)
            await feed.give(make, each, pushes=pushes)
            held = _rss_mb(program)
            figures.append(Figure(f"{each:,} {name}, {pushes} pushes", held - before, unit="MB"))
            before = held
        total = f"grown by {each * len(makes):,} updates and {left} pushes"
        return [*figures, Figure(total, before - begun, MOST_MB, "MB")]


@asynccontextmanager
async def _newspaper(nursery: Nursery, plan: Plan) -> AsyncIterator[tuple[Program, Receiver, Database]]:
    async with town("sqlite", plan.subscribers) as url, open_receiver() as receiver, open_storage(url) as database:
        for number in range(2, ARTICLES + 1):
            await publish(database, f"Мост {number}", to_push=False)
        settings = {
            "DATABASE_URL": url,
            "BOT_API_URL": receiver.address("only"),
            "SEND_RATE": "1000",
            "PUSH_INTERVAL": "1",
            "LOG_LEVEL": "ERROR",
        }
        # The mutated ones come from a few, who stand for all the world.
        program = await nursery.start(settings, {"bot.flood.PERSON_BURST": 10**9, "bot.flood.CHAT_BURST": 10**9})
        yield program, receiver, database
        code, _ = await program.stop()
        assert code == 0, code


class Feed:
    """Gives updates to whoever polls, a batch at a time, and pushes meanwhile."""

    def __init__(self, plan: Plan, receiver: Receiver, database: Database, dice: random.Random) -> None:
        self._plan = plan
        self._receiver = receiver
        self._database = database
        self._dice = dice
        self._number = 0

    async def give(self, make: Make, count: int, *, pushes: int) -> None:
        """Give so many, and wait until all is done, pushes included, and at rest."""
        until_push = [count * (push + 1) // (pushes + 1) for push in range(pushes)]
        given = 0
        for batch in _batches(count, until_push):
            self._receiver.give([self._made(make) for _ in range(batch)])
            given += batch
            await until(self._all_handled, PATIENCE_SECONDS, 0.05)
            if given in until_push:
                await publish(self._database, f"Мост {self._number}")
        await until(self._all_pushed, PATIENCE_SECONDS, 0.1)
        self._receiver.forget()
        await asyncio.sleep(REST_SECONDS)

    def _made(self, make: Make) -> Json:
        self._number += 1
        # As it comes over the wire: what cannot be written in UTF-8 is no JSON text.
        person = FIRST_PERSON + self._dice.randrange(self._plan.people)
        made: Json = json.loads(json.dumps(make(self._number, person)).replace("\\ud", "\\u0"))
        return made

    async def _all_handled(self) -> bool:
        if self._receiver.waiting:
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


def _rss_mb(program: Program) -> float:
    status = Path(f"/proc/{program.pid}/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
