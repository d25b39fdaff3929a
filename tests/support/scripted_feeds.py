"""A reader of feeds that answers what a test tells it: the world outside of the newspaper."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from news.sources.found import (
    Discovery,
    FoundFeed,
    FoundItem,
    LoadedPicture,
    Outline,
    SourceKind,
    Trouble,
    Validators,
    Visit,
    VisitFailedError,
)


@dataclass
class ScriptedFeeds:
    """Reads every address as the one `feed`, unless the address has a `failures` entry or is not public.

    An OPML file is a list of addresses here, one a line; a name may follow an address.
    """

    feed: FoundFeed = field(default_factory=lambda: FoundFeed("Город", ()))
    pages: dict[str, FoundItem] = field(default_factory=dict)
    failures: dict[str, VisitFailedError] = field(default_factory=dict)

    async def visit(self, address: str, kind: SourceKind, validators: Validators) -> Visit:
        """Return the feed."""
        self._check(address)
        return Visit(Validators(), self.feed)

    async def discover(self, address: str) -> Discovery:
        """Return the feed under the address that was given."""
        self._check(address)
        return Discovery(address, SourceKind.FEED, self.feed)

    async def page(self, address: str) -> FoundItem:
        """Return the page of the test."""
        self._check(address)
        if address not in self.pages:
            raise VisitFailedError(Trouble.EMPTY)
        return self.pages[address]

    async def picture(self, address: str) -> LoadedPicture:
        """Raise VisitFailedError: there are no pictures."""
        raise VisitFailedError(Trouble.EMPTY)

    async def outlines(self, content: bytes) -> Sequence[Outline]:
        """Return the addresses of the lines."""
        lines = [line.partition(" ") for line in content.decode().splitlines() if line.strip()]
        if not lines:
            raise VisitFailedError(Trouble.UNREADABLE)
        return [Outline(address, name) for address, _, name in lines]

    def _check(self, address: str) -> None:
        if address in self.failures:
            raise self.failures[address]
