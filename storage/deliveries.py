"""The ledger: editions, their deliveries, and the budget of sends."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from news.model import Delivery, DeliveryState, Edition, EditionKind, Settlement
from storage.numbers import SMALLEST
from storage.subscriptions import Subscriptions
from storage.times import from_micros, span_micros, to_micros

MOST_REFUSALS = 5
# What an edition says is read again at least so often (`news.delivery.CONTENT_TTL`), and then some.
REREAD = timedelta(seconds=2)


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
        waiting = [(row["published_at"], row["number"]) async for row in self._queries.to_push(self._connection)]
        if not waiting:
            return None
        numbers = [number for _, number in sorted(waiting, reverse=True)]
        newest = tuple(numbers[:shown])
        edition = await self._queries.open_edition(
            self._connection, kind=kind, shown=json.dumps(newest), total=len(numbers), at=to_micros(at)
        )
        rows = [{"number": number, "edition_id": edition} for number in numbers]
        await self._queries.mark_pushed(self._connection, rows)
        return Edition(edition, EditionKind(kind), newest, len(numbers), at)

    async def edition(self, edition_id: int) -> Edition | None:
        """Return the edition, or None."""
        row = await self._queries.edition(self._connection, id=edition_id)
        return None if row is None else edition_of(row)

    async def plan(self, now: datetime, limit: int) -> int:
        """Write up to `limit` deliveries of the first edition not fully planned; 0 when nothing can be planned."""
        for unplanned in [row["id"] async for row in self._queries.unplanned(self._connection)]:
            row = await self._queries.lock_edition(self._connection, id=unplanned)
            while not row["planned"] and not await self._must_wait(row, now):
                if written := await self._plan_block(row, limit):
                    return written
                row = await self._queries.lock_edition(self._connection, id=unplanned)
        return 0

    async def _must_wait(self, edition: Any, now: datetime) -> bool:
        """Whether the old words may still be under way, or may still leave, when a correction is opened.

        They are in copies, or in edits by an earlier correction, that left before it or before all had read again.
        """
        if edition["source"] is None:
            return False
        read_again = edition["created_at"] + span_micros(REREAD)
        leaving = await self._queries.still_leaving(
            self._connection,
            id=edition["id"],
            source=edition["source"],
            reading=int(to_micros(now) < read_again),
            before=read_again,
        )
        return leaving is not None

    async def _plan_block(self, edition: Any, limit: int) -> int:
        since, after, source = edition["created_at"], edition["cursor"], edition["source"]
        after = SMALLEST if after is None else after
        if source is None:
            block = await self._queries.block(self._connection, after=after, since=since, limit=limit)
        else:
            block = await self._queries.block_of_copies(self._connection, source=source, after=after, limit=limit)
        written = []
        if block["size"]:
            wanted = {"edition_id": edition["id"], "created_at": since, "after": after, "last": block["last"]}
            if source is None:
                rows = self._queries.plan(self._connection, **wanted)
            else:
                rows = self._queries.plan_copies(self._connection, source=source, **wanted)
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
        for row in [row async for row in self._queries.open_editions(self._connection)]:
            if row["stopped"]:
                await self._queries.cancel_stopped(self._connection, id=row["id"], now=to_micros(now))
            kind = EditionKind(row["kind"])
            claimed += await self._claim_of(row["id"], kind, now, lease, limit - len(claimed), resend=resend)
            if len(claimed) == limit:
                break
        return claimed

    async def _claim_of(
        self, edition: int, kind: EditionKind, now: datetime, lease: timedelta, limit: int, *, resend: bool
    ) -> list[Delivery]:
        """Claim of one edition; headlines for whoever has unsubscribed meanwhile are cancelled."""
        subscribed_only = kind is EditionKind.HEADLINES
        claimed: list[Delivery] = []
        while len(claimed) < limit:
            due = self._queries.claim(
                self._connection,
                edition_id=edition,
                now=to_micros(now),
                until=to_micros(now + lease),
                limit=limit - len(claimed),
                ended=int(not subscribed_only),
                resend=int(resend or kind is EditionKind.CORRECTION),
            )
            found = [row async for row in due]
            if not found:
                await self._queries.finish(self._connection, id=edition)
                break
            rows = [row for row in found if row["state"] == DeliveryState.SENDING]
            unsubscribed = [row["chat_id"] for row in rows if row["language"] is None and subscribed_only]
            claimed += [
                Delivery(edition, row["chat_id"], row["language"] or "", row["tries"], row["message_id"])
                for row in rows
                if row["chat_id"] not in unsubscribed
            ]
            await self._cancel(edition, unsubscribed)
        return claimed

    async def _cancel(self, edition: int, chats: Sequence[int]) -> None:
        if chats:
            rows = [{"edition_id": edition, "chat_id": chat, "error": "unsubscribed"} for chat in chats]
            await self._queries.cancel(self._connection, rows)

    async def renew(self, held: Sequence[tuple[int, int, int]], until: datetime) -> None:
        """Prolong the leases on deliveries (edition, chat, try) until then, where nobody has claimed them since."""
        rows = [
            {"edition_id": edition, "chat_id": chat, "tries": tries, "until": to_micros(until)}
            for edition, chat, tries in held
        ]
        await self._queries.renew(self._connection, rows)

    async def release_leases(self, now: datetime) -> None:
        """End every lease. Only for a process that knows that no other serves this database."""
        for row in [row async for row in self._queries.unfinished(self._connection)]:
            await self._queries.release_leases(self._connection, edition_id=row["id"], now=to_micros(now))

    async def settle(self, settlements: Sequence[Settlement], at: datetime) -> Sequence[int]:
        """Write what became of deliveries; return the editions that were refused so often that they now wait."""
        ordered = sorted(settlements, key=lambda settlement: settlement[:2])
        sent, rest = list[Settlement](), list[Settlement]()
        for each in ordered:
            (sent if each.state is DeliveryState.SENT and not each.unknown else rest).append(each)
        held = await self._hold_editions(rest)
        await self._queries.settle_sent(self._connection, [_sent_row(each, at) for each in sent])
        await self._queries.settle(self._connection, [_row(settlement, at) for settlement in rest])
        # By chat: two processes that end the same subscriptions over different editions must not wait for each other.
        for settlement in sorted(rest, key=lambda settlement: settlement.chat_id):
            if settlement.moved_to is not None:
                await self._subscriptions.move(settlement.chat_id, settlement.moved_to)
            elif settlement.state is DeliveryState.GONE:
                await self._subscriptions.end(settlement.chat_id, at, settlement.error or DeliveryState.GONE.value)
        return held

    async def _hold_editions(self, settlements: Sequence[Settlement]) -> Sequence[int]:
        """Count refusals, and keep from being planned what a moving chat may be in: editions come before deliveries.

        Return the editions that now wait. What has simply arrived holds no edition.
        """
        refusals = Counter(settlement.edition for settlement in settlements if settlement.refused)
        moving = any(settlement.moved_to is not None for settlement in settlements)
        if refusals or moving:
            ids = json.dumps(sorted(refusals))
            await self._queries.lock_editions(self._connection, ids=ids, moving=int(moving))
        return [edition for edition, count in refusals.items() if await self._refuse(edition, count)]

    async def _refuse(self, edition: int, count: int) -> bool:
        row = await self._queries.count_refusals(self._connection, id=edition, count=count, most=MOST_REFUSALS)
        return row is not None and bool(row["held"])

    async def reserve(self, now: datetime, span: timedelta) -> datetime:
        """Take `span` of the shared send budget and return when it begins, not before `now`."""
        start: int = await self._queries.reserve(self._connection, now=to_micros(now), span=span_micros(span))
        return from_micros(start)

    async def close_budget(self, until: datetime) -> None:
        """Keep the shared budget closed until then: Telegram asked for a pause."""
        await self._queries.close_budget(self._connection, until=to_micros(until))

    async def counts(self, edition_id: int) -> dict[str, int]:
        """Return how many deliveries of the edition are in each state, folded ones included."""
        counts = Counter({row["state"]: row["amount"] async for row in self._counted(edition_id)})
        folded = await self._queries.folded_counts(self._connection, id=edition_id)
        counts.update({state: amount for state, amount in dict(folded or {}).items() if amount})
        return dict(counts)

    def _counted(self, edition_id: int) -> Any:
        return self._queries.counts(self._connection, edition_id=edition_id)


def _sent_row(settlement: Settlement, at: datetime) -> dict[str, Any]:
    return {
        "edition_id": settlement.edition,
        "chat_id": settlement.chat_id,
        "message_id": settlement.message_id,
        "at": to_micros(at),
    }


def _row(settlement: Settlement, at: datetime) -> dict[str, Any]:
    """Return a settlement as the ledger takes it; what moved waits again, so that the move may take it along.

    A copy does not move: messages stay in the group that was.
    """
    moved = settlement.moved_to is not None and settlement.state is DeliveryState.CANCELLED
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


def edition_of(row: Any) -> Edition:
    """Return a row of the editions as a record."""
    return Edition(
        row["id"],
        EditionKind(row["kind"]),
        tuple(json.loads(row["shown"])),
        row["total"],
        from_micros(row["created_at"]),
        row["cursor"],
        bool(row["planned"]),
        bool(row["paused"]),
        bool(row["stopped"]),
        bool(row["finished"]),
        row["notice"],
        row["source"],
    )
