"""Persons who asked to be forgotten, and the steps that take them out of comments, the ledger and the readers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.ports.privacy import CommentsAfter, Forgetting, Key
from news.subscriptions import UNSUBSCRIBED
from storage.numbers import clamp
from storage.subscriptions import Subscriptions
from storage.times import from_micros, to_micros


class Forgettings:
    """Implements `news.ports.privacy.Forgettings`."""

    def __init__(self, connection: Any, queries: dict[str, Any], subscriptions: Subscriptions) -> None:
        self._connection = connection
        self._queries = queries["forgettings"]
        self._places = queries["places"]
        self._subscriptions = subscriptions

    async def ask(self, reader_id: int, comments: CommentsAfter, at: datetime, due_at: datetime) -> Forgetting:
        """Store a wish and return it; asking again before it has begun changes only what becomes of the comments."""
        times = {"at": to_micros(at), "due_at": to_micros(due_at)}
        await self._queries.ask(self._connection, reader_id=reader_id, comments=comments.value, **times)
        return _forgetting(await self._queries.get(self._connection, reader_id=reader_id))

    async def get(self, reader_id: int) -> Forgetting | None:
        """Return the person's wish, or None."""
        row = await self._queries.get(self._connection, reader_id=clamp(reader_id))
        return None if row is None else _forgetting(row)

    async def cancel(self, reader_id: int) -> bool:
        """Take a wish back; False if there is none, or it has begun."""
        return await self._queries.cancel(self._connection, reader_id=clamp(reader_id)) is not None

    async def claim(self, now: datetime, until: datetime) -> Forgetting | None:
        """Take a wish that is due, until then; None if there is none for this process."""
        row = await self._queries.claim(self._connection, now=to_micros(now), until=to_micros(until))
        return None if row is None else _forgetting(row)

    async def begin(self, reader_id: int, at: datetime, due_at: datetime) -> bool:
        """Begin, and go on at `due_at`; False if the wish was taken back or has begun."""
        times = {"at": to_micros(at), "due_at": to_micros(due_at)}
        return await self._queries.begin(self._connection, reader_id=reader_id, **times) is not None

    async def put_off(self, reader_id: int, due_at: datetime) -> None:
        """Let a wish that was claimed go on at another time."""
        await self._queries.put_off(self._connection, reader_id=reader_id, due_at=to_micros(due_at))

    async def end_subscriptions(self, reader_id: int, at: datetime) -> None:
        """End the subscription of the person's chat."""
        await self._subscriptions.end_chat(reader_id, at, UNSUBSCRIBED)

    async def detach_published(self, reader_id: int, limit: int) -> int:
        """Take the author out of up to `limit` comments that readers see; return how many."""
        rows = self._queries.detach_published(self._connection, reader_id=reader_id, limit=limit)
        return len([row async for row in rows])

    async def ended_comments(self, reader_id: int, limit: int) -> Sequence[int]:
        """Return the ids of up to `limit` comments of the person that were removed or rejected."""
        rows = self._queries.ended_comments(self._connection, reader_id=reader_id, limit=limit)
        return [row["id"] async for row in rows]

    async def empty_comments(self, comment_ids: Sequence[int]) -> None:
        """Take author and words out of comments that nobody sees any more, and the words out of the answers to them."""
        ids = [{"id": comment_id} for comment_id in sorted(comment_ids)]
        await self._queries.empty_comment(self._connection, ids)
        await self._queries.empty_quotes(self._connection, ids)

    async def copies(self, reader_id: int, limit: int) -> Sequence[Key]:
        """Return up to `limit` deliveries that left a message in the person's chat."""
        found: list[Key] = []
        for place in await self._places_of(reader_id):
            rows = self._queries.copies_of(self._connection, place=place, limit=limit - len(found))
            found += [{"edition_id": row["edition_id"], "place": place} async for row in rows]
        return found

    async def forget_copies(self, copies: Sequence[Key]) -> None:
        """Forget which messages these deliveries left, and the words of notices that went to this chat only."""
        await self._queries.forget_notice(self._connection, copies)
        await self._queries.forget_copy(self._connection, copies)

    async def is_awaited(self, reader_id: int) -> bool:
        """Whether a delivery to the person's chat is still to come."""
        places = await self._places_of(reader_id)
        return any([await self._queries.is_awaited(self._connection, place=place) for place in places])

    async def mark_places(self, reader_id: int, mark: int, at: datetime) -> bool:
        """Cancel what the chat was to get, end its subscription, and put `mark` in place of its id in the ledger."""
        # The places are locked first: see `storage`.
        await self._places.set_language(self._connection, chat_id=reader_id, language="")
        await self.end_subscriptions(reader_id, at)
        for place in await self._places_of(reader_id):
            await self._queries.cancel_deliveries(self._connection, place=place, at=to_micros(at))
            if await self._queries.is_in_flight(self._connection, place=place) is not None:
                return False
            await self._places.delete_subscription(self._connection, place=place)
            await self._queries.delete_choices(self._connection, place=place)
            await self._queries.mark_place(self._connection, place=place, mark=mark, at=to_micros(at))
        return True

    async def finish(self, reader_id: int, now: datetime) -> None:
        """Delete the reader and the wish. Of one who is banned or silenced, the id stays, and until when."""
        kept = await self._queries.reduce_reader(self._connection, reader_id=reader_id, now=to_micros(now))
        if kept is None:
            await self._queries.delete_reader(self._connection, reader_id=reader_id)
        await self._queries.finish(self._connection, reader_id=reader_id)

    async def forgotten_at(self, mark: int) -> datetime | None:
        """Return when a chat with this mark was forgotten last; None if the ledger has no such mark."""
        at: int | None = await self._queries.forgotten_at(self._connection, mark=mark)
        return from_micros(at)

    async def _places_of(self, reader_id: int) -> list[int]:
        rows = self._places.of_chat(self._connection, chat_id=reader_id)
        return [row["id"] async for row in rows]


def _forgetting(row: Any) -> Forgetting:
    return Forgetting(
        row["reader_id"],
        CommentsAfter(row["comments"]),
        from_micros(row["asked_at"]),
        from_micros(row["due_at"]),
        from_micros(row["begun_at"]),
    )
