"""The port of feeds: reading the feeds, pages and pictures of other sites."""

from collections.abc import Sequence
from typing import Protocol

from news.sources.found import (
    Discovery,
    FoundItem,
    LoadedPicture,
    Outline,
    SourceKind,
    Trouble,
    Validators,
    Visit,
    VisitFailedError,
)


class FeedReader(Protocol):
    """Reads what strangers have written. Every verb raises VisitFailedError if that fails, and no other error.

    An address that leads into a private network is refused at the socket. What is read is parsed in a process of its
    own, with limits of time and memory. Verbs may run at the same time.
    """

    async def visit(self, address: str, kind: SourceKind, validators: Validators) -> Visit:
        """Read a feed or a list page, unless it has not changed since the visit of the validators."""

    async def discover(self, address: str) -> Discovery:
        """Return the feed at an address, else the first feed that the page there names, else the page as a list."""

    async def page(self, address: str) -> FoundItem:
        """Read the article of a page. The answer has a text."""

    async def picture(self, address: str) -> LoadedPicture:
        """Load a picture that Telegram accepts as a photo: https://core.telegram.org/bots/api#sendphoto."""

    async def outlines(self, content: bytes) -> Sequence[Outline]:
        """Return the feeds that the content of an OPML file names."""


class NoFeeds:
    """A reader without a network: nothing can be read."""

    async def visit(self, address: str, kind: SourceKind, validators: Validators) -> Visit:
        """Raise VisitFailedError."""
        raise VisitFailedError(Trouble.UNREACHABLE)

    async def discover(self, address: str) -> Discovery:
        """Raise VisitFailedError."""
        raise VisitFailedError(Trouble.UNREACHABLE)

    async def page(self, address: str) -> FoundItem:
        """Raise VisitFailedError."""
        raise VisitFailedError(Trouble.UNREACHABLE)

    async def picture(self, address: str) -> LoadedPicture:
        """Raise VisitFailedError."""
        raise VisitFailedError(Trouble.UNREACHABLE)

    async def outlines(self, content: bytes) -> Sequence[Outline]:
        """Raise VisitFailedError."""
        raise VisitFailedError(Trouble.UNREACHABLE)
