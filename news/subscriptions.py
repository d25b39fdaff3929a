"""The subscriptions' desk: the places that get the headlines."""

from news.choosing import begin_anew
from news.ledger import BLOCKED as BLOCKED
from news.ledger import UNSUBSCRIBED as UNSUBSCRIBED
from news.ledger import Address, Subscription
from news.notices import offer_subscription
from news.ports import Clock, Storage


class SubscriptionDesk:
    """Subscriptions of places: private chats, groups, and topics of forums that the groups' admins subscribed."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def get(self, address: Address) -> Subscription | None:
        """Return the place's subscription, active or ended."""
        async with self._storage.reading() as unit:
            return await unit.subscriptions.get(address)

    async def offer(self, group: Address, language: str) -> None:
        """Offer the subscription to a group that the bot has joined, unless it, or a topic in it, is subscribed."""
        async with self._storage.writing() as unit:
            if not await unit.subscriptions.active_in_chat(group.chat_id):
                await offer_subscription(unit, group, language, self._clock.now())

    async def start(self, address: Address, language: str, by: int | None = None) -> bool:
        """Send the place every edition opened from now on; False if it was subscribed already.

        `by` is the person who did it, who is told if the place is gone one day.
        """
        async with self._storage.writing() as unit:
            now = self._clock.now()
            choice = await unit.choices.lock(await unit.places.obtain(address, language))
            started = await unit.subscriptions.start(address, language, now, by)
            if started and choice is not None:
                await unit.choices.track([await begin_anew(unit, choice, now)])
            return started

    async def end(self, address: Address) -> bool:
        """End the place's subscription and cancel its pending deliveries; False if it was not subscribed."""
        async with self._storage.writing() as unit:
            return await unit.subscriptions.end(address, self._clock.now(), UNSUBSCRIBED)

    async def lose(self, chat_id: int) -> None:
        """End every subscription in a chat that blocked or removed the bot."""
        async with self._storage.writing() as unit:
            await unit.subscriptions.end_chat(chat_id, self._clock.now(), BLOCKED)

    async def move(self, chat_id: int, new_id: int) -> None:
        """Give a group's places the id of the supergroup that it became."""
        async with self._storage.writing() as unit:
            await unit.places.move(chat_id, new_id, self._clock.now())
