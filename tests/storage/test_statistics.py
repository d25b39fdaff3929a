"""The totals for the staff are right, on both engines."""

from news.ledger import Address, Edition
from news.model import NewspaperStatistics, Revision
from storage import Database
from tests.storage.samples import NOON, article, at, claim, comment, open_edition, plan, publish, subscribe


async def test_an_empty_newspaper_has_nothing_to_count(database: Database) -> None:
    async with database.reading() as unit:
        assert await unit.statistics.read() == NewspaperStatistics(0, 0, 0, 0, 0, None, {})


async def test_active_records_are_counted_and_ended_ones_are_not(database: Database, other: Database) -> None:
    retracted, published = await publish(database, "gone"), await publish(database, "kept")
    await subscribe(database, 1, 2, 3)
    async with database.writing() as unit:
        await unit.articles.retract(retracted, Revision(1, at(1)))
        await unit.articles.add(article("draft"))
        await unit.comments.add(comment(published, 1))
        await unit.readers.choose_language(5, "en")
        await unit.readers.register(7, "Анна", "анна", "ru", NOON)
        await unit.subscriptions.end(Address(3), at(1), "asked")
    await open_edition(database, "old", 10)
    edition = await open_edition(database, "new", 20)
    while await plan(database):
        pass
    assert len(await claim(database, 20, limit=3)) == 3
    async with other.reading() as unit:
        found = await unit.statistics.read()
        last = await unit.editions.get(edition)
    assert found == NewspaperStatistics(
        published=3,
        drafts=1,
        comments=1,
        registered=1,
        subscribers=2,
        last_edition=last,
        last_counts={"pending": 1, "sending": 1},
    )
    assert isinstance(last, Edition)
