"""A process that serves the feeds of a thousand sites. Each site has its own loopback address.

`python -m benchmarks.feed_server CORE` prints its port, and serves until its input ends. The address says what the site
is: 127.0.x.y has an honest feed of one of three kinds, 127.1.x.y a hostile one.
"""

import asyncio
import io
import sys
from datetime import timedelta
from enum import IntEnum

from aiohttp import web
from PIL import Image

from benchmarks.cpu_affinity import pin_to_core
from bot.clock import SystemClock
from tests.feeds.hostile import feeds, packed, pages
from tests.support.site_items import Item

ITEMS = 10
# Every so many of the sites with news have a page and a picture for it, and not the whole text in the feed.
WITH_PAGE = 10
HOSTILE = 60
_DRIPS = 6
_PACKED = ("bomb", "bomb in a bomb", "deflate", "broken off", "members")
# Today's news: older items are not pushed, nor compared with other stories.
_BEGUN = SystemClock().now() - timedelta(hours=20)


class SiteKind(IntEnum):
    """The kind of answer that a site gives to each visit; the remainder of its number selects the kind."""

    NOT_MODIFIED = 0  # 304
    EQUAL = 1  # the same body, without a validator
    NEWS = 2  # a new item


def address_of(number: int, *, is_hostile: bool = False) -> str:
    """Return the loopback address of a site."""
    return f"127.{int(is_hostile)}.{1 + number // 250}.{1 + number % 250}"


def number_of(host: str) -> int:
    """Return the number of the site at an address."""
    _, _, high, low = map(int, host.split("."))
    return (high - 1) * 250 + low - 1


def kind_of(number: int) -> SiteKind:
    """Return what a site answers."""
    return SiteKind(number % len(SiteKind))


def has_pages(number: int) -> bool:
    """Whether the news of a site is to be read from its page."""
    return kind_of(number) is SiteKind.NEWS and number // len(SiteKind) % WITH_PAGE == 0


def is_page(number: int) -> bool:
    """Whether a hostile site has a page, which is read as a list, and not a feed."""
    return len(_PACKED) <= number < HOSTILE - _DRIPS and number % 2 == 1


class FeedServer:
    """Answers for all sites. Each visit of a site with news finds one item more."""

    def __init__(self) -> None:
        self._visits: dict[int, int] = {}
        self._picture = _picture()
        self._hostile = _hostile_bodies()

    async def serve_feed(self, request: web.Request) -> web.StreamResponse:
        """Answer a request for the feed of a site."""
        host = request.host.partition(":")[0]
        number = number_of(host)
        if host.startswith("127.1."):
            return await self._serve_hostile(request, number)
        kind = kind_of(number)
        if kind is SiteKind.NOT_MODIFIED and request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        visits = self._visits[number] = self._visits.get(number, -1) + 1 if kind is SiteKind.NEWS else 0
        headers = {"ETag": '"1"'} if kind is SiteKind.NOT_MODIFIED else {}
        return web.Response(text=feed_text(request.host, visits), content_type="application/rss+xml", headers=headers)

    async def serve_page(self, request: web.Request) -> web.Response:
        """Answer a request for a page."""
        host = request.host.partition(":")[0]
        found = item(request.host, int(request.match_info["number"]) - number_of(host) * 1000)
        return web.Response(text=found.page(), content_type="text/html")

    async def serve_picture(self, _request: web.Request) -> web.Response:
        """Answer a request for a picture."""
        return web.Response(body=self._picture, content_type="image/jpeg")

    async def _serve_hostile(self, request: web.Request, number: int) -> web.StreamResponse:
        if number >= len(self._hostile):
            return await _drip(request)
        body, encoding = self._hostile[number]
        return web.Response(body=body, headers={"Content-Encoding": encoding} if encoding else {})


def item(host: str, index: int) -> Item:
    """Return the item with an index of the site at a host with its port."""
    number = number_of(host.partition(":")[0])
    picture = f"http://{host}/picture.jpg" if has_pages(number) else ""
    published = _BEGUN + timedelta(minutes=index)
    return Item(number * 1000 + index, published, is_full=not has_pages(number), picture=picture)


def feed_text(host: str, visits: int) -> str:
    """Return the feed of a site: its newest items after so many visits with news."""
    entries = "".join(
        item(host, index).feed_entry(f"http://{host}") for index in range(visits + ITEMS - 1, visits - 1, -1)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{host}</title><link>http://{host}/</link>{entries}</channel></rss>"
    )


async def _drip(request: web.Request) -> web.StreamResponse:
    """Send a feed, a byte each half second, for ever."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.5)


def _hostile_bodies() -> list[tuple[bytes, str]]:
    """Return the bodies of all hostile sites but the last, which drip."""
    bombs = packed()
    found = [bombs[name] for name in _PACKED]
    families = [list(feeds().values()), list(pages().values())]
    while len(found) < HOSTILE - _DRIPS:
        found.append(families[is_page(len(found))].pop(0))
    return found


def _picture() -> bytes:
    written = io.BytesIO()
    Image.effect_noise((640, 480), 40).convert("RGB").save(written, "JPEG")
    return written.getvalue()


async def serve() -> None:
    """Serve until the input ends."""
    server = FeedServer()
    app = web.Application()
    app.router.add_get("/feed.xml", server.serve_feed)
    app.router.add_get("/news/{number:\\d+}-{slug:\\d+}.html", server.serve_page)
    app.router.add_get("/picture.jpg", server.serve_picture)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0).start()  # noqa: S104 - all addresses of the loopback
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    pin_to_core(int(sys.argv[1]))
    asyncio.run(serve())
