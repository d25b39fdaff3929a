"""Every update comes several times, out of order, and the bot is killed meanwhile: no update takes effect twice.

The updates of half of the people commute and come in any order. The others register, subscribe and unsubscribe: each of
their updates comes first in order, and then again at any time. An editor writes drafts. The tables are compared with
those of a clean run.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import Any

import aiohttp

from benchmarks.faults.databases import prepared_database, rows, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Json, open_receiver
from benchmarks.faults.updates import Webhook, pressed, typed
from bot.clock import SystemClock
from handlers.callbacks.registering import Registering, RegisterStep
from storage import Database, open_storage
from tests.support.processes import ProcessFactory

TITLE = "Updates that come one to five times, shuffled, and kills, SQLite"
MAX_REPEATS = 5
CONCURRENCY = 10
EDITOR = 5
FIRST_PERSON = 100_000
TIMEOUT_SECONDS = 60.0
# All that people can see of their updates, and the state of every dialogue. Read counters may differ.
TABLES = {
    "comments": "SELECT article, author_id, text, chat_id, message_id FROM comments",
    "articles": "SELECT number, title, status, version, comment_count FROM articles",
    "readers": "SELECT id, role, language, name FROM readers",
    "subscriptions": "SELECT chat_id, language, ended_at IS NULL FROM subscriptions JOIN places ON id = place_id",
    "fsm": "SELECT chat_id, user_id, state, data FROM fsm",
    "inbox": "SELECT update_id, state FROM inbox",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """`people` in each half with six updates each, `drafts` by the editor, and `kills`."""

    people: int
    drafts: int
    kills: int
    seed: int = 3

    @property
    def updates(self) -> int:
        """How many different updates there are."""
        return self.people * 12 + self.drafts


FULL = Plan(830, 40, 100)
QUICK = Plan(40, 10, 5)


def unordered_updates(person: int, first: int) -> list[Json]:
    """Return updates of a registered person that may come in any order."""
    words = ("/comment 1 Раз", "/comment 1 Два", "/comment 1 Три", "/subscribe", "/help", "/latest")
    return [typed(first + index, person, text) for index, text in enumerate(words)]


def ordered_updates(person: int, first: int) -> list[Json]:
    """Return updates of a guest, each of which needs the one before."""
    return [
        pressed(first, person, Registering(step=RegisterStep.AGREE).pack()),
        typed(first + 1, person, f"Читатель {person}"),
        typed(first + 2, person, "/subscribe"),
        typed(first + 3, person, "/comment 1 Здравствуйте"),
        typed(first + 4, person, "/unsubscribe"),
        pressed(first + 5, person, "l:en"),
    ]


def lines(plan: Plan) -> tuple[list[list[Json]], list[list[Json]]]:
    """Return one list of updates per person: first those with free order, then those with a fixed order."""
    people = range(FIRST_PERSON, FIRST_PERSON + plan.people)
    free = [unordered_updates(person, 10 * person) for person in people]
    others = range(FIRST_PERSON + plan.people, FIRST_PERSON + 2 * plan.people)
    turn = [ordered_updates(person, 10 * person) for person in others]
    turn.append([typed(index + 1, EDITOR, f"/post Черновик {index}\nТекст.") for index in range(plan.drafts)])
    return free, turn


def with_repeats(updates: Sequence[Json], rng: random.Random, *, shuffled: bool) -> list[Json]:
    """Return each update one to five times: `shuffled`, or with the first copies in order."""
    again = [update for update in updates for _ in range(rng.randint(0, MAX_REPEATS - 1))]
    if shuffled:
        return rng.sample([*updates, *again], len(updates) + len(again))
    posted = list(updates)
    for update in again:
        posted.insert(rng.randint(posted.index(update) + 1, len(posted)), update)
    return posted


def distribute(plan: Plan, rng: random.Random) -> list[list[Json]]:
    """Distribute all updates over concurrent lanes. The ordered updates of one person stay in one lane, in order."""
    free, turn = lines(plan)
    lanes: list[list[Json]] = [[] for _ in range(CONCURRENCY)]
    for index, update in enumerate(with_repeats([*chain(*free)], rng, shuffled=True)):
        lanes[index % CONCURRENCY].append(update)
    queues: dict[int, list[list[Json]]] = defaultdict(list)
    for index, connection in enumerate(turn):
        queues[index % CONCURRENCY].append(with_repeats(connection, rng, shuffled=False))
    return [interleave([lane, *queues[index]], rng) for index, lane in enumerate(lanes)]


def interleave(queues: list[list[Json]], rng: random.Random) -> list[Json]:
    """Merge queues at random; the order within each queue is kept."""
    order = [index for index, queue in enumerate(queues) for _ in queue]
    rng.shuffle(order)
    heads = [iter(queue) for queue in queues]
    return [next(heads[index]) for index in order]


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Run once without faults, once with repeats and kills, and compare the tables."""
    rng = random.Random(plan.seed)
    free, turn = lines(plan)
    clean, _, _ = await _run(processes, plan, [[*chain(*free, *turn)]], 0, rng)
    lanes = distribute(plan, rng)
    found, answers, kills = await _run(processes, plan, lanes, plan.kills, rng)
    different = [name for name in TABLES if clean[name] != found[name]]
    return [
        Measurement(f"updates, posted {sum(map(len, lanes)):,} times", plan.updates),
        Measurement("kills meanwhile", kills),
        Measurement("answers beyond one per update", answers - plan.updates),
        Measurement(f"tables that differ from a clean run: {', '.join(different) or 'none'}", len(different), 0),
    ]


