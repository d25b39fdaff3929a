"""Outlets: the channels, groups and topics that articles are posted to."""

import json
from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from news.ledger import DeliveryState
from news.posts import FailedPost, Look, Outlet, OutletChat, OutletState, Post, Template
from storage.places import place_of
from storage.times import from_micros, to_micros

# Outlets are chosen by hand: more are not read at once.
MAX_OUTLETS = 1000


class Outlets:
    """Implements `news.ports.outlets.Outlets`. Outlets are locked after articles and before editions."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["outlets"]

    async def get(self, place: int) -> Outlet | None:
        """Return the outlet, or None."""
        row = await self._queries.get(self._connection, place=place)
        return None if row is None else _outlet_of(row)

    async def page(self, after: int, limit: int) -> Sequence[Outlet]:
        """Return up to `limit` outlets whose places have larger keys, by ascending key."""
        return [_outlet_of(row) async for row in self._queries.page(self._connection, after=after, limit=limit)]

    async def of_chat(self, chat_id: int) -> Sequence[Outlet]:
        """Return the outlets in a chat."""
        return [_outlet_of(row) async for row in self._queries.of_chat(self._connection, chat_id=chat_id)]

    async def is_discussed_in(self, chat_id: int) -> bool:
        """Whether a channel that is an outlet is discussed in this group."""
        return await self._queries.discussed_in(self._connection, chat_id=chat_id) is not None

    async def active(self) -> Sequence[Outlet]:
        """Return the outlets that get posts; in a writing unit they are locked."""
        return [_outlet_of(row) async for row in self._queries.active(self._connection)]

    async def ask(self, place: int, chat: OutletChat) -> bool:
        """Store an outlet that somebody is asked about; False if the outlet is known."""
        return await self._queries.ask(self._connection, place=place, **_columns(chat)) is not None

    async def arrange(
        self,
        place: int,
        *,
        state: OutletState | None = None,
        template: Template | None = None,
        silent: bool | None = None,
        words: str | None = None,
        topics: Sequence[str] | None = None,
    ) -> bool:
        """Change what is given; False if there is no such outlet."""
        changed = await self._queries.arrange(
            self._connection,
            place=place,
            state=None if state is None else state.value,
            template=None if template is None else template.value,
            silent=None if silent is None else int(silent),
            words=words,
            topics=None if topics is None else json.dumps(topics, ensure_ascii=False),
        )
        return changed is not None

    async def describe(self, place: int, chat: OutletChat) -> None:
        """Store what Telegram says of the chat."""
        await self._queries.describe(self._connection, place=place, **_columns(chat))

    async def change_state(self, place: int, old: OutletState, new: OutletState) -> bool:
        """Give an outlet that is in one state another; False if it is not in that state."""
        changed = self._queries.change_state(self._connection, place=place, old=old.value, new=new.value)
        return await changed is not None

    async def note_error(self, place: int, error: str | None, at: datetime) -> None:
        """Store the last error, None if the last message arrived."""
        moment = None if error is None else to_micros(at)
        await self._queries.note_error(self._connection, place=place, error=error, at=moment)

    async def remove(self, place: int) -> bool:
        """Forget an outlet and what was chosen for it; False if it is unknown."""
        await self._queries.forget_choices(self._connection, place=place)
        return await self._queries.remove(self._connection, place=place) is not None

    async def choices(self, article: int) -> dict[int, bool]:
        """Return what an article's editor chose against the default, by place."""
        rows = self._queries.choices(self._connection, article=article)
        return {row["place_id"]: bool(row["chosen"]) async for row in rows}

    async def choose(self, article: int, place: int, chosen: bool | None) -> None:
        """Choose an outlet for an article or leave it out; None for the default."""
        if chosen is None:
            await self._queries.forget_choice(self._connection, article=article, place=place)
        else:
            await self._queries.choose(self._connection, article=article, place=place, chosen=int(chosen))

    async def posts(self, article: int) -> Sequence[Post]:
        """Return the posts of an article, by outlet."""
        rows = [row async for row in self._queries.posts(self._connection, article=article)]
        return [
            Post(_outlet_of(row), DeliveryState(row["delivery_state"]), row["message_id"])
            for row in sorted(rows, key=itemgetter("place_id"))
        ]

    async def failed_posts(self, results: Sequence[tuple[int, int]], at: datetime) -> Sequence[FailedPost]:
        """Return which of these failed deliveries, written at that time, were posts or their edits."""
        outlets = {outlet.place.id: outlet for outlet in await self.page(0, MAX_OUTLETS)} if results else {}
        found = []
        for edition, place in sorted(set(results)):
            if place not in outlets:
                continue
            row = await self._queries.failure(self._connection, edition_id=edition, place=place, at=to_micros(at))
            if row is not None and Look.load(row["variant"]) is not None:
                found.append(_failed_post(row, outlets[place]))
        return found

    async def count_ahead(self, edition: int, place: int) -> int | None:
        """Return how many earlier posts the place is still to get; None if it is no active outlet any more."""
        outlet = await self.get(place)
        if outlet is None or outlet.state is not OutletState.ACTIVE:
            return None
        count: int = await self._queries.count_ahead(self._connection, edition_id=edition, place=place)
        return count


def _columns(chat: OutletChat) -> dict[str, Any]:
    return {"title": chat.title, "username": chat.username, "discussion": chat.discussion}


def _outlet_of(row: Any) -> Outlet:
    return Outlet(
        place_of(row),
        OutletState(row["state"]),
        OutletChat(row["title"], row["username"], row["discussion"]),
        Template(row["template"]),
        bool(row["silent"]),
        row["words"],
        tuple(json.loads(row["topics"])),
        row["error"],
        from_micros(row["error_at"]),
    )


def _failed_post(row: Any, outlet: Outlet) -> FailedPost:
    (article, *_) = json.loads(row["shown"])
    return FailedPost(
        outlet,
        article,
        DeliveryState(row["state"]),
        row["error"] or "",
        unknown=row["unknowns"] > 0,
        is_edit=row["source"] is not None,
    )
