"""Answers to comments while the bot is killed: each author is told once, twice only if the first message is in doubt.

Every person has written a comment, and somebody answers each. The bot is killed between the update, the comment, the
row of the ledger and the message.
"""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from benchmarks.faults.databases import prepared_database, publish, rows, unknowns, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Json, open_receiver
from benchmarks.faults.updates import Webhook, typed, user
from bot.clock import SystemClock
from news.model import NewComment
from storage import Database, open_storage
from tests.support.processes import ProcessFactory

TITLE = "Answers to comments and kills, SQLite"
FIRST_AUTHOR, FIRST_ANSWERER = 100_000, 200_000
BOT = {"id": 1, "is_bot": True, "first_name": "Вестник", "username": "vestnik_bot"}
CONCURRENCY = 10
TIMEOUT_SECONDS = 180.0
_TOLD = "SELECT COUNT(*) FROM editions WHERE kind = 'notice' AND finished = 1"


@dataclass(frozen=True, slots=True)
class Plan:
    """So many `answers`, each to another author, and `kills` meanwhile."""

    answers: int
    kills: int
    seed: int = 5


FULL = Plan(2_000, 200)
QUICK = Plan(60, 4)


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Post all answers, with kills meanwhile, and count what arrived."""
    rng = random.Random(plan.seed)
    async with (
        prepared_database("sqlite") as url,
        open_receiver() as receiver,
        aiohttp.ClientSession() as session,
        open_storage(url) as database,
    ):
        comments = await _comment(database, plan.answers)
        webhook = Webhook(session)
        settings = {
            "DATABASE_URL": url,
            "BOT_API_URL": receiver.address("any"),
            "PUSH_INTERVAL": "3600",
            "SEND_RATE": "500",
            "LOG_LEVEL": "ERROR",
            "HOLD_FIRST": "0",
            "COMMENT_GAP_SECONDS": "0",
            **webhook.settings,
        }
        updates = [_answer(number, comment) for number, comment in enumerate(comments)]
        async with asyncio.TaskGroup() as group:
            for lane in range(CONCURRENCY):
                group.create_task(webhook.post_all(updates[lane::CONCURRENCY]))
            for kill in range(1, plan.kills + 1):
                process = await processes.start(settings)
                enough = plan.answers * kill // (plan.kills + 1)
                with suppress(TimeoutError):
                    await until(lambda enough=enough: webhook.accepted >= enough, TIMEOUT_SECONDS)  # type: ignore[misc]
                await asyncio.sleep(rng.random() * 2)
                await process.kill()
            process = await processes.start(settings | {"BOT_API_URL": receiver.address("last")})
        await until(lambda: receiver.has_seen("last"), TIMEOUT_SECONDS)
        await until(lambda: _all_told(database, plan.answers), TIMEOUT_SECONDS, 0.1)
        code, _ = await process.stop()
        assert code == 0, code
        copies = [receiver.copies[FIRST_AUTHOR + number] for number in range(plan.answers)]
        stored = await rows(database, "SELECT COUNT(*), COUNT(DISTINCT reply_to) FROM comments WHERE root IS NOT NULL")
        in_doubt = await unknowns(database)
    doubles = sum(max(0, count - 1) for count in copies)
    how = f"{plan.kills} × kill -9"
    return [
        Measurement(f"{how}: answers stored twice or not at all", abs(stored[0][0] - plan.answers), 0),
        Measurement(f"{how}: comments without their answer", plan.answers - stored[0][1], 0),
        Measurement(f"{how}: authors who were not told", copies.count(0), 0),
        Measurement(f"{how}: messages in doubt", in_doubt),
        Measurement(f"{how}: authors told twice", doubles),
        Measurement(f"{how}: doubles beyond the messages in doubt", max(0, doubles - in_doubt), 0),
    ]


async def _comment(database: Database, count: int) -> Sequence[int]:
    """Register everybody, and store a comment of each author; return the ids."""
    now, article = SystemClock().now(), await publish(database, "Мост открыт", to_push=False)
    found = []
    async with database.writing() as unit:
        for number in range(count):
            for person in (FIRST_AUTHOR + number, FIRST_ANSWERER + number):
                await unit.readers.register(person, f"Имя {person}", f"имя {person}", "ru", now)
            author = FIRST_AUTHOR + number
            comment = NewComment(article, author, "Наконец-то!", now, author, 1)
            found.append((await unit.comments.add(comment))[0])
    return found


def _answer(number: int, comment: int) -> Json:
    """Return the update of a reply to the bot's question for an answer to a comment."""
    update = typed(number + 1, FIRST_ANSWERER + number, f"Ответ номер {number}")
    link = {"type": "text_link", "offset": 11, "length": 11, "url": f"https://t.me/vestnik_bot?start=r_{comment}"}
    question = {
        "message_id": 1,
        "date": update["message"]["date"],
        "chat": update["message"]["chat"],
        "from": BOT,
        "text": "Ваш ответ:\nНаконец-то!\nОтветьте на это сообщение.",
        "entities": [link],
    }
    update["message"] |= {"from": user(FIRST_ANSWERER + number), "reply_to_message": question}
    return update


async def _all_told(database: Database, count: int) -> bool:
    return await rows(database, _TOLD) == [(count,)]
