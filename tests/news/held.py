"""Held comments for tests: a newsroom that holds the first comment of each reader, its moderators, and what is seen."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from news.case_views import CaseView
from news.ledger import Address
from news.model import Article, Comment, Reader
from news.newsroom import Newsroom, make_newsroom
from news.notices import Notice
from news.ports.verdicts import Ruling
from news.rate_limits import RateLimiter
from news.readers import ANONYMOUS
from news.roles import Role
from news.verdicts import Decision
from storage import Database
from tests.clocks import HandClock
from tests.news.conftest import ADMIN_ID, START, ZONE, NoCourier, registered

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)
APPROVE, REJECT, REMOVE, BAN = (
    Decision(ruling) for ruling in (Ruling.APPROVE, Ruling.REJECT, Ruling.REMOVE, Ruling.BAN)
)
_messages = count(1)


def holding(database: Database, clock: HandClock, *, hold_first: int = 1, chat: Address | None = None) -> Newsroom:
    """A newsroom that holds the first comments of each reader."""
    return make_newsroom(
        database,
        NoCourier(),
        RateLimiter(29),
        clock,
        admins={ADMIN_ID},
        zone=ZONE,
        hold_first=hold_first,
        moderation_chat=chat,
    )


async def moderator_of(news: Newsroom, telegram_id: int = 700, name: str = "Борис") -> Reader:
    """Return a new moderator."""
    await registered(news, telegram_id, name)
    await news.readers.appoint(ADMIN, telegram_id, Role.MODERATOR)
    return await news.readers.recognise(telegram_id, "ru")


async def says(news: Newsroom, reader: Reader, article: Article, text: str = "") -> Comment:
    """Let a reader comment on an article; without a text, in other words each time."""
    message = next(_messages)
    return await news.comments.add(reader, article.number, text or f"Слово {message}", reader.id, message)


async def seen(news: Newsroom, article: Article) -> list[str]:
    """The texts of the comments that readers see; the article's count is their number."""
    page = await news.threads.page(ANONYMOUS, article.number)
    assert page.article.comment_count == len(page.comments)
    return [comment.text for comment in page.comments]


async def open_cases(news: Newsroom) -> Sequence[CaseView]:
    """The open cases, oldest first."""
    return (await news.cases.listed(ADMIN)).views


async def case_of(news: Newsroom, comment: Comment) -> CaseView:
    """The open case of a comment."""
    return next(view for view in await open_cases(news) if view.comment == comment.id)


async def status_of(database: Database, comment: Comment) -> str:
    """The stored status of a comment."""
    async with database.reading() as unit:
        found = await unit.comments.get(comment.id)
    assert found is not None
    return found.status.value


async def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a SELECT."""
    async with database.reading() as unit:
        return [tuple(row) for row in await unit.deliveries._connection.fetch(sql)]  # type: ignore[attr-defined]


async def told(database: Database, person: int) -> list[Notice]:
    """The notices to a person that were not taken back, oldest first."""
    sql = (
        "SELECT e.notice FROM editions AS e JOIN deliveries AS d ON d.edition_id = e.id "
        "JOIN places AS p ON p.id = d.place_id WHERE p.chat_id = {person} AND e.kind = 'notice' "
        "AND d.state <> 'cancelled' ORDER BY e.id"
    )
    return [Notice.load(notice) for (notice,) in await rows(database, sql.format(person=person))]


async def sends_everything(database: Database) -> None:
    """Let every pending delivery be sent, each as a message of its own."""
    async with database.writing() as unit:
        await unit.deliveries._connection.fetch(  # type: ignore[attr-defined]
            "UPDATE deliveries SET state = 'sent', message_id = 1000 + edition_id, settled_at = 1 "
            "WHERE state = 'pending'"
        )
