"""Sample rows for the storage tests, and short calls for the usual steps."""

from datetime import UTC, datetime, timedelta
from typing import Any

from news.ledger import (
    NOTICE_RULES,
    Address,
    Audience,
    Delivery,
    DeliveryState,
    EditionRules,
    Message,
    Progress,
    Settlement,
)
from news.model import NewArticle, NewComment, Revision
from news.richtext import from_plain
from storage import Database
from tests.planning import planned

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


RULES = EditionRules(Audience.SUBSCRIBERS, lifetime=timedelta(days=1))


def settled(delivery: Delivery, state: DeliveryState, *, message_id: int | None = None, **fields: Any) -> Settlement:
    """Return the result of a delivery; `message_id` is of a text that arrived."""
    copy = () if message_id is None else (Message(message_id),)
    return Settlement(delivery.edition, delivery.place, delivery.tries, state, copy, **fields)


async def publish(database: Database, key: str, seconds: float = 0, *, to_push: bool = False) -> int:
    """Store a published article and return its number."""
    async with database.writing() as unit:
        number, _ = await unit.articles.add(article(key, published_at=at(seconds), to_push=to_push))
    return number


async def subscribe(database: Database, *chats: int, language: str = "ru") -> None:
    """Subscribe chats at noon."""
    async with database.writing() as unit:
        for chat in chats:
            await unit.subscriptions.start(Address(chat), language, NOON)


async def open_edition(database: Database, key: str = "news", seconds: float = 10, rules: EditionRules = RULES) -> int:
    """Publish one article and open its edition."""
    await publish(database, key, seconds, to_push=True)
    async with database.writing() as unit:
        edition = await unit.editions.open_headlines(rules, at(seconds), 20)
    assert edition is not None
    return edition.id


async def plan(database: Database, limit: int = 100, seconds: float = 20) -> int:
    """Plan one block at a time in seconds after noon."""
    async with database.writing() as unit:
        return await planned(unit, at(seconds), limit)


async def claim(database: Database, seconds: float = 20, limit: int = 100) -> list[Delivery]:
    """Take back what has lapsed, and claim what is due at a time in seconds after noon; by edition and chat."""
    async with database.writing() as unit:
        await unit.deliveries.release_lapsed(at(seconds))
        await unit.editions.cancel_stopped(at(seconds))
        claimed = await unit.deliveries.claim(at(seconds), LEASE, limit)
        await unit.deliveries.finish()
    return sorted(claimed, key=lambda delivery: (delivery.edition, delivery.chat_id))


async def settle(database: Database, *settlements: Settlement, seconds: float = 30) -> None:
    """Store the results of deliveries."""
    async with database.writing() as unit:
        await unit.deliveries.settle(settlements, at(seconds))


async def settle_all(database: Database, claimed: list[Delivery], seconds: float) -> None:
    """Settle all of them as sent, each as the message of its copy or as a new one."""
    results = (
        settled(each, DeliveryState.SENT, message_id=each.copy[0].id if each.copy else 100 + each.chat_id)
        for each in claimed
    )
    await settle(database, *results, seconds=seconds)


async def settle_pausing(database: Database, *settlements: Settlement) -> list[int]:
    """Settle; return the editions that are paused because of refusals."""
    async with database.writing() as unit:
        return list((await unit.deliveries.settle(settlements, at(30))).refused)


async def counts(database: Database, edition: int) -> dict[str, int]:
    """Return how many deliveries of the edition are in each state."""
    async with database.reading() as unit:
        return await unit.editions.counts(edition)


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
            f" WHERE edition_id = {edition} AND place_id IN (SELECT id FROM places WHERE chat_id = {chat})",
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
        found = await unit.editions.get(edition)
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


async def seen(database: Database, chat: int) -> tuple[int, str, datetime, datetime | None] | None:
    """Return chat, language, begin and end of a chat's subscription, or None."""
    async with database.reading() as unit:
        found = await unit.subscriptions.get(Address(chat))
    if found is None:
        return None
    return found.place.address.chat_id, found.place.language, found.since, found.ended_at


async def notify(database: Database, *chats: int, notice: str = "{}", seconds: float = 20) -> int:
    """Open a notice to some chats at a time in seconds after noon; return its id."""
    async with database.writing() as unit:
        places = [await unit.places.obtain(Address(chat)) for chat in chats]
        return await unit.editions.notify(places, notice, NOTICE_RULES, at(seconds))


async def progress(database: Database, edition: int) -> Progress:
    """Return the progress of the edition."""
    async with database.reading() as unit:
        found = await unit.editions.progress(edition)
    assert found is not None
    return found
