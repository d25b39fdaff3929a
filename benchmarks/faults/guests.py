"""People who may not comment try it at every door: no comment is stored.

The attempts (`tests.support.comment_attempts`) come from guests, from Telegram's stand-ins without a group, and under
the names of the staff, on articles with every rule of comments that leaves guests out. Beside them readers comment
while they are banned at the same moment: the comment is refused, or stored and hidden.

At the end a reader who may comment tries the same doors: had that stored nothing, the attempts would prove nothing.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import aiohttp

from benchmarks.faults.databases import prepared_database, publish, rows, temporary_folder, until
from benchmarks.faults.measurements import Measurement
from benchmarks.faults.receiver import Json, open_receiver
from benchmarks.faults.updates import Webhook, typed, user
from bot.clock import SystemClock
from bot.timings import FloodLimits, Timings
from news.appointing import set_role
from news.model import CommentsFor
from news.roles import Role
from storage import Database, open_storage
from tests.support.comment_attempts import CommentAttempts
from tests.support.processes import ProcessFactory

TITLE = "Attempts of guests to comment, SQLite"
BATCH = 50
CONCURRENCY = 10
FIRST_GUEST, GUESTS = 1_000, 40
FIRST_STAFF = 2_000
FIRST_READER = 3_000
RACES_FROM = 10**7
READERS_FROM = 2 * 10**7
# A ban comes up to so many milliseconds after the comment was posted.
RACE_MS = 20
TIMEOUT_SECONDS = 60.0
GROUP = {"id": -1000000000100, "type": "supergroup", "title": "Соседи"}
# All updates come from a few people, so the flood limits are switched off.
TIMINGS = Timings(flood=FloodLimits(person_burst=10**9, chat_burst=10**9, search_burst=10**9))


@dataclass(frozen=True, slots=True)
class Plan:
    """`attempts` by those who may not comment, and `races` of a reader's comment with the reader's ban."""

    attempts: int
    races: int
    seed: int = 14


FULL = Plan(10_000, 200)
QUICK = Plan(500, 20)


async def measure(processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Post all attempts in batches, then the races; count the comments."""
    async with (
        temporary_folder() as logs,
        prepared_database("sqlite") as url,
        open_receiver() as receiver,
        aiohttp.ClientSession() as session,
        open_storage(url) as database,
    ):
        articles = await _articles(database)
        staff = await _people(database, plan.races)
        webhook = Webhook(session)
        settings = {
            "DATABASE_URL": url,
            "BOT_API_URL": receiver.address("only"),
            "ADMIN_IDS": "",
            "GROUP_COMMENTS": "registered",
            "COMMENT_GAP_SECONDS": "0",
            "NEWCOMER_HOURLY": "0",
            "PUSH_INTERVAL": "3600",
            "LOG_LEVEL": "ERROR",
            **webhook.settings,
        }
        process = await processes.start(settings, TIMINGS, logs / "log")
        guests = [user(FIRST_GUEST + index) for index in range(GUESTS)]
        attempts = CommentAttempts(plan.seed, guests, staff, articles, GROUP)
        updates = [{"update_id": number, **each} for number, each in enumerate(attempts.attempts(plan.attempts), 1)]
        for first in range(0, len(updates), BATCH):
            await _post(webhook, updates[first : first + BATCH])
        await _handled(database)
        stored = await _count(database, "SELECT COUNT(*) FROM comments")
        registered = await _count(database, f"SELECT COUNT(*) FROM readers WHERE id < {FIRST_STAFF} "  # noqa: S608
                                            "AND registered_at IS NOT NULL")  # fmt: skip
        await _race(webhook, database, plan.races, articles[0])
        before_ban = await _count(database, "SELECT COUNT(*) FROM comments") - stored
        visible = await _count(database, "SELECT COUNT(*) FROM comments WHERE hidden = 0")
        by_reader = await _try_as_reader(webhook, database, plan, articles)
        dead = await _count(database, "SELECT COUNT(*) FROM inbox WHERE state = 'dead'")
        code, _ = await process.stop()
        return [
            Measurement("attempts of guests", plan.attempts),
            Measurement("comments stored", stored, 0),
            Measurement("guests who were registered by an attempt", registered, 0),
            Measurement("comments that met a ban", plan.races),
            Measurement("of them stored, before the ban", before_ban),
            Measurement("comments of the banned that readers see", visible, 0),
            Measurement("comments of a reader by the same doors", by_reader),
            Measurement("proof that the doors lead somewhere is missing", int(by_reader == 0), 0),
            Measurement("attempts that were not handled", dead, 0),
            Measurement("crashes of the process", code, 0),
        ]


