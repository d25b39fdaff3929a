"""The desk of visits: what is new since a person asked last. The time is kept only for those who have asked."""

from dataclasses import dataclass, replace
from datetime import datetime

from news.errors import NotAllowed
from news.ledger import Address
from news.model import Headline, Reader
from news.ports import Clock, Storage, Unit
from news.ports.choices import Choice
from news.roles import Deed

PAGE_SIZE = 10
# More than this are not counted: «больше 1000».
MAX_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class NewArticles:
    """A page of the `total` articles published after `since`, newest first; `older` is the first of the next page.

    `since` is None for a first visit: then the page has the latest articles.
    """

    headlines: tuple[Headline, ...]
    since: datetime | None = None
    total: int = 0
    older: int | None = None


class VisitDesk:
    """What is new for a person. It remembers one time a person, from the first question on, until `forget`.

    It stands with what the person's chat has chosen.
    """

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def unread(self, reader: Reader, language: str) -> NewArticles:
        """Return what is new since the person's last call, and remember the time of this one.

        Raises NotAllowed for a sender that is no person.
        """
        if reader.id == 0:
            raise NotAllowed(deed=Deed.READ)
        async with self._storage.writing() as unit:
            place = await unit.places.obtain(Address(reader.id), language)
            choice = await unit.choices.lock(place) or Choice(place)
            since = choice.tracking.seen_until
            found = await _page(unit, since)
            await self._remember(unit, choice)
        return found

    async def since(self, since: datetime, at: int = 0) -> NewArticles:
        """Return a page of what was published after a time, from the article `at` on; 0 begins at the newest."""
        async with self._storage.reading() as unit:
            return await _page(unit, since, at)

    async def forget(self, reader: Reader) -> None:
        """Remember no time for the person."""
        async with self._storage.writing() as unit:
            place = await unit.places.get(Address(reader.id))
            choice = None if place is None else await unit.choices.lock(place.id)
            if choice is not None and choice.tracking.seen_until is not None:
                await unit.choices.store(replace(choice, tracking=replace(choice.tracking, seen_until=None)))

    async def _remember(self, unit: Unit, choice: Choice) -> None:
        """Store the time of a visit; a place that has chosen nothing so far is served by its choices from now on."""
        now, tracking = self._clock.now(), choice.tracking
        if tracking.since is None:
            tracking = replace(tracking, since=now, served=await unit.choices.served(choice.place))
        await unit.choices.store(replace(choice, tracking=replace(tracking, seen_until=now)))


async def _page(unit: Unit, since: datetime | None, at: int = 0) -> NewArticles:
    start = await unit.articles.keyset(at) if at else None
    found = await unit.articles.older(start, PAGE_SIZE + 1)
    if since is not None:
        found = [each for each in found if each.published_at is not None and each.published_at > since]
    older = found[PAGE_SIZE].number if len(found) > PAGE_SIZE else None
    total = 0 if since is None else await unit.articles.count_since(since, MAX_COUNTED + 1)
    return NewArticles(tuple(found[:PAGE_SIZE]), since, total, older)
