"""Deliveries on their way: claimed by lease, renewed, settled."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from news.ledger import (
    Address,
    Audience,
    Copy,
    Delivery,
    DeliveryState,
    Message,
    MessageKind,
    Priority,
    Settled,
    Settlement,
    Subscription,
)
from news.rate_limits.chats import GROUP_SECONDS
from storage.numbers import clamp
from storage.outlets import Outlets
from storage.places import Places
from storage.subscriptions import Subscriptions
from storage.times import to_micros

MAX_REFUSALS = 5
# No place waits for longer: the longest pause is two weeks.
LONGEST_WAIT = timedelta(days=15)
# Of the first answers of an edition so many are looked at, and so many may say that the place is gone.
FIRST_ANSWERS = 100
MAX_GONE = 30


class Deliveries:
    """Implements `news.ports.Deliveries` for any number of processes on one database.

    The cost does not grow with the number of stored deliveries, of open editions, or of deliveries that wait for a
    later time. Claiming walks the editions that have something due, by their index, and in them the index of pending
    deliveries. An edition without pending deliveries is walked by no later claim, one without open ones is finished.
    """

    def __init__(
        self, connection: Any, queries: dict[str, Any], places: Places, subscriptions: Subscriptions, outlets: Outlets
    ) -> None:
        self._connection = connection
        self._queries = queries["deliveries"]
        self._places = places
        self._subscriptions = subscriptions
        self._outlets = outlets

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Delivery]:
        """Claim up to `limit` due deliveries until `now + lease`, by priority and time."""
        claimed: list[Delivery] = []
        while len(claimed) < limit and await self._claim_some(claimed, now, lease, limit - len(claimed)):
            pass
        return claimed

    async def _claim_some(self, claimed: list[Delivery], now: datetime, lease: timedelta, limit: int) -> bool:
        """Add up to `limit` deliveries; False when there are no more.

        Rows that are too old, or whose place has unsubscribed meanwhile, get their final state on the way.
        """
        found = self._queries.due_editions(self._connection, now=to_micros(now), limit=limit)
        # No more than `limit` in all: there may be more of the last priority, which go before those of the next one.
        due = sorted([row async for row in found], key=itemgetter("priority"))[:limit]
        if due and due[-1]["priority"] == Priority.LOW and await self._queries.has_unplanned(self._connection):
            due = [row for row in due if row["priority"] != Priority.LOW]
        editions = {row["id"]: row for row in due}
        if not editions:
            return False
        rows = [
            row
            async for row in self._queries.claim(
                self._connection,
                editions=json.dumps(list(editions)),
                now=to_micros(now),
                until=to_micros(now + lease),
                limit=limit,
            )
        ]
        wanted, unwanted = list[Any](), list[Any]()
        for row in rows:
            if row["state"] == DeliveryState.SENDING:
                (wanted if _is_wanted(row, editions[row["edition_id"]]) else unwanted).append(row)
        wanted, left = await self._in_order(wanted, editions, now)
        await self._cancel(unwanted + left, now)
        replies = await self._earlier_copies(wanted, editions)
        claimed += [_delivery_of(row, editions, replies) for row in wanted]
        advanced = await self._advance(editions, rows, now, is_full=len(rows) >= limit)
        return bool(rows or advanced)

    async def _advance(self, editions: Iterable[int], rows: Sequence[Any], now: datetime, *, is_full: bool) -> int:
        """Store when the editions that were walked to their end have something due again; return how many wait now.

        If the claim is full, the last edition with a row may have more. An edition that is still due has deliveries
        that another process is claiming. It does not count: that process may wait in the same way for this one.
        """
        walked = list(editions)
        if is_full:
            walked = walked[: max(map(walked.index, {row["edition_id"] for row in rows}))]
        if not walked:
            return 0
        advanced = self._queries.advance(self._connection, editions=json.dumps(walked))
        waiting = [row["next_due_at"] async for row in advanced]
        return len([due_at for due_at in waiting if due_at is None or due_at > to_micros(now)])

    async def _in_order(
        self, rows: Sequence[Any], editions: dict[int, Any], now: datetime
    ) -> tuple[list[Any], list[Any]]:
        """Put back the posts whose place has an earlier one to get, and what came into quiet hours.

        Return the other rows, and posts to no outlet.
        """
        wanted, unwanted, early, moment = list[Any](), list[Any](), list[dict[str, Any]](), to_micros(now)
        for row in rows:
            if row["closes_at"] is not None and row["closes_at"] <= moment < row["opens_at"]:
                waiting = {"edition_id": row["edition_id"], "place_id": row["place_id"], "due_at": row["opens_at"]}
                early.append(waiting)
                continue
            edition, place = row["edition_id"], row["place_id"]
            is_post = editions[edition]["audience"] == Audience.OUTLETS
            ahead = await self._outlets.count_ahead(edition, place) if is_post else 0
            if ahead:
                due_at = to_micros(now + ahead * timedelta(seconds=GROUP_SECONDS))
                early.append({"edition_id": edition, "place_id": place, "due_at": due_at})
            else:
                (unwanted if ahead is None else wanted).append(row)
        await self._queries.put_back(self._connection, early)
        return wanted, unwanted

    async def _earlier_copies(self, rows: Sequence[Any], editions: dict[int, Any]) -> dict[tuple[int, int], int]:
        """Return the messages that deliveries reply to, by edition and place."""
        replies: dict[tuple[int, int], int] = {}
        for edition, row in editions.items():
            places = [each["place_id"] for each in rows if each["edition_id"] == edition]
            if row["replies_to"] is not None and places:
                found = self._queries.earlier_copies(
                    self._connection, edition_id=row["replies_to"], places=json.dumps(places)
                )
                replies |= {(edition, each["place_id"]): each["message_id"] async for each in found}
        return replies

    async def _cancel(self, rows: Sequence[Any], at: datetime) -> None:
        cancelled = {"state": DeliveryState.CANCELLED.value, "error": "not of the audience", "at": to_micros(at)}
        ends = [{"edition_id": row["edition_id"], "place_id": row["place_id"], **cancelled} for row in rows]
        await self._queries.unlease(self._connection, ends)

    async def mark_albums(self, deliveries: Sequence[Delivery]) -> None:
        """Mark claimed deliveries that are sent as albums."""
        rows = [{"edition_id": each.edition, "place_id": each.place} for each in deliveries]
        await self._queries.mark_album(self._connection, rows)

    async def release_lapsed(self, now: datetime) -> Sequence[tuple[int, int]]:
        """Take back deliveries whose lease has expired, of paused editions too; return their editions and places."""
        editions = [
            row["edition_id"] async for row in self._queries.lapsed_editions(self._connection, now=to_micros(now))
        ]
        if not editions:
            return ()
        await self._lower_due(dict.fromkeys(editions, now))
        rows = self._queries.release_lapsed(self._connection, now=to_micros(now))
        return [(row["edition_id"], row["place_id"]) async for row in rows]

    async def renew(self, held: Sequence[tuple[int, int, int]], until: datetime) -> set[tuple[int, int, int]]:
        """Extend the leases of tries (edition, place, try) until then; return those that are still in flight."""
        if not held:
            return set()
        rows = self._queries.renew(self._connection, leases=json.dumps(held), until=to_micros(until))
        return {(row["edition_id"], row["place_id"], row["tries"]) async for row in rows}

    async def release_leases(self, now: datetime) -> None:
        """End every lease. Only for a process that knows that no other process serves this database."""
        await self._queries.release_leases(self._connection, now=to_micros(now))

    async def finish(self) -> int:
        """Mark the editions finished that have no open delivery; return how many there are."""
        drained = [row["id"] async for row in self._queries.drained(self._connection)]
        finished = [await self._queries.finish(self._connection, id=edition) for edition in drained]
        return len([each for each in finished if each is not None])

    async def settle(self, settlements: Sequence[Settlement], at: datetime) -> Settled:
        """Store the results of deliveries; return what followed from them."""
        ordered = sorted(settlements, key=itemgetter(0, 1))  # by edition and place
        sent, rest, moment = list[dict[str, Any]](), list[Settlement](), to_micros(at)
        for each in ordered:
            if each.state is DeliveryState.SENT and _is_text(each.copy) and not each.unknown:
                message = each.copy[0].id if each.copy else None
                sent.append({"edition_id": each.edition, "place_id": each.place, "message_id": message, "at": moment})
            else:
                rest.append(each)
        refused = await self._lock_editions(rest, at)
        await self._queries.settle_sent(self._connection, sent)
        await self._queries.settle(self._connection, [_row(settlement, at) for settlement in rest])
        lost_topics = await self._follow_chats(rest, at)
        gone = await self._too_many_gone({each.edition for each in rest if each.state is DeliveryState.GONE})
        return Settled(refused, gone, lost_topics)

    async def _lock_editions(self, settlements: Sequence[Settlement], at: datetime) -> Sequence[int]:
        """Lock the editions that these results change, and count refusals; return the editions that are now paused.

        Editions are locked before deliveries. Deliveries that simply arrived lock no edition.
        """
        refusals = Counter(settlement.edition for settlement in settlements if settlement.refused)
        due = dict[int, datetime]()
        for each in settlements:
            if each.state is DeliveryState.PENDING:
                next_try_at = each.next_try_at or at
                due[each.edition] = min(next_try_at, due.get(each.edition, next_try_at))
        gone = {each.edition for each in settlements if each.state is DeliveryState.GONE}
        if changed := sorted({*refusals, *due, *gone}):
            await self._queries.lock_editions(self._connection, ids=json.dumps(changed))
            await self._lower_due(due)
        return [edition for edition, count in refusals.items() if await self._count_refusals(edition, count)]

    async def _lower_due(self, due: dict[int, datetime]) -> None:
        rows = [{"id": edition, "due_at": to_micros(moment)} for edition, moment in sorted(due.items())]
        await self._queries.lower_due(self._connection, rows)

    async def _count_refusals(self, edition: int, count: int) -> bool:
        row = await self._queries.count_refusals(self._connection, id=edition, count=count, max=MAX_REFUSALS)
        return row is not None and bool(row["reached"])

    async def _follow_chats(self, settlements: Sequence[Settlement], at: datetime) -> list[Subscription]:
        """Move the chats that have a new id, and end the subscriptions of those that are gone.

        Return the subscriptions of topics that are gone. Ascending by place: two processes that end the same
        subscriptions for different editions would deadlock else.
        """
        lost_topics = []
        for each in sorted(settlements, key=lambda settlement: settlement.place):
            if each.moved_to is not None and each.moved_from is not None:
                await self._places.move(each.moved_from, each.moved_to, at)
            elif each.state is DeliveryState.GONE:
                ended = await self._subscriptions.end_place(
                    each.place, at, each.error or DeliveryState.GONE.value, topic_only=each.topic_only
                )
                lost_topics += [ended] if ended is not None and each.topic_only else []
        return lost_topics

    async def _too_many_gone(self, editions: Iterable[int]) -> list[int]:
        """Return the editions of whose first hundred answers more than 30 say that the place is gone.

        So does an answer that was in flight when the edition was paused: it would end a subscription, too.
        """
        found = []
        for edition in sorted(editions):
            paused = await self._queries.checks_gone(self._connection, id=edition)
            if paused is None:
                continue
            if paused:
                found.append(edition)
                continue
            row = await self._queries.first_answers(self._connection, id=edition, limit=FIRST_ANSWERS + 1)
            if row["answers"] > FIRST_ANSWERS:
                await self._queries.stop_checking_gone(self._connection, id=edition)
            elif row["gone"] > MAX_GONE:
                found.append(edition)
        return found

    async def correct_times(self, now: datetime, lease: timedelta) -> int:
        """Correct moments written by a clock that was ahead; return how many deliveries were put off by it."""
        await self._queries.correct_leases(self._connection, latest=to_micros(now + lease))
        corrected = [row async for row in self._queries.correct_due(self._connection, now=to_micros(now))]
        await self._queries.correct_editions(self._connection, now=to_micros(now))
        latest = to_micros(now + LONGEST_WAIT)
        await self._queries.correct_waking(self._connection, now=to_micros(now), latest=latest)
        return len(corrected)

    # What readers look at again.

    async def variant_of(self, edition_id: int, address: Address) -> str | None:
        """Return the form in which a place got an edition; None for the usual one, and if there is no such delivery."""
        variant: str | None = await self._queries.variant_of(
            self._connection, edition_id=clamp(edition_id), chat_id=address.chat_id, topic=address.topic
        )
        return variant


def _is_wanted(row: Any, edition: Any) -> bool:
    """Whether the place is still of the audience. A subscription gets the editions opened after it began."""
    after: int | None = row["subscribed_after"]
    if edition["audience"] == Audience.SUBSCRIBERS:
        return after is not None and after < row["edition_id"]
    return edition["audience"] != Audience.UNSUBSCRIBED or after is None


def _delivery_of(row: Any, editions: dict[int, Any], replies: dict[tuple[int, int], int]) -> Delivery:
    edition, place = row["edition_id"], row["place_id"]
    return Delivery(
        edition,
        place,
        row["tries"],
        Address(row["chat_id"], row["topic"]),
        row["language"],
        () if row["message_id"] is None else _copy_of(row),
        row["reply_to"] if row["reply_to"] is not None else replies.get((edition, place)) if replies else None,
        row["variant"],
        bool(editions[edition]["resend"]),
    )


def _copy_of(row: Any) -> Copy:
    if row["album"] is not None:
        return tuple(Message(message, MessageKind(kind)) for message, kind in json.loads(row["album"]))
    return (Message(row["message_id"], MessageKind(row["message_kind"] or MessageKind.TEXT)),)


def _is_text(copy: Copy) -> bool:
    return not copy or (len(copy) == 1 and copy[0].kind is MessageKind.TEXT)


def _copy_columns(copy: Copy) -> dict[str, Any]:
    """Return the columns of the messages that arrived, None where nothing need be stored."""
    if not copy:
        return {"message_id": None, "message_kind": None, "album": None}
    first = copy[0]
    return {
        "message_id": first.id,
        "message_kind": None if first.kind is MessageKind.TEXT else first.kind.value,
        "album": None if len(copy) == 1 else json.dumps(copy),
    }


def _row(settlement: Settlement, at: datetime) -> dict[str, Any]:
    is_pending = settlement.state is DeliveryState.PENDING
    return {
        "edition_id": settlement.edition,
        "place_id": settlement.place,
        "tries": settlement.tries,
        "state": settlement.state.value,
        "due_at": to_micros(settlement.next_try_at or at) if is_pending else None,
        "settled_at": None if is_pending else to_micros(at),
        "error": settlement.error,
        "unknown": int(settlement.unknown),
        **_copy_columns(settlement.copy),
    }
