"""The newsroom on a real database, on both engines. Only the clock and the courier are fakes."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from news.ledger import Delivery
from news.model import Article, NewArticle, Reader
from news.newsroom import Newsroom, make_newsroom
from news.outcomes import Outcome
from news.ports import EditionContent
from news.rate_limits import RateLimiter
from news.richtext import from_plain
from news.roles import Role
from storage import Database, open_storage
from tests.clocks import START as START
from tests.clocks import HandClock as HandClock

ZONE = ZoneInfo("Europe/Moscow")
ADMIN_ID = 900
_messages = count(1)


class NoCourier:
    """A courier that must not be used."""

    def size(self, content: EditionContent, delivery: Delivery) -> int:
        return 1

    def carry(self, push: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        raise AssertionError(f"{delivery} was sent, but this test sends nothing")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def news(database: Database, clock: HandClock) -> Newsroom:
    return make_newsroom(database, NoCourier(), RateLimiter(29), clock, admins={ADMIN_ID}, zone=ZONE)


@pytest.fixture
async def other(database: Database, database_url: str) -> AsyncIterator[Database]:
    """The same database through other connections, which see only committed data."""
    async with open_storage(database_url) as opened:
        yield opened


@pytest.fixture
def editor() -> Reader:
    return Reader(800, Role.EDITOR, "ru", "Вера", START)


@pytest.fixture
async def member(news: Newsroom) -> Reader:
    """A registered reader."""
    return await registered(news, 500, "Мария")


async def registered(news: Newsroom, telegram_id: int, name: str) -> Reader:
    """Register a guest and return the member."""
    return await news.readers.register(await news.readers.recognise(telegram_id, "ru"), name)


async def stored_admin(news: Newsroom, database: Database, number: int, name: str) -> Reader:
    """Register somebody and make that person an admin."""
    await registered(news, number, name)
    async with database.writing() as unit:
        await unit.readers.set_role(number, Role.ADMIN)
    return await news.readers.recognise(number, "ru")


async def published(
    news: Newsroom, editor: Reader, title: str = "Мост открыт", text: str = "Движение пошло."
) -> Article:
    """Write and publish an article."""
    draft = await news.editing.draft(editor, title, from_plain(text), key=f"test:{next(_messages)}")
    return await news.editing.publish(editor, draft.number)


async def archive(news: Newsroom, moments: list[datetime]) -> None:
    """Store published articles, one for each moment; they are not pushed."""
    await news.editing.take_in(
        [
            NewArticle(f"archive:{next(_messages)}", f"Новость {index}", (), moment, published_at=moment)
            for index, moment in enumerate(moments, 1)
        ]
    )