async def _articles(database: Database) -> list[int]:
    """Publish an article with each rule that leaves guests out; return the numbers, the newspaper's rule first."""
    numbers = []
    for rule in (None, CommentsFor.REGISTERED, CommentsFor.TRUSTED, CommentsFor.NOBODY):
        number = await publish(database, f"Новость: {rule}", to_push=False)
        async with database.writing() as unit:
            await unit.drafts.set_comments_for(number, rule)
        numbers.append(number)
    return numbers


async def _people(database: Database, readers: int) -> list[Json]:
    """Register one person of the staff for each role, and the readers who will be banned; return the staff."""
    roles = [role for role in Role if role not in {Role.GUEST, Role.BANNED}]
    now = SystemClock().now()
    async with database.writing() as unit:
        for number, role in [*enumerate(roles, FIRST_STAFF), *((FIRST_READER + each, None) for each in range(readers))]:
            await unit.readers.register(number, f"Имя {number}", f"имя {number}", "ru", now)
            if role is not None:
                await unit.readers.set_role(number, role)
    return [user(number) for number, _ in enumerate(roles, FIRST_STAFF)]


async def _post(webhook: Webhook, updates: list[Json]) -> None:
    """Post updates, `CONCURRENCY` at a time."""
    waiting = iter(updates)

    async def posts() -> None:
        for update in waiting:
            await webhook.post(update)

    await asyncio.gather(*(posts() for _ in range(CONCURRENCY)))


async def _race(webhook: Webhook, database: Database, count: int, article: int) -> None:
    """Let readers comment, and ban each at the same moment."""

    async def ban(reader: int, after_ms: int) -> None:
        await asyncio.sleep(after_ms / 1000)
        async with database.writing() as unit:
            await set_role(unit, reader, Role.BANNED)

    for index in range(count):
        reader = FIRST_READER + index
        comment = typed(RACES_FROM + index, reader, f"/comment {article} Слово {index}")
        await asyncio.gather(webhook.post(comment), ban(reader, index % RACE_MS))
    await _handled(database)


async def _try_as_reader(webhook: Webhook, database: Database, plan: Plan, articles: list[int]) -> int:
    """Let a reader try each door twice; return how many comments that stored."""
    before = await _count(database, "SELECT COUNT(*) FROM comments")
    attempts = CommentAttempts(plan.seed, [user(FIRST_STAFF)], [user(FIRST_STAFF)], articles[:1], GROUP)
    updates = list(attempts.attempts(2 * len(attempts.kinds())))
    await webhook.post_all([{"update_id": READERS_FROM + number, **each} for number, each in enumerate(updates)])
    await _handled(database)
    return await _count(database, "SELECT COUNT(*) FROM comments") - before


async def _handled(database: Database) -> None:
    with suppress(TimeoutError):
        await until(partial(_none_pending, database), TIMEOUT_SECONDS, 0.1)


async def _none_pending(database: Database) -> bool:
    return not await rows(database, "SELECT 1 FROM inbox WHERE state = 'pending' LIMIT 1")


async def _count(database: Database, sql: str) -> int:
    ((count,),) = await rows(database, sql)
    return int(count)
