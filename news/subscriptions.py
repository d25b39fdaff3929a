"""The subscriptions' desk: the chats that get the headlines."""

from news.model import Subscription
from news.ports import Clock, Storage

BLOCKED = "blocked"
UNSUBSCRIBED = "unsubscribed"


class SubscriptionDesk:
    """Subscriptions of chats: private ones, and groups whose admins subscribed them."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def get(self, chat_id: int) -> Subscription | None:
        """Return the chat's subscription, active or ended."""
        async with self._storage.reading() as unit:
            return await unit.subscriptions.get(chat_id)

    async def start(self, chat_id: int, language: str) -> bool:
        """Send the chat every edition opened from now on; False if it was subscribed already."""
        async with self._storage.writing() as unit:
            return await unit.subscriptions.start(chat_id, language, self._clock.now())

    async def end(self, chat_id: int) -> bool:
        """End the chat's subscription and cancel its pending deliveries; False if it was not subscribed."""
        async with self._storage.writing() as unit:
            return await unit.subscriptions.end(chat_id, self._clock.now(), UNSUBSCRIBED)

    async def lose(self, chat_id: int) -> None:
        """End the subscription of a chat that blocked or removed the bot."""
        async with self._storage.writing() as unit:
            await unit.subscriptions.end(chat_id, self._clock.now(), BLOCKED)

    async def move(self, chat_id: int, new_id: int) -> None:
        """Move a group's subscription to the supergroup that it became."""
        async with self._storage.writing() as unit:
            await unit.subscriptions.move(chat_id, new_id, self._clock.now())
