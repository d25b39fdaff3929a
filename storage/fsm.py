"""States of conversations with the bot, stored so that a restart does not interrupt them."""

import json
from datetime import datetime
from typing import Any

from storage.times import to_micros


class FsmStates:
    """One state and its data for each person in each chat."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["fsm"]

    async def get(self, chat_id: int, user_id: int) -> tuple[str | None, dict[str, Any]]:
        """Return the state and data; None and {} if there is no conversation."""
        row = await self._queries.get(self._connection, chat_id=chat_id, user_id=user_id)
        return (None, {}) if row is None else (row["state"], json.loads(row["data"]))

    async def put(self, chat_id: int, user_id: int, state: str | None, data: dict[str, Any], at: datetime) -> None:
        """Store the state and data, which must be JSON; None with {} ends the conversation."""
        if state is None and not data:
            await self._queries.delete(self._connection, chat_id=chat_id, user_id=user_id)
            return
        await self._queries.put(
            self._connection, chat_id=chat_id, user_id=user_id, state=state, data=json.dumps(data), at=to_micros(at)
        )
