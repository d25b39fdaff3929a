"""What is unfinished with a person (a name asked for, an article half written), kept in the database for aiogram."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from news.ports import Clock
from storage import Database


class FsmStorage(BaseStorage):
    """aiogram's storage of states over ours: a restart forgets nothing. The key is the chat and the person."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Keep a state; None forgets the talk at once, for a crash may come before aiogram forgets its data too."""
        name = state.state if isinstance(state, State) else state
        async with self._database.writing() as unit:
            data = {} if name is None else (await unit.fsm.get(key.chat_id, key.user_id))[1]
            await unit.fsm.put(key.chat_id, key.user_id, name, data, self._clock.now())

    async def get_state(self, key: StorageKey) -> str | None:
        """Return the state, None where nothing is unfinished."""
        async with self._database.reading() as unit:
            return (await unit.fsm.get(key.chat_id, key.user_id))[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Keep what belongs to the state: JSON values."""
        async with self._database.writing() as unit:
            state, _ = await unit.fsm.get(key.chat_id, key.user_id)
            await unit.fsm.put(key.chat_id, key.user_id, state, dict(data), self._clock.now())

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return what belongs to the state."""
        async with self._database.reading() as unit:
            return (await unit.fsm.get(key.chat_id, key.user_id))[1]

    async def close(self) -> None:
        """Nothing to close: the database is the application's."""
