"""The parts of acts: the messages that an editor sent as one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.ports.parts import Part
from storage.times import to_micros


class Parts:
    """Implements `news.ports.parts.Parts`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["parts"]

    async def keep(self, parts: Sequence[Part], at: datetime) -> None:
        """Store parts, by ascending message id, so that two processes cannot deadlock."""
        rows = [
            {
                "chat_id": part.chat_id,
                "message_id": part.message_id,
                "act": part.act,
                "album": part.album,
                "content": part.content,
                "at": to_micros(at),
            }
            for part in sorted(parts, key=lambda part: part.message_id)
        ]
        await self._queries.keep(self._connection, rows)

    async def of_act(self, chat_id: int, act: int) -> Sequence[Part]:
        """Return the parts of an act, by ascending message id."""
        rows = self._queries.of_act(self._connection, chat_id=chat_id, act=act)
        return [Part(row["chat_id"], row["message_id"], row["act"], row["content"], row["album"]) async for row in rows]

    async def act_of_message(self, chat_id: int, message_id: int) -> int | None:
        """Return the act that a message is a part of, or None."""
        act: int | None = await self._queries.act_of_message(self._connection, chat_id=chat_id, message_id=message_id)
        return act

    async def act_of_album(self, chat_id: int, album: str) -> int | None:
        """Return the first act that has a part of an album, or None."""
        act: int | None = await self._queries.act_of_album(self._connection, chat_id=chat_id, album=album)
        return act

    async def forget(self, chat_id: int, act: int) -> None:
        """Delete the parts of an act."""
        await self._queries.forget(self._connection, chat_id=chat_id, act=act)

    async def forget_older(self, before: datetime) -> None:
        """Delete the parts that were stored before then."""
        await self._queries.forget_older(self._connection, before=to_micros(before))