async def _run(
    processes: ProcessFactory, plan: Plan, lanes: list[list[Json]], kills: int, rng: random.Random
) -> tuple[dict[str, list[Any]], int, int]:
    """Post all lanes, with kills meanwhile; return the tables, the number of answers and of kills."""
    async with prepared_database("sqlite") as url, open_receiver() as receiver, aiohttp.ClientSession() as session:
        async with open_storage(url) as database:
            await _register(database, range(FIRST_PERSON, FIRST_PERSON + plan.people))
            webhook, total, killed = Webhook(session), sum(map(len, lanes)), 0
            settings = {
                "DATABASE_URL": url,
                "BOT_API_URL": receiver.address("any"),
                "ADMIN_IDS": str(EDITOR),
                "PUSH_INTERVAL": "3600",
                "LOG_LEVEL": "ERROR",
                "HOLD_FIRST": "0",
                "COMMENT_GAP_SECONDS": "0",
                "COMMENT_DAYS": "0",
                "NEWCOMER_HOURLY": "0",
                **webhook.settings,
            }
            async with asyncio.TaskGroup() as group:
                posting = [group.create_task(webhook.post_all(lane)) for lane in lanes]
                for kill in range(1, kills + 1):
                    process = await processes.start(settings)
                    enough = total * kill // (kills + 1)
                    with suppress(TimeoutError):
                        await until(lambda enough=enough: webhook.accepted >= enough, TIMEOUT_SECONDS)  # type: ignore[misc]
                    await asyncio.sleep(rng.random() * 0.05)
                    killed += not all(task.done() for task in posting)
                    await process.kill()
                process = await processes.start(settings)
            await until(lambda: _all_done(database, plan.updates), TIMEOUT_SECONDS, 0.1)
            code, _ = await process.stop()
            assert code == 0, code
            tables = {name: sorted(map(repr, await rows(database, sql))) for name, sql in TABLES.items()}
        return tables, len(receiver.arrived), killed


async def _register(database: Database, people: Sequence[int]) -> None:
    async with database.writing() as unit:
        for person in people:
            await unit.readers.register(person, f"Имя {person}", f"имя {person}", "ru", SystemClock().now())


async def _all_done(database: Database, count: int) -> bool:
    return await rows(database, "SELECT state, COUNT(*) FROM inbox GROUP BY state") == [("done", count)]
