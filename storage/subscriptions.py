"""Which places get the headlines."""

from datetime import datetime
from typing import Any

from news.ledger import Address, Subscription
from news.ports.statistics import SubscriptionChange
from news.subscriptions import UNSUBSCRIBED
from storage.places import Places, place_of
from storage.times import from_micros, to_micros


class Subscriptions:
    """Implements `news.ports.Subscriptions`.

    Which editions a subscription gets is decided by their ids, not by times: a clock that is set back loses nothing. A
    delivery in flight when a subscription ends is not cancelled: it cannot be called back, and its result (sent, with
    the message's id) is worth storing. If it has to be tried again, `claim` cancels it.
    """

    def __init__(self, connection: Any, queries: dict[str, Any], places: Places) -> None:
        self._connection = connection
        self._queries = queries["subscriptions"]
        self._places = places

    async def get(self, address: Address) -> Subscription | None:
        """Return the subscription of the place, active or ended, or None."""
        row = await self._queries.get(self._connection, chat_id=address.chat_id, topic=address.topic)
        return None if row is None else _subscription_of(row)

    async def start(self, address: Address, language: str, at: datetime, by: int | None = None) -> bool:
        """Subscribe the place; False if it was subscribed already (only its language changes then)."""
        place = await self._places.obtain(address, language)
        started = await self._queries.start(self._connection, place=place, at=to_micros(at), by=by)
        if started is None:
            return False
        await self._add_change(SubscriptionChange.BEGUN, at)
        return True

    async def end(self, address: Address, at: datetime, reason: str) -> bool:
        """End the place's subscription and cancel its pending headlines; False if it had no active one."""
        place = await self._places.get(address)
        return place is not None and await self._end(place.id, at, reason)

    async def end_chat(self, chat_id: int, at: datetime, reason: str) -> None:
        """End the subscriptions of every place in a chat."""
        rows = self._queries.active_in_chat(self._connection, chat_id=chat_id)
        for place in sorted([row["place_id"] async for row in rows]):
            await self._end(place, at, reason)

    async def active_in_chat(self, chat_id: int) -> bool:
        """Whether any place in a chat is subscribed."""
        rows = self._queries.active_in_chat(self._connection, chat_id=chat_id)
        return bool([row async for row in rows])

    async def count_ended(self, start: datetime, end: datetime) -> int:
        """Return how many subscriptions ended in `start` <= t < `end` and have not begun anew."""
        times = {"start": to_micros(start), "end": to_micros(end)}
        count: int = await self._queries.count_ended(self._connection, **times)
        return count

    async def end_place(self, place: int, at: datetime, reason: str, *, topic_only: bool) -> Subscription | None:
        """End the subscription of a place whose delivery found it gone; unless `topic_only`, of its whole chat.

        Return the place's own subscription if it was active.
        """
        row = await self._queries.of_place(self._connection, place=place)
        if row is None:
            return None
        subscription = _subscription_of(row)
        if topic_only:
            await self._end(place, at, reason)
        else:
            await self.end_chat(subscription.place.address.chat_id, at, reason)
        return subscription if subscription.active else None

    async def _end(self, place: int, at: datetime, reason: str) -> bool:
        ended = await self._queries.end(self._connection, place=place, at=to_micros(at), reason=reason)
        await self._queries.cancel_pending(self._connection, place=place, error=reason, at=to_micros(at))
        if ended is None:
            return False
        left = SubscriptionChange.ENDED if reason == UNSUBSCRIBED else SubscriptionChange.LOST
        await self._add_change(left, at)
        return True

    async def _add_change(self, change: SubscriptionChange, at: datetime) -> None:
        """Add a row to the history, which has no counters: two processes would wait for each other at one."""
        await self._queries.add_change(self._connection, at=to_micros(at), change=change, count=1)


def _subscription_of(row: Any) -> Subscription:
    return Subscription(place_of(row), from_micros(row["since"]), from_micros(row["ended_at"]), row["started_by"])
