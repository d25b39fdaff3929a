"""States of conversations with the bot, stored so that a restart does not interrupt them."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from storage.times import from_micros, to_micros


class Conversation(NamedTuple):
    """A state with its data, and when they were stored; None, {} and None if there is no conversation."""

    state: str | None
    data: dict[str, Any]
    at: datetime | None


class FsmStates:
    """One state and its data for each person in each chat."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["fsm"]

    async def get(self, chat_id: int, user_id: int) -> Conversation:
        """Return the conversation of a person in a chat."""
        row = await self._queries.get(self._connection, chat_id=chat_id, user_id=user_id)
        if row is None:
            return Conversation(None, {}, None)
        return Conversation(row["state"], json.loads(row["data"]), from_micros(row["at"]))

    async def put(self, chat_id: int, user_id: int, state: str | None, data: dict[str, Any], at: datetime) -> None:
        """Store the state and data, which must be JSON; None with {} ends the conversation."""
        if state is None and not data:
            await self._queries.delete(self._connection, chat_id=chat_id, user_id=user_id)
            return
        await self._queries.put(
            self._connection, chat_id=chat_id, user_id=user_id, state=state, data=json.dumps(data), at=to_micros(at)
        )
