"""What places have chosen, and how far each has been served."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from news.choice import records
from news.choice.preferences import Preferences
from news.choice.tracking import Served, Tracking
from news.ports.choices import Choice, PushedArticle, Telling
from storage.times import from_micros, to_micros


class Choices:
    """Implements `news.ports.Choices`.

    Who changes what a place has chosen locks the pushes that are being planned, then the place: it is then before or
    behind the cursor of each. Who plans a push locks that, then the places of a block, and reads the cursors of the
    other pushes afterwards: another process that has served the same place has committed its cursor by then.
    """

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["choices"]

    async def lock(self, place: int) -> Choice | None:
        """Return what a place has chosen, and keep it as it is until the unit ends; None if it has chosen nothing."""
        await self._queries.lock_pushes(self._connection)
        await self._queries.lock_row(self._connection, place=place)
        return await self.get(place)

    async def get(self, place: int) -> Choice | None:
        """Return what a place has chosen, None if it has chosen nothing."""
        row = await self._queries.get(self._connection, place=place)
        return None if row is None else _choice_of(row)

    async def store(self, choice: Choice) -> None:
        """Store a choice. From the next block of a push on, the place is served by it."""
        previous = None if choice.previous is None else records.dump(choice.previous)
        await self._queries.store(
            self._connection,
            place=choice.place,
            preferences=records.dump(choice.preferences),
            previous=previous,
            tracking=records.dump(choice.tracking),
        )
        await self._queries.tailor(self._connection, place=choice.place, wakes_at=to_micros(choice.wakes_at))

    async def served(self, place: int) -> Served:
        """Return which pushes are over for a place that has been getting them as they come."""
        open_pushes = await self.open_pushes()
        ahead = [push for push, cursor in open_pushes.items() if cursor is None or cursor < place]
        return await self.served_but(Served(), ahead)

    async def open_pushes(self) -> Mapping[int, int | None]:
        """Return the pushes that are not fully planned, each with the last planned place."""
        return {row["id"]: row["cursor"] async for row in self._queries.open_pushes(self._connection)}

    async def served_but(self, served: Served, unserved: Sequence[int]) -> Served:
        """Return that a place needs none of the pushes so far but some, and those it did not need before."""
        left = [edition for edition in unserved if not served.has(edition)]
        if not left:
            return served.but((), [await self.newest_push()])
        newer = self._queries.pushes_behind(self._connection, edition=min(left) - 1)
        return served.but(left, [row["id"] async for row in newer])

    async def newest_push(self) -> int:
        """Return the newest push, 0 if there was none."""
        newest: int = await self._queries.newest_push(self._connection)
        return newest

    async def pushed(self, after: int, upto: int, limit: int) -> Sequence[PushedArticle]:
        """Return up to `limit` published articles of the pushes behind `after` and up to `upto`, newest first."""
        rows = self._queries.candidates(self._connection, after=after, upto=upto, limit=limit)
        return [_pushed_of(row) async for row in rows]

    async def by_number(self, numbers: Collection[int]) -> Sequence[PushedArticle]:
        """Return those of some articles that are published and pushed, in any order."""
        rows = self._queries.by_number(self._connection, numbers=json.dumps(sorted(numbers)))
        return [_pushed_of(row) async for row in rows]

    async def tellings(self, numbers: Collection[int], since: datetime) -> Sequence[Telling]:
        """Return those of some articles that wait for a push, or whose push was opened since then, in any order."""
        rows = self._queries.tellings(self._connection, numbers=json.dumps(sorted(numbers)), since=to_micros(since))
        return [
            Telling(row["number"], row["source_url"], row["follows"] is not None, row["pushed_in"])
            async for row in rows
        ]

    async def follows(self, numbers: Collection[int]) -> Mapping[int, int]:
        """Return which articles some articles follow up, by their numbers."""
        rows = self._queries.follows(self._connection, numbers=json.dumps(sorted(numbers)))
        return {row["number"]: row["follows"] async for row in rows}

    async def merged_topics(self) -> Mapping[int, int]:
        """Return the ids of merged topics, each with the id of the topic in its place."""
        return {row["id"]: row["merged_into"] async for row in self._queries.merged_topics(self._connection)}

    async def in_block(self, edition: int, after: int, last: int, *, waiting: bool) -> Sequence[Choice]:
        """Return the choices of subscribers to an edition, of the places behind `after` up to `last`, by place."""
        rows = self._queries.in_block(self._connection, edition=edition, after=after, last=last, waiting=int(waiting))
        return [_choice_of(row) async for row in rows]

    async def has_woken(self, now: datetime) -> bool:
        """Whether `woken` has something to do, or a digest is being planned."""
        return await self._queries.has_woken(self._connection, now=to_micros(now)) is not None

    async def woken(self, now: datetime, limit: int) -> Sequence[Choice]:
        """Return up to `limit` choices of subscribers whose waiting is over, the longest waiting first."""
        rows = self._queries.woken(self._connection, now=to_micros(now), limit=limit)
        return [_choice_of(row) async for row in rows]

    async def track(self, choices: Sequence[Choice]) -> None:
        """Store `tracking` and `wakes_at` of choices."""
        ordered = sorted(choices, key=lambda choice: choice.place)
        await self._queries.store_waking(
            self._connection, [{"place": each.place, "wakes_at": to_micros(each.wakes_at)} for each in ordered]
        )
        await self._queries.store_tracking(
            self._connection, [{"place": each.place, "tracking": records.dump(each.tracking)} for each in ordered]
        )


def _choice_of(row: Any) -> Choice:
    previous = row["previous"]
    return Choice(
        row["place_id"],
        records.load(Preferences, row["preferences"]),
        None if previous is None else records.load(Preferences, previous),
        records.load(Tracking, row["tracking"]),
        from_micros(row["wakes_at"]),
    )


def _pushed_of(row: Any) -> PushedArticle:
    return PushedArticle(
        row["number"],
        row["version"],
        row["pushed_in"],
        from_micros(row["published_at"]),
        tuple(topic for topic, _ in json.loads(row["topics"] or "[]")),
        row["source_url"],
        row["follows"] or 0,
        bool(row["breaking"]),
        row["repeats"] or 0,
    )
