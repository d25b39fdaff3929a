"""The reader of feeds: fetches what is at an address, and has it parsed in a process of its own."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from typing import Protocol
from urllib.parse import urljoin

from feeds.child import Reply
from feeds.fetching import Answer
from feeds.frames import MAX_CONTENT_BYTES, MAX_PICTURE_BYTES, Job, load_feed, load_item, load_outlines
from news.ports import Clock
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

ACCEPT_FEED = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
ACCEPT_PAGE = "text/html, application/xhtml+xml, */*;q=0.5"
ACCEPT_PICTURE = "image/jpeg, image/png, image/webp, image/*;q=0.5"
MOST_NAMED = 5
# Where programs put their feeds: WordPress, DataLife Engine and most others.
WELL_KNOWN = ("/feed", "/rss.xml", "/rss", "/feed.xml", "/engine/rss.php", "/atom.xml")
# After these, another address of the same site would fail too, or cost as much time.
_HOPELESS = {Trouble.UNREACHABLE, Trouble.SLOW, Trouble.FORBIDDEN}
_NOT_MODIFIED = 304


class Fetches(Protocol):
    """The part of `fetching.Fetcher` that the reader needs. Raises VisitFailedError."""

    async def get(self, address: str, *, most_bytes: int, accept: str, validators: Validators | None = None) -> Answer:
        """Return what an address answers."""


class Parses(Protocol):
    """The part of `parser_lanes.ParserLanes` that the reader needs. Raises VisitFailedError."""

    async def do(self, job: Job, content: bytes, **details: str) -> Reply:
        """Have a job done by a process of its own."""


class WebReader:
    """Reads feeds, pages and pictures of the web: the port `news.ports.feeds.FeedReader`.

    `zone` is that of times without one.
    """

    def __init__(self, fetcher: Fetches, parser: Parses, clock: Clock, zone: tzinfo = UTC) -> None:
        self._zone = zone
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock

    async def visit(self, address: str, kind: SourceKind, validators: Validators) -> Visit:
        """Read a feed or a list page, unless it has not changed since the visit of the validators."""
        accept = ACCEPT_FEED if kind is SourceKind.FEED else ACCEPT_PAGE
        answer = await self._fetcher.get(address, most_bytes=MAX_CONTENT_BYTES, accept=accept, validators=validators)
        if answer.status == _NOT_MODIFIED:
            return Visit(_kept(answer.validators, validators), None, answer.rest, answer.moved_to)
        if validators.body_hash and answer.validators.body_hash == validators.body_hash:
            return Visit(answer.validators, None, answer.rest, answer.moved_to)
        feed = await self._feed(Job.FEED if kind is SourceKind.FEED else Job.LIST, answer)
        return Visit(answer.validators, feed, answer.rest, answer.moved_to)

    async def discover(self, address: str) -> Discovery:
        """Return the feed at an address, else the first feed that the page there names, else the page as a list.

        Feeds are also looked for where programs put them. At most twelve addresses are read.
        """
        answer = await self._fetcher.get(address, most_bytes=MAX_CONTENT_BYTES, accept=ACCEPT_PAGE)
        reply = await self._parse(Job.DISCOVER, answer)
        found_at = answer.moved_to or address
        if reply.header.get("kind") == "feed":
            return Discovery(found_at, SourceKind.FEED, await _records(reply))
        async for feed in self._candidates(_named(reply), answer.address):
            return feed
        if reply.header.get("kind") == "list":
            return Discovery(found_at, SourceKind.LIST, await _records(reply))
        raise VisitFailedError(Trouble.UNREADABLE, "neither a feed nor a list of articles")

    async def page(self, address: str) -> FoundItem:
        """Read the article of a page. The answer has a text."""
        answer = await self._fetcher.get(address, most_bytes=MAX_CONTENT_BYTES, accept=ACCEPT_PAGE)
        try:
            reply = await self._parse(Job.PAGE, answer)
        except VisitFailedError as error:
            if error.trouble is Trouble.UNREADABLE:
                raise VisitFailedError(Trouble.EMPTY, error.detail) from error
            raise
        with _Sensible():
            item = load_item(reply.content)
        if not item.body:
            raise VisitFailedError(Trouble.EMPTY)
        return item

    async def picture(self, address: str) -> LoadedPicture:
        """Load a picture that Telegram accepts as a photo."""
        answer = await self._fetcher.get(address, most_bytes=MAX_PICTURE_BYTES, accept=ACCEPT_PICTURE)
        reply = await self._parse(Job.PICTURE, answer)
        with _Sensible():
            return LoadedPicture(reply.content, int(reply.header["width"]), int(reply.header["height"]))

    async def outlines(self, content: bytes) -> Sequence[Outline]:
        """Return the feeds that the content of an OPML file names."""
        if len(content) > MAX_CONTENT_BYTES:
            raise VisitFailedError(Trouble.LARGE)
        reply = await self._parser.do(Job.OUTLINES, content, encoding="")
        with _Sensible():
            return tuple(load_outlines(reply.content))

    async def _feed(self, job: Job, answer: Answer) -> FoundFeed:
        return await _records(await self._parse(job, answer))

    async def _parse(self, job: Job, answer: Answer) -> Reply:
        return await self._parser.do(
            job,
            answer.body,
            encoding=answer.encoding,
            address=answer.address,
            charset=answer.charset,
            now=self._clock.now().astimezone(self._zone).isoformat(),
        )

    async def _candidates(self, named: Sequence[str], address: str) -> AsyncIterator[Discovery]:
        """Yield the feeds that a page names, then those at well-known paths."""
        well_known = (urljoin(address, path) for path in WELL_KNOWN)
        tried = dict.fromkeys((*named[:MOST_NAMED], *well_known))
        for candidate in tried:
            try:
                answer = await self._fetcher.get(candidate, most_bytes=MAX_CONTENT_BYTES, accept=ACCEPT_FEED)
                feed = await self._feed(Job.FEED, answer)
            except VisitFailedError as error:
                if candidate not in named and error.trouble in _HOPELESS:
                    return
                continue
            yield Discovery(answer.moved_to or candidate, SourceKind.FEED, feed)


class _Sensible:
    """Turns the errors of records that a child should not have written into a VisitFailedError."""

    def __enter__(self) -> None:
        return

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, ValueError | TypeError | KeyError | RecursionError):
            raise VisitFailedError(Trouble.COSTLY, "the process that parses has replied nonsense") from error


async def _records(reply: Reply) -> FoundFeed:
    """Return the feed of a reply. Between its items the event loop goes on: a feed may have megabytes."""
    with _Sensible():
        first, *lines = reply.content.split(b"\n")
        items = []
        for line in lines:
            items.append(load_item(line))
            await asyncio.sleep(0)
        return load_feed(first, tuple(items))


def _named(reply: Reply) -> list[str]:
    named = reply.header.get("named")
    return [address for address in named if isinstance(address, str)] if isinstance(named, list) else []


def _kept(answered: Validators, sent: Validators) -> Validators:
    """Return the validators after a 304, which need not repeat them."""
    return replace(sent, etag=answered.etag or sent.etag, modified=answered.modified or sent.modified)
