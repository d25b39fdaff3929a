"""The FSM storage: dialogues survive a restart, and people's dialogues are kept apart."""

import asyncio

import pytest
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey

from bot.clock import SystemClock
from bot.fsm import FsmStorage
from storage import Database, open_storage
from tests.storage.samples import raw


class Registering(StatesGroup):
    name = State()
    rules = State()


@pytest.fixture
def fsm(database: Database) -> FsmStorage:
    return FsmStorage(database, SystemClock())


def dialogue(fsm: FsmStorage, chat: int = 7, user: int = 7) -> FSMContext:
    return FSMContext(fsm, StorageKey(bot_id=1, chat_id=chat, user_id=user))


async def test_a_new_person_has_no_state_and_no_data(fsm: FsmStorage) -> None:
    assert await dialogue(fsm).get_state() is None
    assert await dialogue(fsm).get_data() == {}


async def test_a_dialogue_survives_a_restart(fsm: FsmStorage, database_url: str) -> None:
    await dialogue(fsm).set_state(Registering.name)
    await dialogue(fsm).set_data({"article": 12, "words": ["Мост", None, 1.5], "nested": {"ё": "😀"}})
    async with open_storage(database_url) as after:
        again = dialogue(FsmStorage(after, SystemClock()))
        assert await again.get_state() == Registering.name.state
        assert await again.get_data() == {"article": 12, "words": ["Мост", None, 1.5], "nested": {"ё": "😀"}}


async def test_state_and_data_are_changed_apart(fsm: FsmStorage) -> None:
    context = dialogue(fsm)
    await context.set_data({"article": 12})
    await context.set_state(Registering.name)
    await context.set_state(Registering.rules)
    assert await context.get_data() == {"article": 12}
    assert await context.update_data(name="Мария") == {"article": 12, "name": "Мария"}
    assert await context.get_state() == Registering.rules.state


async def test_a_finished_dialogue_leaves_no_row(fsm: FsmStorage, database: Database) -> None:
    context = dialogue(fsm)
    await context.set_state(Registering.name)
    await context.update_data(article=12)
    await context.clear()
    assert (await context.get_state(), await context.get_data()) == (None, {})
    async with database.reading() as unit:
        assert (await unit.fsm.get(7, 7))[:2] == (None, {})


async def test_a_crash_in_the_middle_of_clear_leaves_no_row_either(fsm: FsmStorage, database: Database) -> None:
    context = dialogue(fsm)
    await context.set_state(Registering.name)
    await context.set_data({"article": 12})
    await context.set_state(None)  # aiogram's clear() goes on with the data
    async with database.reading() as unit:
        assert await raw(unit, "SELECT * FROM fsm") == []


async def test_people_and_chats_do_not_mix(fsm: FsmStorage) -> None:
    await dialogue(fsm, 7, 7).set_state(Registering.name)
    await dialogue(fsm, -5, 7).set_state(Registering.rules)
    await dialogue(fsm, -5, 8).set_data({"article": 1})
    assert await dialogue(fsm, 7, 7).get_state() == Registering.name.state
    assert await dialogue(fsm, -5, 7).get_state() == Registering.rules.state
    assert await dialogue(fsm, -5, 8).get_state() is None
    assert await dialogue(fsm, 7, 8).get_data() == {}


async def test_many_dialogues_may_be_written_at_once(fsm: FsmStorage) -> None:
    await asyncio.gather(*(dialogue(fsm, user, user).set_data({"me": user}) for user in range(1, 51)))
    assert [await dialogue(fsm, user, user).get_data() for user in range(1, 51)] == [{"me": n} for n in range(1, 51)]
