"""The port of sources: the feeds and list pages that articles come from, their visits, and their items."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from news.sources.items import Clues, KnownItem
from news.sources.records import Source, SourceState, Visits


class Sources(Protocol):
    """Sources by their id. Of two sources with the same address one is stored."""

    async def add(self, source: Source) -> int | None:
        """Store a source, whose id is ignored, and return its id; None if the address is known."""

    async def get(self, source_id: int) -> Source | None:
        """Return the source, or None."""

    async def find(self, address: str) -> Source | None:
        """Return the source with an address, or None."""

    async def page(self, after: int, limit: int) -> Sequence[Source]:
        """Return up to `limit` sources with ids larger than `after`, by ascending id."""

    async def counts(self) -> dict[SourceState, int]:
        """Return how many sources are in each state."""

    async def update(self, source: Source) -> bool:
        """Store name, address, site, state and rules of a source, but nothing of its visits; False if it is gone."""

    async def remove(self, source_id: int) -> bool:
        """Forget a source and its items; its articles stay. False if it is gone."""

    async def schedule(self, source_id: int, next_at: datetime) -> None:
        """Set the time of the next visit."""

    async def due(self, now: datetime, latest_lease: datetime, limit: int) -> Sequence[Source]:
        """Return up to `limit` active sources that are due and whose hosts nobody visits, the longest due first.

        Those that failed the last time come last: they may take long again. A lease that ends after `latest_lease` was
        taken by a clock that was ahead: it counts as over.
        """

    async def bring_forward(self, now: datetime, latest: datetime, latest_visit: datetime) -> None:
        """Make the sources due whose times come from a clock that was ahead.

        They were last visited after `latest_visit`, are due after `latest`, or wait for their first visit.
        """

    async def lease(self, host: str, holder: str, now: datetime, latest: datetime, lease: timedelta) -> bool:
        """Take the lease of a host; False while one is valid, even the holder's own: it visits the host already."""

    async def release(self, host: str, holder: str) -> None:
        """End the holder's lease."""

    async def release_all(self) -> None:
        """End every lease. Only for a process that knows that no other process serves this database."""

    async def holds(self, source_id: int, holder: str) -> bool:
        """Whether the source is active and the holder has the lease of its host.

        Nobody else takes the lease before the unit ends.
        """

    async def visited(self, source_id: int, visits: Visits, holder: str, due_at: datetime) -> bool:
        """Store how the visit that was due at a time went; False if the holder has lost the lease of the host.

        If the next visit was set to another time meanwhile, as by somebody who wants it now, that time stays.
        """

    async def count_taken(self, source_id: int, count: int) -> None:
        """Add to the number of articles that came from a source."""


class SourceItems(Protocol):
    """The items of sources: what is known of each, and which article it became."""

    async def known(self, source_id: int, clues: Clues) -> Sequence[KnownItem]:
        """Return the items of a source with one of the clues, and those of others with one of the addresses."""

    async def same_text(self, text_hash: str, since: datetime) -> KnownItem | None:
        """Return an item seen since then with this hash of its article's text, if it has an article.

        Another unit that asks for the same text waits until this one ends: two sources that have it make one article.
        """

    async def store(self, items: Collection[KnownItem], at: datetime) -> None:
        """Store items as seen at a time; one that is known is replaced."""

    async def has_looks(self, source_id: int, after: datetime, now: datetime) -> bool:
        """Whether the page of an item is to be looked at again, and was so for no longer than since `after`."""

    async def touch(self, source_id: int, keys: Collection[str], at: datetime, before: datetime) -> None:
        """Note that items were seen at a time, where the last note is older than `before`."""

    async def forget(self, before: datetime, limit: int) -> int:
        """Forget up to `limit` items that were last seen before then; return how many."""
