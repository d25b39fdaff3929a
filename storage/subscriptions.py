"""Which chats get the headlines."""

from datetime import datetime
from typing import Any

from news.model import Subscription
from storage.times import from_micros, to_micros


class Subscriptions:
    """Implements `news.ports.Subscriptions`.

    A delivery in flight when a subscription ends is not cancelled: it cannot be called back, and its result (sent, with
    the message's id) is worth storing. If it has to be tried again, `claim` cancels it.
    """

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["subscriptions"]
        self._delivery_queries = queries["deliveries"]

    async def get(self, chat_id: int) -> Subscription | None:
        """Return the chat's subscription, active or ended, or None."""
        row = await self._queries.get(self._connection, chat_id=chat_id)
        if row is None:
            return None
        return Subscription(row["chat_id"], row["language"], from_micros(row["since"]), from_micros(row["ended_at"]))

    async def start(self, chat_id: int, language: str, at: datetime) -> bool:
        """Subscribe the chat; False if it was subscribed already (only its language changes then)."""
        started = await self._queries.start(self._connection, chat_id=chat_id, language=language, at=to_micros(at))
        if started is None:
            await self.set_language(chat_id, language)
        return started is not None

    async def end(self, chat_id: int, at: datetime, reason: str) -> bool:
        """End the chat's subscription and cancel its pending headlines; False if it had no active one."""
        ended = await self._queries.end(self._connection, chat_id=chat_id, at=to_micros(at), reason=reason)
        await self._delivery_queries.cancel_pending(self._connection, chat_id=chat_id, error=reason, at=to_micros(at))
        return ended is not None

    async def set_language(self, chat_id: int, language: str) -> None:
        """Change the language of the chat's headlines, if it is subscribed."""
        await self._queries.set_language(self._connection, chat_id=chat_id, language=language)

    async def move(self, chat_id: int, new_id: int, at: datetime) -> None:
        """Move a group's subscription and its pending deliveries to the supergroup it became."""
        if new_id == chat_id:
            return
        ids = {"chat_id": chat_id, "new_id": new_id}
        await self._delivery_queries.lock_unplanned(self._connection)
        await self._queries.copy(self._connection, **ids)
        await self._queries.delete(self._connection, chat_id=chat_id)
        await self._delivery_queries.plan_moved_chat(self._connection, **ids)
        await self._delivery_queries.copy_pending(self._connection, **ids)
        await self._delivery_queries.cancel_pending(self._connection, chat_id=chat_id, error="moved", at=to_micros(at))
