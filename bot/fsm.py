"""aiogram's FSM storage in the database: dialogues in progress, such as a registration or a half-written article."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from handlers.states import Expired
from news.ports import Clock
from storage import Database

QUESTION_LIFETIME = timedelta(hours=1)


class FsmStorage(BaseStorage):
    """Stores states and data by chat and person; they survive a restart.

    A question that is older than `lifetime` waits for no answer: its state is `Expired.question`, without data.
    """

    def __init__(self, database: Database, clock: Clock, lifetime: timedelta = QUESTION_LIFETIME) -> None:
        self._database = database
        self._clock = clock
        self._lifetime = lifetime

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Store a state; None deletes its data too, because the program may crash before aiogram deletes them."""
        name = state.state if isinstance(state, State) else state
        async with self._database.writing() as unit:
            data = {} if name is None else (await unit.fsm.get(key.chat_id, key.user_id)).data
            await unit.fsm.put(key.chat_id, key.user_id, name, data, self._clock.now())

    async def get_state(self, key: StorageKey) -> str | None:
        """Return the state, None if no dialogue is in progress."""
        return (await self._get(key))[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Store the data of the state: JSON values."""
        async with self._database.writing() as unit:
            state = (await unit.fsm.get(key.chat_id, key.user_id)).state
            await unit.fsm.put(key.chat_id, key.user_id, state, dict(data), self._clock.now())

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return the data of the state."""
        return (await self._get(key))[1]

    async def close(self) -> None:
        """Do nothing: the application closes the database."""

    async def _get(self, key: StorageKey) -> tuple[str | None, dict[str, Any]]:
        async with self._database.reading() as unit:
            state, data, at = await unit.fsm.get(key.chat_id, key.user_id)
        if at is not None and self._clock.now() - at > self._lifetime:
            return (None if state is None else Expired.question.state), {}
        return state, data
