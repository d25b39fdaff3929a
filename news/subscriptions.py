"""The subscriptions' desk: which chats get the headlines."""

from news.model import Subscription
from news.ports import Clock, Storage

BLOCKED = "blocked"
OWN_WISH = "unsubscribed"


class SubscriptionDesk:
    """A subscription belongs to a chat: a person's private one, or a group whose admins asked for it."""

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
        """Send the chat nothing more unasked; False if it was not subscribed."""
        async with self._storage.writing() as unit:
            return await unit.subscriptions.end(chat_id, self._clock.now(), OWN_WISH)

    async def lose(self, chat_id: int) -> None:
        """End the subscription of a chat that blocked the bot or threw it out."""
        async with self._storage.writing() as unit:
            await unit.subscriptions.end(chat_id, self._clock.now(), BLOCKED)

    async def move(self, chat_id: int, new_id: int) -> None:
        """Carry a group's subscription over to the supergroup it became."""
        async with self._storage.writing() as unit:
            await unit.subscriptions.move(chat_id, new_id, self._clock.now())
