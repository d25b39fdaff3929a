"""The ledger: editions, their deliveries, and the budget of sends."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from news.model import Delivery, DeliveryState, Edition, Settlement
from storage.numbers import SMALLEST
from storage.subscriptions import Subscriptions
from storage.times import from_micros, span_micros, to_micros


class Deliveries:
    """Keeps the laws of `news.ports.Deliveries`, for any number of processes on one database.

    Cost does not grow with the ledger: planning walks the subscribers by key, claiming walks an index that holds open
    deliveries only, edition by edition, and an edition with nothing left to do is marked finished and not looked at.
    """

    def __init__(self, connection: Any, queries: dict[str, Any], subscriptions: Subscriptions) -> None:
        self._connection = connection
        self._queries = queries["deliveries"]
        self._subscriptions = subscriptions

    async def open_edition(self, kind: str, at: datetime, shown: int) -> Edition | None:
        """Make one edition of all published articles still to be pushed; None when there is nothing to push."""
        numbers = [row["number"] async for row in self._queries.to_push(self._connection)]
        if not numbers:
            return None
        newest = tuple(numbers[:shown])
        edition = await self._queries.open_edition(
            self._connection, kind=kind, shown=json.dumps(newest), total=len(numbers), at=to_micros(at)
        )
        rows = [{"number": number, "edition_id": edition} for number in numbers]
        await self._queries.mark_pushed(self._connection, rows)
        return Edition(edition, kind, newest, len(numbers), at)

    async def edition(self, edition_id: int) -> Edition | None:
        """Return the edition, or None."""
        row = await self._queries.edition(self._connection, id=edition_id)
        return None if row is None else _edition(row)

    async def plan(self, limit: int) -> int:
        """Write up to `limit` deliveries of the oldest edition not fully planned; 0 when every edition is planned."""
        while (unplanned := await self._queries.unplanned(self._connection)) is not None:
            row = await self._queries.hold_edition(self._connection, id=unplanned)
            if not row["planned"] and (written := await self._plan_block(row, limit)):
                return written
        return 0

    async def _plan_block(self, edition: Any, limit: int) -> int:
        since, after = edition["created_at"], edition["cursor"]
        after = SMALLEST if after is None else after
        block = await self._queries.block(self._connection, after=after, since=since, limit=limit)
        written = []
        if block["size"]:
            rows = self._queries.plan(
                self._connection, edition_id=edition["id"], created_at=since, after=after, last=block["last"]
            )
            written = [row["chat_id"] async for row in rows]
        await self._queries.move_cursor(
            self._connection, id=edition["id"], cursor=block["last"], planned=int(block["size"] < limit)
        )
        return len(written)

    async def claim(self, now: datetime, lease: timedelta, limit: int, *, resend: bool = True) -> Sequence[Delivery]:
        """Put up to `limit` due deliveries on the wire until `now + lease`, those of the oldest edition first.

        What lapsed on the wire fails within the same statement unless `resend`: no second process can take it between.
        """
        claimed: list[Delivery] = []
        editions = [row["id"] async for row in self._queries.open_editions(self._connection)]
        for edition in editions:
            claimed += await self._claim_of(edition, now, lease, limit - len(claimed), resend=resend)
            if len(claimed) == limit:
                break
        return claimed

    async def _claim_of(
        self, edition: int, now: datetime, lease: timedelta, limit: int, *, resend: bool
    ) -> list[Delivery]:
        claimed: list[Delivery] = []
        while len(claimed) < limit:
            due = self._queries.claim(
                self._connection,
                edition_id=edition,
                now=to_micros(now),
                until=to_micros(now + lease),
                limit=limit - len(claimed),
                resend=int(resend),
            )
            found = [row async for row in due]
            if not found:
                await self._queries.finish(self._connection, id=edition)
                break
            rows = [row for row in found if row["state"] == DeliveryState.WIRE]
            claimed += [
                Delivery(edition, row["chat_id"], row["language"], row["tries"])
                for row in rows
                if row["language"] is not None
            ]
            await self._cancel(edition, [row["chat_id"] for row in rows if row["language"] is None])
        return claimed

    async def _cancel(self, edition: int, chats: Sequence[int]) -> None:
        if chats:
            rows = [{"edition_id": edition, "chat_id": chat, "error": "unsubscribed"} for chat in chats]
            await self._queries.cancel(self._connection, rows)

    async def settle(self, settlements: Sequence[Settlement], at: datetime) -> None:
        """Write what became of deliveries; what is gone ends its subscription, what moved carries it over."""
        ordered = sorted(settlements, key=lambda settlement: (settlement.edition, settlement.chat_id))
        await self._queries.settle(self._connection, [_row(settlement, at) for settlement in ordered])
        for settlement in ordered:
            if settlement.moved_to is not None:
                await self._subscriptions.move(settlement.chat_id, settlement.moved_to)
            elif settlement.state is DeliveryState.GONE:
                await self._subscriptions.end(settlement.chat_id, at, settlement.error or DeliveryState.GONE.value)

    async def reserve(self, now: datetime, span: timedelta) -> datetime:
        """Take `span` of the shared send budget and return when it begins, not before `now`."""
        start: int = await self._queries.reserve(self._connection, now=to_micros(now), span=span_micros(span))
        return from_micros(start)

    async def hold(self, until: datetime) -> None:
        """Keep the shared budget closed until then: Telegram asked for a pause."""
        await self._queries.hold(self._connection, until=to_micros(until))

    async def counts(self, edition_id: int) -> dict[str, int]:
        """Return how many deliveries of the edition are in each state."""
        rows = self._queries.counts(self._connection, edition_id=edition_id)
        return {row["state"]: row["amount"] async for row in rows}


def _row(settlement: Settlement, at: datetime) -> dict[str, Any]:
    """Return a settlement as the ledger takes it; what moved waits again, so that the move may take it along."""
    moved = settlement.moved_to is not None
    return {
        "edition_id": settlement.edition,
        "chat_id": settlement.chat_id,
        "tries": settlement.tries,
        "state": (DeliveryState.PENDING if moved else settlement.state).value,
        "due_at": to_micros(settlement.next_try_at or at),
        "message_id": settlement.message_id,
        "error": settlement.error,
        "unknown": int(settlement.unknown),
    }


def _edition(row: Any) -> Edition:
    return Edition(
        row["id"],
        row["kind"],
        tuple(json.loads(row["shown"])),
        row["total"],
        from_micros(row["created_at"]),
        row["cursor"],
        bool(row["planned"]),
    )
