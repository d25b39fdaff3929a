"""Conversations survive restarts, on both engines."""

from storage import Database
from tests.storage.samples import NOON


async def test_a_conversation_is_what_was_stored_last(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.fsm.put(1, 2, "draft:title", {"text": "«Ё»", "marks": [1, None]}, NOON)
        await unit.fsm.put(1, 2, "draft:body", {"text": "\x00 \ud800"}, NOON)
    async with other.reading() as unit:
        assert await unit.fsm.get(1, 2) == ("draft:body", {"text": "\x00 \ud800"}, NOON)


async def test_people_and_chats_do_not_mix(database: Database) -> None:
    async with database.writing() as unit:
        await unit.fsm.put(1, 2, "a", {}, NOON)
        assert (await unit.fsm.get(2, 1))[:2] == (None, {})
        assert (await unit.fsm.get(1, 1))[:2] == (None, {})


async def test_data_may_stay_without_a_state_and_the_other_way_round(database: Database) -> None:
    async with database.writing() as unit:
        await unit.fsm.put(1, 2, None, {"kept": True}, NOON)
        await unit.fsm.put(3, 4, "state", {}, NOON)
        assert (await unit.fsm.get(1, 2))[:2] == (None, {"kept": True})
        assert (await unit.fsm.get(3, 4))[:2] == ("state", {})


async def test_a_conversation_that_has_ended_is_deleted(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.fsm.put(1, 2, "a", {"b": 1}, NOON)
        await unit.fsm.put(1, 2, None, {}, NOON)
        await unit.fsm.put(8, 9, None, {}, NOON)
    async with other.reading() as unit:
        assert (await unit.fsm.get(1, 2))[:2] == (None, {})
