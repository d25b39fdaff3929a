"""Editions as wholes: opening, corrections and notices, pausing and stopping."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from news.ledger import (
    CORRECTION_RULES,
    NAMED,
    Audience,
    Edition,
    EditionKind,
    EditionRules,
    Progress,
)
from news.ports.ledger import NO_VARIANTS
from news.ports.statistics import SubscriptionChange
from storage.edition_counts import EditionCounts
from storage.edition_rows import edition_of
from storage.edition_stops import EditionStops
from storage.numbers import clamp
from storage.times import span_micros, to_micros

NOTHING_CHANGED: Mapping[int, set[int]] = MappingProxyType({})


class Editions:
    """Implements `news.ports.Editions`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["editions"]
        self._subscription_queries = queries["subscriptions"]
        self._counts = EditionCounts(connection, queries)
        self._stops = EditionStops(connection, queries)

    async def has_unpushed(self) -> bool:
        """Whether a published article waits for an edition. In a writing unit the transaction has begun afterwards."""
        return await self._queries.has_unpushed(self._connection) is not None

    async def waiting(self) -> Sequence[int]:
        """Return the articles that wait for a push, and keep them waiting until the unit ends."""
        return [row["number"] async for row in self._queries.to_push(self._connection)]

    async def open_headlines(
        self, rules: EditionRules, at: datetime, shown: int, but: Collection[int] = ()
    ) -> Edition | None:
        """Open one edition of all published articles that wait for a push, but for some; None if there are none."""
        found = [(row["published_at"], row["number"]) async for row in self._queries.to_push(self._connection)]
        waiting = [each for each in found if each[1] not in but]
        if not waiting:
            return None
        await self._queries.lock_opening(self._connection)
        numbers = [number for _, number in sorted(waiting, reverse=True)]
        newest = numbers[:shown]
        earlier = None
        if len(numbers) == 1:
            earlier = await self._queries.edition_to_follow(
                self._connection, number=numbers[0], audience=rules.audience.value
            )
        edition = await self._open(
            EditionKind.HEADLINES, rules, at, shown=newest, total=len(numbers), replies_to=earlier
        )
        await self._mark_pushed(numbers, edition)
        return await self.get(edition)

    async def _mark_pushed(self, numbers: Sequence[int], edition: int) -> None:
        pushed = [{"number": number, "edition_id": edition} for number in numbers]
        await self._queries.mark_pushed(self._connection, pushed)

    async def announce(
        self,
        numbers: Sequence[int],
        rules: EditionRules,
        at: datetime,
        *,
        replies_to: int | None = None,
        not_before: datetime | None = None,
        places: Sequence[int] = (),
        variants: Mapping[int, str] = NO_VARIANTS,
        repeats: int | None = None,
    ) -> int:
        """Open an edition of some articles and return its id. `places` and `variants` are those of named places."""
        if rules.audience is Audience.SUBSCRIBERS:
            await self._queries.lock_opening(self._connection)
        edition = await self._open(
            EditionKind.HEADLINES,
            rules,
            at,
            shown=numbers,
            total=len(numbers),
            replies_to=replies_to,
            not_before=not_before,
            places=places,
            variants=variants,
            repeats=repeats,
        )
        if rules.audience is Audience.SUBSCRIBERS:
            await self._mark_pushed(numbers, edition)
        return edition

    async def open_digest(self, numbers: Sequence[int], rules: EditionRules, at: datetime) -> int:
        """Open a digest, which is planned block by block until `planning.close_digests`, and return its id."""
        return await self._open(EditionKind.DIGEST, rules, at, shown=numbers, total=len(numbers))

    async def notify(
        self,
        places: Sequence[int],
        notice: str,
        rules: EditionRules,
        at: datetime,
        *,
        subject: str | None = None,
        not_before: datetime | None = None,
        shown: Sequence[int] = (),
    ) -> int:
        """Open a notice (JSON) to some places and return its id. `subject` finds it again until somebody acts."""
        return await self._open(
            EditionKind.NOTICE,
            rules,
            at,
            shown=shown,
            total=len(shown),
            notice=notice,
            subject=subject,
            not_before=not_before,
            places=places,
        )

    async def _open(
        self,
        kind: EditionKind,
        rules: EditionRules,
        at: datetime,
        *,
        shown: Sequence[int] = (),
        total: int = 0,
        source: int | None = None,
        replies_to: int | None = None,
        not_before: datetime | None = None,
        notice: str | None = None,
        subject: str | None = None,
        places: Sequence[int] = (),
        variants: Mapping[int, str] = NO_VARIANTS,
        leave: tuple[int, int] | None = None,
        changed: Collection[int] | None = None,
        repeats: int | None = None,
    ) -> int:
        """Insert an edition, its deliveries if its places are named, and which articles its copies show."""
        lifetime = None if rules.lifetime is None else span_micros(rules.lifetime)
        left_place, left_message = leave or (None, None)
        edition: int = await self._queries.open(
            self._connection,
            kind=kind.value,
            shown=json.dumps(list(shown)),
            total=total,
            at=to_micros(at),
            not_before=to_micros(not_before),
            source=source,
            notice=notice,
            subject=subject,
            planned=int(rules.audience in NAMED),
            priority=int(rules.priority),
            audience=rules.audience.value,
            lifetime=lifetime,
            resend=int(rules.resend),
            pausable=int(rules.pausable),
            listed=int(rules.listed),
            replies_to=replies_to,
            left_place=left_place,
            left_message=left_message,
            changed=None if changed is None else json.dumps(sorted(changed)),
            repeats=repeats,
        )
        if source is None:
            articles = [{"number": number, "edition_id": edition} for number in shown]
            await self._queries.add_article(self._connection, articles)
        expires_at = None if lifetime is None else to_micros(not_before or at) + lifetime
        times = {"at": to_micros(at), "not_before": to_micros(not_before), "expires_at": expires_at}
        deliveries = [
            {"edition_id": edition, "place": place, "variant": variants.get(place), **times} for place in places
        ]
        await self._queries.add_delivery(self._connection, deliveries)
        return edition

    async def get(self, edition_id: int) -> Edition | None:
        """Return the edition, or None."""
        row = await self._queries.get(self._connection, id=clamp(edition_id))
        return None if row is None else edition_of(row)

    async def open_corrections(self, at: datetime) -> Sequence[int]:
        """Open a correction of every edition whose copies show an article that was visibly changed; return the ids."""
        changed = defaultdict[int, set[int | None]](set)
        async for row in self._queries.to_correct(self._connection):
            changed[row["number"]].add(row["edition_id"])
        await self._queries.mark_corrected(self._connection, [{"number": number} for number in sorted(changed)])
        of_source = defaultdict[int, set[int]](set)
        for number, sources in changed.items():
            for source in sources:
                if source is not None:
                    of_source[source].add(number)
        return await self._correct(sorted(of_source), at, changed=of_source)

    async def about(self, subject: str) -> Sequence[tuple[int, str]]:
        """Return the open notices about a subject, each with its id and JSON."""
        return [(row["id"], row["notice"]) async for row in self._queries.about(self._connection, subject=subject)]

    async def change_notice(self, edition_id: int, notice: str, at: datetime) -> None:
        """Change a notice, in the messages that were sent too; its subject stays open."""
        await self._queries.change_notice(self._connection, id=edition_id, notice=notice)
        await self._correct([edition_id], at)

    async def replace_notice(
        self,
        edition_id: int,
        notice: str,
        at: datetime,
        but: int | None = None,
        *,
        leave: tuple[int, int] | None = None,
    ) -> None:
        """Change a notice, in the messages that were sent too; nobody is asked to act any more.

        The message in the place `but` stays as it is for good; `leave`, a place and a message in it, this time.
        """
        await self._queries.replace_notice(self._connection, id=edition_id, notice=notice)
        if but is not None:
            await self._queries.forget_copy(self._connection, id=edition_id, place=but)
        await self._correct([edition_id], at, leave)

    async def _correct(
        self,
        sources: Sequence[int],
        at: datetime,
        leave: tuple[int, int] | None = None,
        changed: Mapping[int, set[int]] = NOTHING_CHANGED,
    ) -> list[int]:
        """Open a correction of each edition, in place of its unfinished ones; it leaves one message as it is.

        `changed` has the articles of each edition that have changed; copies without them are left as they are.
        """
        earlier = await self._stops.stop_corrections(sources, at)
        corrections = []
        for source in sources:
            edition = await self.get(source)
            if edition is None:
                continue
            corrections.append(
                await self._open(
                    EditionKind.CORRECTION,
                    replace(CORRECTION_RULES, listed=edition.rules.listed),
                    at,
                    shown=edition.shown,
                    total=edition.total,
                    source=source,
                    notice=edition.notice,
                    leave=leave,
                    changed=_union(changed.get(source), earlier[source]),
                )
            )
        return corrections

    async def announcing(self, article: int) -> int | None:
        """Return the first edition that shows an article; None if there is none, or it was folded."""
        edition: int | None = await self._queries.announcing(self._connection, article=clamp(article))
        return edition

    async def newest(self, limit: int) -> Sequence[Edition]:
        """Return the newest listed editions, newest first."""
        return [edition_of(row) async for row in self._queries.newest(self._connection, limit=limit)]

    async def progress(self, edition_id: int) -> Progress | None:
        """Return how far an edition is, or None."""
        edition = await self.get(edition_id)
        if edition is None:
            return None
        return Progress(
            edition, await self.counts(edition_id), await self._counts.unplanned(edition, edition.created_at)
        )

    async def counts(self, edition_id: int) -> dict[str, int]:
        """Return how many deliveries of the edition are in each state, folded ones included."""
        return await self._counts.counts(edition_id)

    async def pause(self, edition_id: int) -> bool:
        """Pause an unfinished edition; False if it is finished, stopped or unknown."""
        return await self._queries.pause(self._connection, id=edition_id) is not None

    async def resume(self, edition_id: int, now: datetime) -> bool:
        """Resume an edition: what has failed or waits for another try is due now, and refusals are counted anew."""
        if await self._queries.resume(self._connection, id=edition_id, now=to_micros(now)) is None:
            return False
        await self._queries.retry_now(self._connection, id=edition_id, now=to_micros(now))
        await self._queries.retry_failed(self._connection, id=edition_id, now=to_micros(now))
        return True

    async def hold_gone(self, edition_id: int, now: datetime) -> bool:
        """Pause an edition of which too many places are gone, and take back what that has ended; False if it was."""
        edition = await self.get(edition_id)
        await self._queries.pause(self._connection, id=edition_id)
        ended = [row async for row in self._queries.take_back_endings(self._connection, id=edition_id)]
        await self._subscription_queries.add_change(
            self._connection, at=to_micros(now), change=SubscriptionChange.LOST, count=-len(ended)
        )
        await self._queries.take_back_gone(self._connection, id=edition_id, now=to_micros(now))
        return edition is not None and not edition.paused

    async def stop(self, edition_id: int, at: datetime) -> bool:
        """Stop an edition and cancel its pending deliveries, the first block of them now."""
        return await self._stops.stop(edition_id, at)

    async def cancel_stopped(self, now: datetime) -> int:
        """Cancel a block of what is left of each stopped edition; return how many deliveries there were."""
        return await self._stops.cancel_stopped(now)

    async def expire(self, now: datetime) -> int:
        """Expire what is left of editions whose lifetime is over; return how many deliveries there were."""
        rows = [row["id"] async for row in self._queries.outdated(self._connection, now=to_micros(now))]
        editions = [edition for edition in [await self.get(each) for each in rows] if edition is not None]
        return sum([await self._counts.expire(edition, now) for edition in editions])

    async def fold(self, before: datetime, limit: int) -> bool:
        """Fold up to `limit` deliveries of a finished edition opened before then; False if there are none."""
        return await self._counts.fold(before, limit)


def _union(changed: set[int] | None, earlier: set[int] | None) -> set[int] | None:
    """Return the changed articles of two corrections; None stands for a correction of every copy."""
    return None if changed is None or earlier is None else changed | earlier
