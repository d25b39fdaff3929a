"""Wishes to be forgotten: one process claims each, and a place whose message is in flight keeps its address."""

from datetime import timedelta

from news.ledger import Address
from news.ports.privacy import CommentsAfter
from storage import Database
from tests.storage.samples import NOON, at, raw

DAY = timedelta(days=1)


async def test_a_wish_is_claimed_once_until_its_lease_is_over(database: Database, database_url: str) -> None:
    async with database.writing() as unit:
        await unit.forgettings.ask(7, CommentsAfter.KEEP, NOON, NOON + DAY)
        assert await unit.forgettings.claim(NOON, at(60)) is None
        claimed = await unit.forgettings.claim(NOON + DAY, NOON + DAY + timedelta(seconds=60))
        assert claimed is not None
        assert (claimed.reader_id, claimed.comments, claimed.begun_at) == (7, CommentsAfter.KEEP, None)
        assert await unit.forgettings.claim(NOON + DAY, at(60)) is None
        assert await unit.forgettings.claim(NOON + DAY + timedelta(seconds=60), at(60)) is not None


async def test_a_wish_that_has_begun_is_neither_taken_back_nor_begun_again(database: Database) -> None:
    async with database.writing() as unit:
        await unit.forgettings.ask(7, CommentsAfter.KEEP, NOON, NOON)
        assert await unit.forgettings.begin(7, NOON, at(10))
        assert not await unit.forgettings.begin(7, NOON, at(10))
        assert not await unit.forgettings.cancel(7)
        asked = await unit.forgettings.ask(7, CommentsAfter.DELETE, NOON, NOON)
        assert asked.comments is CommentsAfter.KEEP


async def test_a_place_gets_a_mark_unless_a_message_is_on_its_way(database: Database) -> None:
    async with database.writing() as unit:
        place = await unit.places.obtain(Address(7), "ru")
        await raw(
            unit,
            "INSERT INTO deliveries (edition_id, place_id, state, due_at, leased_until) "  # noqa: S608 - a number
            f"VALUES (1, {place}, 'sending', 5, 9)",
        )
        assert not await unit.forgettings.mark_places(7, 2**62, NOON)
        await raw(unit, "UPDATE deliveries SET state = 'sent', leased_until = NULL")
        assert await unit.forgettings.mark_places(7, 2**62, NOON)
        assert await unit.places.get(Address(7)) is None
        assert await unit.forgettings.forgotten_at(2**62) == NOON
        assert await unit.forgettings.forgotten_at(2**62 + 1) is None
