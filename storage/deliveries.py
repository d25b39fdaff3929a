"""Editions as they are planned, claimed and settled, their deliveries, and the send budget."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from news.model import Delivery, DeliveryState, Edition, EditionKind, Settlement
from storage.numbers import MIN_INT64
from storage.subscriptions import Subscriptions
from storage.times import from_micros, span_micros, to_micros

MAX_REFUSALS = 5
# No process sends contents that it read longer ago: `news.delivery.CONTENT_TTL` and a margin.
MAX_CONTENT_AGE = timedelta(seconds=2)


class Deliveries:
    """Implements `news.ports.Deliveries` for any number of processes on one database.

    The cost does not grow with the number of stored deliveries. Planning walks the subscriptions by key. Claiming walks
    the indexes of open deliveries, edition by edition. An edition without open deliveries is marked finished, and no
    later claim reads it.
    """

    def __init__(self, connection: Any, queries: dict[str, Any], subscriptions: Subscriptions) -> None:
        self._connection = connection
        self._queries = queries["deliveries"]
        self._subscriptions = subscriptions

    async def has_unpushed(self) -> bool:
        """Whether a published article waits for an edition. In a writing unit the transaction has begun afterwards."""
        return await self._queries.has_unpushed(self._connection) is not None

    async def open_edition(self, kind: str, at: datetime, shown: int) -> Edition | None:
        """Open one edition of all published articles that wait for a push; None if there are none."""
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
        """Insert up to `limit` deliveries of the first edition not fully planned; 0 if nothing can be planned now."""
        for unplanned in [row["id"] async for row in self._queries.unplanned_editions(self._connection)]:
            row = await self._queries.lock_edition(self._connection, id=unplanned)
            while not row["planned"] and not await self._must_wait(row, now):
                if planned := await self._plan_block(row, limit):
                    return planned
                row = await self._queries.lock_edition(self._connection, id=unplanned)
        return 0

    async def _must_wait(self, edition: Any, now: datetime) -> bool:
        """Return whether old contents may still arrive, so that a correction planned now would miss them.

        Copies of the edition, or edits by an earlier correction, may be in flight that were claimed before the
        correction was opened, or before every process had read the new contents.
        """
        if edition["source"] is None:
            return False
        new_from = edition["created_at"] + span_micros(MAX_CONTENT_AGE)
        outdated = await self._queries.has_outdated_in_flight(
            self._connection,
            id=edition["id"],
            source=edition["source"],
            may_be_cached=int(to_micros(now) < new_from),
            before=new_from,
        )
        return outdated is not None

    async def _plan_block(self, edition: Any, limit: int) -> int:
        since, after, source = edition["created_at"], edition["cursor"], edition["source"]
        after = MIN_INT64 if after is None else after
        if source is None:
            block = await self._queries.next_block(self._connection, after=after, since=since, limit=limit)
        else:
            block = await self._queries.next_block_of_copies(self._connection, source=source, after=after, limit=limit)
        planned = []
        if block["size"]:
            span = {"edition_id": edition["id"], "created_at": since, "after": after, "last": block["last"]}
            if source is None:
                rows = self._queries.plan(self._connection, **span)
            else:
                rows = self._queries.plan_copies(self._connection, source=source, **span)
            planned = [row["chat_id"] async for row in rows]
        await self._queries.move_cursor(
            self._connection, id=edition["id"], cursor=block["last"], planned=int(block["size"] < limit)
        )
        return len(planned)

    async def claim(self, now: datetime, lease: timedelta, limit: int, *, resend: bool = True) -> Sequence[Delivery]:
        """Claim up to `limit` due deliveries until `now + lease`, those of the oldest edition first.

        Unless `resend`, a delivery whose lease has expired fails in the same statement, so that no other process can
        claim it in between.
        """
        claimed: list[Delivery] = []
        for row in [row async for row in self._queries.open_editions(self._connection)]:
            if row["stopped"]:
                await self._queries.cancel_stopped(self._connection, id=row["id"], now=to_micros(now))
            kind = EditionKind(row["kind"])
            claimed += await self._claim_edition(row["id"], kind, now, lease, limit - len(claimed), resend=resend)
            if len(claimed) == limit:
                break
        return claimed

    async def _claim_edition(
        self, edition: int, kind: EditionKind, now: datetime, lease: timedelta, limit: int, *, resend: bool
    ) -> list[Delivery]:
        """Claim deliveries of one edition; headlines for a chat that has unsubscribed meanwhile are cancelled."""
        subscribed_only = kind is EditionKind.HEADLINES
        claimed: list[Delivery] = []
        while len(claimed) < limit:
            rows = self._queries.claim(
                self._connection,
                edition_id=edition,
                now=to_micros(now),
                until=to_micros(now + lease),
                limit=limit - len(claimed),
                include_unsubscribed=int(not subscribed_only),
                resend=int(resend or kind is EditionKind.CORRECTION),
            )
            found = [row async for row in rows]
            if not found:
                await self._queries.finish(self._connection, id=edition)
                break
            sending = [row for row in found if row["state"] == DeliveryState.SENDING]
            unsubscribed = [row["chat_id"] for row in sending if row["language"] is None and subscribed_only]
            claimed += [
                Delivery(edition, row["chat_id"], row["language"] or "", row["tries"], row["message_id"])
                for row in sending
                if row["chat_id"] not in unsubscribed
            ]
            await self._cancel(edition, unsubscribed, now)
        return claimed

    async def _cancel(self, edition: int, chats: Sequence[int], at: datetime) -> None:
        if chats:
            rows = [
                {"edition_id": edition, "chat_id": chat, "error": "unsubscribed", "at": to_micros(at)} for chat in chats
            ]
            await self._queries.cancel(self._connection, rows)

    async def renew(self, held: Sequence[tuple[int, int, int]], until: datetime) -> None:
        """Extend the leases of tries (edition, chat, try) until then; a delivery claimed again since is left alone."""
        rows = [
            {"edition_id": edition, "chat_id": chat, "tries": tries, "until": to_micros(until)}
            for edition, chat, tries in held
        ]
        await self._queries.renew(self._connection, rows)

    async def release_leases(self, now: datetime) -> None:
        """End every lease. Only for a process that knows that no other process serves this database."""
        for row in [row async for row in self._queries.unfinished_editions(self._connection)]:
            await self._queries.release_leases(self._connection, edition_id=row["id"], now=to_micros(now))

    async def settle(self, settlements: Sequence[Settlement], at: datetime) -> Sequence[int]:
        """Store the results of deliveries; return the editions that were refused so often that they are now paused."""
        ordered = sorted(settlements, key=lambda settlement: settlement[:2])
        sent, rest = list[Settlement](), list[Settlement]()
        for each in ordered:
            (sent if each.state is DeliveryState.SENT and not each.unknown else rest).append(each)
        paused = await self._lock_editions(rest)
        await self._queries.settle_sent(self._connection, [_sent_row(each, at) for each in sent])
        await self._queries.settle(self._connection, [_row(settlement, at) for settlement in rest])
        # Ascending by chat: two processes that end the same subscriptions for different editions would deadlock else.
        for settlement in sorted(rest, key=lambda settlement: settlement.chat_id):
            if settlement.moved_to is not None:
                await self._subscriptions.move(settlement.chat_id, settlement.moved_to, at)
            elif settlement.state is DeliveryState.GONE:
                await self._subscriptions.end(settlement.chat_id, at, settlement.error or DeliveryState.GONE.value)
        return paused

    async def _lock_editions(self, settlements: Sequence[Settlement]) -> Sequence[int]:
        """Lock the editions that these results change, and count refusals; return the editions that are now paused.

        If a chat moved, every unplanned edition is locked too, so that no plan passes the chat meanwhile. Editions are
        locked before deliveries. Deliveries that simply arrived lock no edition.
        """
        refusals = Counter(settlement.edition for settlement in settlements if settlement.refused)
        has_moved = any(settlement.moved_to is not None for settlement in settlements)
        if refusals or has_moved:
            ids = json.dumps(sorted(refusals))
            await self._queries.lock_editions(self._connection, ids=ids, include_unplanned=int(has_moved))
        return [edition for edition, count in refusals.items() if await self._count_refusals(edition, count)]

    async def _count_refusals(self, edition: int, count: int) -> bool:
        row = await self._queries.count_refusals(self._connection, id=edition, count=count, max=MAX_REFUSALS)
        return row is not None and bool(row["reached"])

    async def reserve(self, now: datetime, span: timedelta) -> datetime:
        """Take `span` of the shared send budget and return when it begins, not before `now`."""
        start: int = await self._queries.reserve(self._connection, now=to_micros(now), span=span_micros(span))
        return from_micros(start)

    async def close_budget(self, until: datetime) -> None:
        """Close the shared budget until then: Telegram asked for a pause."""
        await self._queries.close_budget(self._connection, until=to_micros(until))

    async def counts(self, edition_id: int) -> dict[str, int]:
        """Return how many deliveries of the edition are in each state, folded ones included."""
        rows = self._queries.counts(self._connection, edition_id=edition_id)
        counts = Counter({row["state"]: row["amount"] async for row in rows})
        folded = await self._queries.folded_counts(self._connection, id=edition_id)
        counts.update({state: amount for state, amount in dict(folded or {}).items() if amount})
        return dict(counts)


def _sent_row(settlement: Settlement, at: datetime) -> dict[str, Any]:
    return {
        "edition_id": settlement.edition,
        "chat_id": settlement.chat_id,
        "message_id": settlement.message_id,
        "at": to_micros(at),
    }


def _row(settlement: Settlement, at: datetime) -> dict[str, Any]:
    """Return the parameters of a settlement.

    A delivery cancelled because its chat moved becomes pending: the move copies pending deliveries to the new chat and
    then cancels them here. A correction is not copied: the messages stay in the old group.
    """
    has_moved = settlement.moved_to is not None and settlement.state is DeliveryState.CANCELLED
    state = DeliveryState.PENDING if has_moved else settlement.state
    is_pending = state is DeliveryState.PENDING
    return {
        "edition_id": settlement.edition,
        "chat_id": settlement.chat_id,
        "tries": settlement.tries,
        "state": state.value,
        "due_at": to_micros(settlement.next_try_at or at) if is_pending else None,
        "settled_at": None if is_pending else to_micros(at),
        "message_id": settlement.message_id,
        "error": settlement.error,
        "unknown": int(settlement.unknown),
    }


def edition_of(row: Any) -> Edition:
    """Return the edition of a row that has its columns."""
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
