"""Places: chats and the topics of forums, under keys of our own."""

from datetime import datetime
from typing import Any

from news.ledger import Address, Place, PlaceKind
from storage.times import to_micros


class Places:
    """Implements `news.ports.Places`.

    Places are locked before subscriptions and deliveries. A place is never deleted, because copies refer to it.
    """

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["places"]
        self._outlet_queries = queries["outlets"]

    async def get(self, address: Address) -> Place | None:
        """Return the place at an address, or None."""
        row = await self._queries.get(self._connection, chat_id=address.chat_id, topic=address.topic)
        return None if row is None else place_of(row)

    async def obtain(self, address: Address, language: str = "", kind: PlaceKind | None = None) -> int:
        """Return the key of the place at an address; store it if it is new. A language that is given is stored."""
        key: int = await self._queries.obtain(
            self._connection,
            chat_id=address.chat_id,
            topic=address.topic,
            kind=kind or address.kind,
            language=language,
        )
        return key

    async def set_language(self, chat_id: int, language: str) -> None:
        """Set the language of every place in a chat."""
        await self._queries.set_language(self._connection, chat_id=chat_id, language=language)

    async def move(self, chat_id: int, new_id: int, at: datetime) -> None:
        """Give the places of a group the id of the supergroup that it became; merge those that are known under both.

        The supergroup's messages have other ids, so the copies in the old group cannot be corrected any more.
        """
        for row in [row async for row in self._queries.of_chat(self._connection, chat_id=chat_id)]:
            known = await self._queries.get(self._connection, chat_id=new_id, topic=row["topic"])
            if known is None:
                await self._queries.forget_copies(self._connection, place=row["id"])
                await self._queries.set_chat(self._connection, place=row["id"], chat_id=new_id)
            elif known["id"] != row["id"]:
                await self._queries.keep_language(self._connection, place=known["id"], language=row["language"])
                await self._merge(row["id"], known["id"], at)

    async def _merge(self, old: int, new: int, at: datetime) -> None:
        """Let `new` take over what `old` was to get, unless `new` has got it or `old` may have got it."""
        places = {"old": old, "new": new}
        await self._queries.copy_subscription(self._connection, **places)
        await self._queries.copy_choices(self._connection, **places)
        await self._queries.tailor_chosen(self._connection, place=new)
        await self._queries.delete_choices(self._connection, place=old)
        await self._queries.delete_subscription(self._connection, place=old)
        await self._queries.copy_deliveries(self._connection, **places, at=to_micros(at))
        await self._queries.cancel_received(self._connection, **places, at=to_micros(at))
        await self._queries.cancel_pending(self._connection, place=old, at=to_micros(at))
        await self._queries.forget_copies(self._connection, place=old)
        await self._merge_outlets(old, new)

    async def _merge_outlets(self, old: int, new: int) -> None:
        """Make `new` the outlet that `old` was, unless it is one that the staff has chosen itself."""
        await self._outlet_queries.drop_question(self._connection, old=old, new=new)
        await self._outlet_queries.move(self._connection, old=old, new=new)
        await self._outlet_queries.move_choices(self._connection, old=old, new=new)
        await self._outlet_queries.forget_choices(self._connection, place=old)
        await self._outlet_queries.remove(self._connection, place=old)


def place_of(row: Any) -> Place:
    """Return the place of a row that has its columns."""
    return Place(row["id"], Address(row["chat_id"], row["topic"]), PlaceKind(row["kind"]), row["language"])
