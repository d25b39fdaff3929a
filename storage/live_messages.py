"""The live messages: of the pushes, one a person; of reported articles, one a person and article."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from news.ports.live_messages import LiveKey, LiveKind, LiveMessage
from storage.times import from_micros, to_micros

# No edit is put off for longer.
MAX_PAUSE = timedelta(minutes=1)


class LiveMessages:
    """Implements `news.ports.live_messages.LiveMessages`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["live_messages"]

    async def show(self, message: LiveMessage, due_at: datetime) -> None:
        """Make a message the person's only live one for its key, to be edited at `due_at`."""
        await self._queries.show(
            self._connection,
            chat_id=message.chat_id,
            message_id=message.message_id,
            language=message.language,
            since=to_micros(message.since),
            due_at=to_micros(due_at),
            **_parameters(message.key),
        )

    async def ask(self, reader_id: int, message_id: int, edition_id: int) -> None:
        """Store that the person's message of the pushes asks about an edition, if it is the live one."""
        await self._queries.ask(self._connection, reader_id=reader_id, message_id=message_id, edition_id=edition_id)

    async def due(self, now: datetime) -> Sequence[LiveKey]:
        """Return the messages that are to be edited by now."""
        rows = self._queries.due(self._connection, **_span(now))
        return [LiveKey(row["reader_id"], LiveKind(row["kind"]), row["number"]) async for row in rows]

    async def claim(self, key: LiveKey, now: datetime, due_at: datetime) -> LiveMessage | None:
        """Take the edit that is due, and set the next one; None if another process has taken it."""
        times = {"due_at": to_micros(due_at), **_span(now)}
        return _message(await self._queries.claim(self._connection, **_parameters(key), **times))

    async def get(self, key: LiveKey) -> LiveMessage | None:
        """Return the person's live message, or None."""
        return _message(await self._queries.get(self._connection, **_parameters(key)))

    async def put_off(self, key: LiveKey, message_id: int, due_at: datetime) -> None:
        """Let the message be edited at another time, unless the person has another one meanwhile."""
        at = to_micros(due_at)
        await self._queries.put_off(self._connection, message_id=message_id, due_at=at, **_parameters(key))

    async def forget(self, key: LiveKey, message_id: int) -> None:
        """Delete the message, unless it asks something or the person has another one."""
        await self._queries.forget(self._connection, message_id=message_id, **_parameters(key))


def _parameters(key: LiveKey) -> dict[str, Any]:
    return {"reader_id": key.reader_id, "kind": key.kind.value, "number": key.number}


def _span(now: datetime) -> dict[str, int]:
    """Return between which times no edit is due."""
    return {"now": to_micros(now), "latest": to_micros(now + MAX_PAUSE)}


def _message(row: Any) -> LiveMessage | None:
    if row is None:
        return None
    return LiveMessage(
        row["reader_id"],
        row["chat_id"],
        row["message_id"],
        row["language"],
        from_micros(row["since"]),
        row["asking"],
        LiveKind(row["kind"]),
        row["number"],
    )
