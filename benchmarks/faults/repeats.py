"""Every update comes several times, in any order, and the program is killed all the while: nothing is done twice.

Half of the people do what can be done in any order, and their updates come in any order. The others are in the middle
of something (registering, subscribing and thinking better of it): each of their updates comes first in its turn, and
then again at any time. An editor writes drafts. What is in the tables afterwards is compared with a clean run.
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

from benchmarks.faults.figures import Figure
from benchmarks.faults.nursery import Nursery
from benchmarks.faults.receiver import Json, open_receiver
from benchmarks.faults.town import rows, town, until
from benchmarks.faults.updates import Webhook, pressed, typed
from bot.clock import SystemClock
from handlers.callbacks.registering import Registering, RegisterStep
from storage import Database, open_storage

TITLE = "Updates that come one to five times, shuffled, and kills, SQLite"
MOST_TIMES = 5
SIDE_BY_SIDE = 10
EDITOR = 5
FIRST_PERSON = 100_000
PATIENCE_SECONDS = 60.0
# What people can see of what they did, and the state of everybody's talk; counters of reads are no promise.
TABLES = {
    "comments": "SELECT article, author_id, text, chat_id, message_id FROM comments",
    "articles": "SELECT number, title, status, version, comment_count FROM articles",
    "readers": "SELECT id, role, language, name FROM readers",
    "subscriptions": "SELECT chat_id, language, ended_at IS NULL FROM subscriptions",
    "fsm": "SELECT chat_id, user_id, state, data FROM fsm",
    "inbox": "SELECT update_id, state FROM inbox",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """So many people of each half, six updates each, and drafts; so many kills."""

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


def in_any_order(person: int, first: int) -> list[Json]:
    """Return what a registered person does, in whatever order."""
    words = ("/comment 1 Раз", "/comment 1 Два", "/comment 1 Три", "/subscribe", "/help", "/latest")
    return [typed(first + index, person, text) for index, text in enumerate(words)]


def in_turn(person: int, first: int) -> list[Json]:
    """Return what a guest does, each after the other."""
    return [
        pressed(first, person, Registering(step=RegisterStep.AGREE).pack()),
        typed(first + 1, person, f"Читатель {person}"),
        typed(first + 2, person, "/subscribe"),
        typed(first + 3, person, "/comment 1 Здравствуйте"),
        typed(first + 4, person, "/unsubscribe"),
        pressed(first + 5, person, "l:en"),
    ]


def lines(plan: Plan) -> tuple[list[list[Json]], list[list[Json]]]:
    """Return everybody's updates, a list a person: of those whose order is free, and of those in turn."""
    people = range(FIRST_PERSON, FIRST_PERSON + plan.people)
    free = [in_any_order(person, 10 * person) for person in people]
    others = range(FIRST_PERSON + plan.people, FIRST_PERSON + 2 * plan.people)
    turn = [in_turn(person, 10 * person) for person in others]
    turn.append([typed(index + 1, EDITOR, f"/post Черновик {index}\nТекст.") for index in range(plan.drafts)])
    return free, turn


def several_times(updates: Sequence[Json], dice: random.Random, *, shuffled: bool) -> list[Json]:
    """Return each update one to five times: in any order, or each first in its turn."""
    again = [update for update in updates for _ in range(dice.randint(0, MOST_TIMES - 1))]
    if shuffled:
        return dice.sample([*updates, *again], len(updates) + len(again))
    posted = list(updates)
    for update in again:
        posted.insert(dice.randint(posted.index(update) + 1, len(posted)), update)
    return posted


def dealt(plan: Plan, dice: random.Random) -> list[list[Json]]:
    """Deal everybody's updates to those who post side by side: a person's stay in one hand, in their order."""
    free, turn = lines(plan)
    hands: list[list[Json]] = [[] for _ in range(SIDE_BY_SIDE)]
    for index, update in enumerate(several_times([*chain(*free)], dice, shuffled=True)):
        hands[index % SIDE_BY_SIDE].append(update)
    queues: dict[int, list[list[Json]]] = defaultdict(list)
    for index, line in enumerate(turn):
        queues[index % SIDE_BY_SIDE].append(several_times(line, dice, shuffled=False))
    return [merged([hand, *queues[index]], dice) for index, hand in enumerate(hands)]


def merged(queues: list[list[Json]], dice: random.Random) -> list[Json]:
    """Return all in one list at random, each queue in its order."""
    order = [index for index, queue in enumerate(queues) for _ in queue]
    dice.shuffle(order)
    heads = [iter(queue) for queue in queues]
    return [next(heads[index]) for index in order]


async def measure(nursery: Nursery, plan: Plan) -> list[Figure]:
    """Run cleanly, then with repeats and kills, and compare."""
    dice = random.Random(plan.seed)
    free, turn = lines(plan)
    clean, _, _ = await _run(nursery, plan, [[*chain(*free, *turn)]], 0, dice)
    hands = dealt(plan, dice)
    found, answers, kills = await _run(nursery, plan, hands, plan.kills, dice)
    different = [name for name in TABLES if clean[name] != found[name]]
    return [
        Figure(f"updates, posted {sum(map(len, hands)):,} times", plan.updates),
        Figure("kills while they were posted", kills),
        Figure("answers beyond one an update", answers - plan.updates),
        Figure(f"tables other than after a clean run: {', '.join(different) or 'none'}", len(different), 0),
    ]


async def _run(
    nursery: Nursery, plan: Plan, hands: list[list[Json]], kills: int, dice: random.Random
) -> tuple[dict[str, list[Any]], int, int]:
    """Post all hands, killing meanwhile; return the tables, the number of answers, and of kills."""
    async with town("sqlite") as url, open_receiver() as receiver, aiohttp.ClientSession() as session:
        async with open_storage(url) as database:
            await _register(database, range(FIRST_PERSON, FIRST_PERSON + plan.people))
            webhook, total, killed = Webhook(session), sum(map(len, hands)), 0
            settings = {
                "DATABASE_URL": url,
                "BOT_API_URL": receiver.address("any"),
                "ADMIN_IDS": str(EDITOR),
                "PUSH_INTERVAL": "3600",
                "LOG_LEVEL": "ERROR",
                **webhook.settings,
            }
            async with asyncio.TaskGroup() as group:
                posting = [group.create_task(webhook.post_in_turn(hand)) for hand in hands]
                for kill in range(1, kills + 1):
                    program = await nursery.start(settings)
                    enough = total * kill // (kills + 1)
                    with suppress(TimeoutError):
                        await until(lambda enough=enough: webhook.taken >= enough, PATIENCE_SECONDS)  # type: ignore[misc]
                    await asyncio.sleep(dice.random() * 0.05)
                    killed += not all(task.done() for task in posting)
                    await program.kill()
                program = await nursery.start(settings)
            await until(lambda: _all_done(database, plan.updates), PATIENCE_SECONDS, 0.1)
            code, _ = await program.stop()
            assert code == 0, code
            tables = {name: sorted(map(repr, await rows(database, sql))) for name, sql in TABLES.items()}
        return tables, len(receiver.arrived), killed


async def _register(database: Database, people: Sequence[int]) -> None:
    async with database.writing() as unit:
        for person in people:
            await unit.readers.register(person, f"Имя {person}", f"имя {person}", "ru", SystemClock().now())


async def _all_done(database: Database, count: int) -> bool:
    return await rows(database, "SELECT state, COUNT(*) FROM inbox GROUP BY state") == [("done", count)]
