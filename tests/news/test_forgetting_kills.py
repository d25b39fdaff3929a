"""Persons are forgotten through kills of the process at each transaction, and by several processes at once."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from news.forgetting import BLOCK, LEASE, LOOK_AGAIN, ForgettingDesk
from news.ledger import Address
from news.model import Article, Reader
from news.newsroom import Newsroom
from news.ports.privacy import CommentsAfter
from news.privacy_rules import SECOND_THOUGHTS, PrivacyRules
from news.readers import ANONYMOUS
from storage import Database
from tests.news.conftest import HandClock, published, registered
from tests.news.forgotten import naming, tell
from tests.storage.samples import raw

MARIA = 500
RULES = PrivacyRules()


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


class Dying:
    """A storage whose process is killed at a transaction: it is rolled back, or committed and nothing follows."""

    def __init__(self, database: Database, after: int, *, committed: bool) -> None:
        self._database, self._left, self._committed = database, after, committed

    def reading(self) -> Any:
        return self._database.reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Any]:
        self._left -= 1
        async with self._database.writing() as unit:
            yield unit
            if not self._left and not self._committed:
                raise asyncio.CancelledError
        if not self._left:
            raise asyncio.CancelledError


async def many(database: Database, article: Article, count: int) -> None:
    """Store comments of Maria without the desk, every fifth of them held."""
    states = ["published" if index % 5 else "held" for index in range(count)]
    rows = ", ".join(
        f"({article.number}, {MARIA}, 'Слово', {index}, {MARIA}, {1000 + index}, '{state}')"
        for index, state in enumerate(states)
    )
    visible = sum(index % 5 != 0 for index in range(count))
    async with database.writing() as unit:
        await raw(
            unit,
            f"INSERT INTO comments (article, author_id, text, at, chat_id, message_id, status) VALUES {rows}",  # noqa: S608
        )
        await raw(unit, f"UPDATE articles SET comment_count = {visible} WHERE number = {article.number}")  # noqa: S608


@pytest.mark.parametrize("comments", CommentsAfter)
@pytest.mark.parametrize("committed", [True, False])
async def test_a_process_that_is_killed_at_any_transaction_leaves_the_rest_to_the_next(
    news: Newsroom,
    database: Database,
    member: Reader,
    article: Article,
    clock: HandClock,
    comments: CommentsAfter,
    committed: bool,
) -> None:
    count = 2 * BLOCK + 10
    await many(database, article, count)
    await news.subscriptions.start(Address(MARIA), "ru")
    await news.forgetting.ask(member, comments)
    clock.advance(seconds=SECOND_THOUGHTS.total_seconds())

    kills, done = 0, False
    while not done:
        # Of two processes each, the next live for one transaction more.
        mortal = Dying(database, 2 + kills // 2, committed=committed)
        with suppress(asyncio.CancelledError):
            done = not await ForgettingDesk(mortal, clock, set(), RULES).tick()  # type: ignore[arg-type]
        kills += 1
        await tell(database)
        clock.advance(seconds=LEASE.total_seconds())
    assert kills > 5

    page = await news.threads.page(ANONYMOUS, article.number)
    kept = sum(index % 5 != 0 for index in range(count)) if comments is CommentsAfter.KEEP else 0
    assert page.article.comment_count == kept
    assert await naming(database, MARIA) == set()
    async with database.reading() as unit:
        [told] = await raw(unit, "SELECT COUNT(*) AS count FROM editions")
    assert told["count"] == 1, "the person was told once"


async def test_several_processes_share_the_work_and_change_nothing_twice(
    news: Newsroom, database: Database, other: Database, article: Article, clock: HandClock
) -> None:
    people = [await registered(news, MARIA + each, f"Мария {each}") for each in range(6)]
    for each in people:
        await news.comments.add(each, article.number, "Слово", each.id, 1)
        await news.forgetting.ask(each, CommentsAfter.DELETE)
    desks = [ForgettingDesk(one, clock, set(), RULES) for one in (database, other)]

    async def work(desk: ForgettingDesk) -> int:
        done = 0
        while await desk.tick():
            done += 1
        return done

    clock.advance(seconds=SECOND_THOUGHTS.total_seconds())
    first: Sequence[int] = await asyncio.gather(*map(work, desks))
    await tell(database)
    clock.advance(seconds=LOOK_AGAIN.total_seconds())
    second = await asyncio.gather(*map(work, desks))

    assert (sum(first), sum(second)) == (6, 6)
    assert (await news.threads.page(ANONYMOUS, article.number)).article.comment_count == 0
    assert [await naming(other, each.id) for each in people] == [set()] * 6
