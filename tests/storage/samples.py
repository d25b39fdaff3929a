"""Sample rows for the storage tests, and short calls for the usual steps."""

from datetime import UTC, datetime, timedelta
from typing import Any

from news.model import Delivery, DeliveryState, NewArticle, NewComment, Progress, Revision, Settlement
from news.richtext import from_plain
from storage import Database

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)


def at(seconds: float) -> datetime:
    """Return the time this many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def article(key: str, **fields: Any) -> NewArticle:
    """Return a draft, or a published article if `published_at` is given."""
    defaults: dict[str, Any] = {"title": f"Title of {key}", "body": from_plain(f"Text of {key}"), "created_at": NOON}
    return NewArticle(key, **(defaults | fields))


def comment(article: int, message_id: int, **fields: Any) -> NewComment:
    """Return a comment by reader 7 in chat 70."""
    defaults: dict[str, Any] = {"author_id": 7, "text": f"Comment {message_id}", "at": NOON, "chat_id": 70}
    return NewComment(article, message_id=message_id, **(defaults | fields))


def settled(delivery: Delivery, state: DeliveryState, **fields: Any) -> Settlement:
    """Return the result of a delivery."""
    return Settlement(delivery.edition, delivery.chat_id, delivery.tries, state, **fields)


async def publish(database: Database, key: str, seconds: float = 0, *, to_push: bool = False) -> int:
    """Store a published article and return its number."""
    async with database.writing() as unit:
        number, _ = await unit.articles.add(article(key, published_at=at(seconds), to_push=to_push))
    return number


async def subscribe(database: Database, *chats: int, language: str = "ru") -> None:
    """Subscribe chats at noon."""
    async with database.writing() as unit:
        for chat in chats:
            await unit.subscriptions.start(chat, language, NOON)


async def open_edition(database: Database, key: str = "news", seconds: float = 10) -> int:
    """Publish an article and open an edition of it; return the edition's id."""
    await publish(database, key, seconds, to_push=True)
    async with database.writing() as unit:
        edition = await unit.deliveries.open_edition("headlines", at(seconds), 20)
    assert edition is not None
    return edition.id


async def plan(database: Database, limit: int = 100, seconds: float = 20) -> int:
    """Plan one block at a time in seconds after noon."""
    async with database.writing() as unit:
        return await unit.deliveries.plan(at(seconds), limit)


async def claim(database: Database, seconds: float = 20, limit: int = 100) -> list[Delivery]:
    """Claim the deliveries due at a time in seconds after noon; return them by edition and chat."""
    async with database.writing() as unit:
        claimed = await unit.deliveries.claim(at(seconds), LEASE, limit)
    return sorted(claimed, key=lambda delivery: (delivery.edition, delivery.chat_id))


async def settle(database: Database, *settlements: Settlement, seconds: float = 30) -> None:
    """Store the results of deliveries."""
    async with database.writing() as unit:
        await unit.deliveries.settle(settlements, at(seconds))


async def settle_all(database: Database, claimed: list[Delivery], seconds: float) -> None:
    """Settle all of them as sent, each as the message of its copy or as a new one."""
    results = (settled(each, DeliveryState.SENT, message_id=each.copy or 100 + each.chat_id) for each in claimed)
    await settle(database, *results, seconds=seconds)


async def settle_pausing(database: Database, *settlements: Settlement) -> list[int]:
    """Settle; return the editions that are paused because of refusals."""
    async with database.writing() as unit:
        return list(await unit.deliveries.settle(settlements, at(30)))


async def counts(database: Database, edition: int) -> dict[str, int]:
    """Return how many deliveries of the edition are in each state."""
    async with database.reading() as unit:
        return await unit.deliveries.counts(edition)


async def raw(unit: Any, sql: str) -> Any:
    """Run plain SQL on a unit's connection, of either engine, and return the rows."""
    connection = unit.fsm._connection
    return await connection.fetch(sql)


async def facts(database: Database, edition: int, chat: int) -> dict[str, object]:
    """Return a delivery as it is stored."""
    async with database.reading() as unit:
        rows = await raw(
            unit,
            "SELECT state, message_id, tries, unknowns, error FROM deliveries"  # noqa: S608 - numbers
            f" WHERE edition_id = {edition} AND chat_id = {chat}",
        )
    return dict(next(iter(rows)))


async def sent(database: Database, *chats: int, key: str = "news", seconds: float = 10) -> int:
    """Send an edition of one article to all chats; the copy in chat 7 is message 107."""
    await subscribe(database, *chats)
    edition = await open_edition(database, key, seconds)
    while await plan(database, seconds=seconds):
        pass
    claimed = await claim(database, seconds)
    await settle(
        database,
        *(settled(each, DeliveryState.SENT, message_id=100 + each.chat_id) for each in claimed),
        seconds=seconds,
    )
    assert await claim(database, seconds) == []
    return edition


async def shown(database: Database, edition: int) -> tuple[int, ...]:
    """Return the numbers of the articles that an edition shows."""
    async with database.reading() as unit:
        found = await unit.deliveries.edition(edition)
    assert found is not None
    return found.shown


async def update(database: Database, edition: int, seconds: float, reason: str | None = "Уточнено") -> None:
    """Change the newest article that an edition shows; the change is visible if there is a reason."""
    number, *_ = await shown(database, edition)
    async with database.writing() as unit:
        assert await unit.articles.revise(number, Revision(1, at(seconds), title=f"Title at {seconds}", reason=reason))
        if reason is not None:
            await unit.articles.mark_for_correction([number])


async def retract(database: Database, edition: int, seconds: float) -> None:
    """Retract the newest article that an edition shows."""
    number, *_ = await shown(database, edition)
    async with database.writing() as unit:
        assert await unit.articles.retract(number, Revision(1, at(seconds), reason="Ошибка"))
        await unit.articles.mark_for_correction([number])


async def correct(database: Database, seconds: float) -> list[int]:
    """Open the corrections that are due at a time in seconds after noon; return their ids."""
    async with database.writing() as unit:
        return list(await unit.editions.open_corrections(at(seconds)))


async def progress(database: Database, edition: int) -> Progress:
    """Return the progress of the edition."""
    async with database.reading() as unit:
        found = await unit.editions.progress(edition)
    assert found is not None
    return found
