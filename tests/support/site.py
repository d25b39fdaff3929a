"""A news site over real HTTP on addresses of the loopback: a test changes it, breaks it, and counts its visits."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum
from hashlib import blake2b

from aiohttp import web

from tests.support.site_items import Item

_DRIP_SECONDS, _DRIPS = 0.1, 10
_CLOSING_SECONDS = 0.2
_RSS = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    "<channel><title>{title}</title><link>{site}</link><description>{title}</description>{items}</channel></rss>"
)


class Weather(StrEnum):
    """The behaviour of the site: right answers, or one of several failures."""

    FAIR = "fair"
    ERROR = "status 500"
    CUT = "a body that ends early, and says so"
    BROKEN = "XML that ends early, under a right length"  # pages fail: half a page looks like a whole one
    CLOSED = "no answer"
    DRIP = "a few bytes, slowly, and no end"


class NewsSite:
    """A site whose feeds have the items of `sections`. Every change is seen by the next request.

    `answers` counts what requests for feeds and pages were answered; `overlaps` the requests for a feed that came while
    another one on the same host was answered.
    """

    def __init__(self, *sections: str) -> None:
        self.sections: dict[str, dict[int, Item]] = {section: {} for section in sections}
        self.weather = Weather.FAIR
        self.answers: Counter[tuple[str, int]] = Counter()
        self.overlaps = 0
        self.port = 0
        self._moves: Counter[str] = Counter()
        self._changed_at = datetime(2026, 1, 1, tzinfo=UTC)
        self._busy: Counter[str] = Counter()

    @property
    def items(self) -> Iterable[Item]:
        """All items that are shown now."""
        return (item for items in self.sections.values() for item in items.values())

    def add(self, section: str, item: Item) -> None:
        """Publish an item in the feed of a section."""
        self.sections[section][item.number] = item
        self.touch()

    def drop(self, section: str, number: int) -> Item:
        """Take an item from its feed; its page is gone too."""
        self.touch()
        return self.sections[section].pop(number)

    def touch(self) -> None:
        """Tell that something has changed: Last-Modified is a second later."""
        self._changed_at += timedelta(seconds=1)

    def move_feed(self, section: str) -> None:
        """Give the feed of a section another address; the earlier ones redirect to it for good."""
        self._moves[section] += 1

    def address(self, section: str, host: str = "127.0.0.1") -> str:
        """Return the present address of the feed of a section."""
        return f"http://{host}:{self.port}{self._feed_path(section)}"

    def _feed_path(self, section: str) -> str:
        return f"/{section}/{self._moves[section]}.xml"

    async def serve_feed(self, request: web.Request) -> web.StreamResponse:
        """Answer a request for a feed."""
        section, host = request.match_info["section"], request.host.partition(":")[0]
        self.overlaps += self._busy[host] > 0
        self._busy[host] += 1
        try:
            if request.path != self._feed_path(section):
                return self._count("feed", web.Response(status=301, headers={"Location": self._feed_path(section)}))
            newest_first = sorted(self.sections[section].values(), key=lambda item: item.published, reverse=True)
            site = f"http://{request.host}"
            items = "".join(item.feed_entry(site) for item in newest_first)
            body = _RSS.format(title=f"Вести: {section}", site=site, items=items).encode()
            return await self._answer(request, "feed", body, "application/rss+xml")
        finally:
            self._busy[host] -= 1

    async def serve_page(self, request: web.Request) -> web.StreamResponse:
        """Answer a request for a page; the earlier addresses of an item redirect."""
        number = int(request.match_info["number"])
        item = next((item for item in self.items if item.number == number), None)
        if item is None:
            return self._count("page", web.Response(status=404))
        if request.path != item.path:
            return self._count("page", web.Response(status=301, headers={"Location": item.path}))
        return await self._answer(request, "page", item.page().encode(), "text/html")

    async def _answer(self, request: web.Request, kind: str, body: bytes, content_type: str) -> web.StreamResponse:
        validators = {
            "ETag": f'"{blake2b(body, digest_size=8).hexdigest()}"',
            "Last-Modified": format_datetime(self._changed_at, usegmt=True),
        }
        match self.weather:
            case Weather.ERROR:
                return self._count(kind, web.Response(status=500))
            case Weather.CLOSED:
                assert request.transport is not None
                request.transport.abort()
                return self._count(kind, web.Response(status=500))
            case Weather.DRIP | Weather.CUT:
                return await self._send_part(request, body, slowly=self.weather is Weather.DRIP)
            case Weather.BROKEN if kind == "page":
                return self._count(kind, web.Response(status=500))
            case Weather.BROKEN:
                return self._count(kind, web.Response(body=body[: len(body) // 2], content_type=content_type))
        if request.headers.get("If-None-Match") == validators["ETag"]:
            return self._count(kind, web.Response(status=304, headers=validators))
        return self._count(kind, web.Response(body=body, content_type=content_type, headers=validators))

    async def _send_part(self, request: web.Request, body: bytes, *, slowly: bool) -> web.StreamResponse:
        """Send less than the length that the answer names, and close the connection."""
        response = web.StreamResponse(headers={"Content-Length": str(len(body))})
        await response.prepare(request)
        for number in range(_DRIPS if slowly else 1):
            await response.write(body[number * 10 : number * 10 + 10] if slowly else body[: len(body) // 2])
            await asyncio.sleep(_DRIP_SECONDS if slowly else 0)
        assert request.transport is not None
        request.transport.abort()
        return response

    def _count(self, kind: str, response: web.Response) -> web.Response:
        self.answers[kind, response.status] += 1
        return response


@asynccontextmanager
async def open_site(site: NewsSite, hosts: Iterable[str] = ("127.0.0.1",)) -> AsyncIterator[NewsSite]:
    """Serve a site on a free port of these addresses of the loopback."""
    app = web.Application()
    app.router.add_get("/{section}/{move:\\d+}.xml", site.serve_feed)
    app.router.add_get("/news/{number:\\d+}-{slug:\\d+}.html", site.serve_page)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=_CLOSING_SECONDS)
    await runner.setup()
    try:
        for host in hosts:
            listener = web.TCPSite(runner, host, site.port)
            await listener.start()
            site.port = site.port or runner.addresses[0][1]
        yield site
    finally:
        await runner.cleanup()
