"""The bound on the connections of an HTTP site: real sockets, many of them slow."""

import asyncio
from contextlib import AsyncExitStack, suppress

from aiohttp import web

from bot.timings import SiteTimes
from bot.web import open_site
from tests.bot.test_web import get

MANY = 300
LIMIT = 20
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def site(release: asyncio.Event | None = None) -> web.Application:
    """Return a site with a quick page, and a slow one that answers when it is released."""
    app = web.Application()

    async def answer(request: web.Request) -> web.Response:
        if release is not None and request.path == "/slow":
            await release.wait()
        return web.Response(text="ok")

    app.router.add_get("/{page}", answer)
    return app


async def connect(stack: AsyncExitStack, port: int, sent: bytes) -> Streams:
    """Open a connection, send something, and keep it open until the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    stack.callback(writer.close)
    with suppress(ConnectionError):
        writer.write(sent)
        await writer.drain()
    return reader, writer


async def ended(reader: asyncio.StreamReader) -> bool:
    """Whether the server has closed the connection, or does so at once."""
    try:
        async with asyncio.timeout(0.2):
            return await reader.read(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


async def test_many_slow_connections_do_not_keep_others_out() -> None:
    times = SiteTimes(closing_seconds=0.1, max_connections=LIMIT)
    async with AsyncExitStack() as stack, open_site(site(), "127.0.0.1", 0, times) as port:
        slow = [await connect(stack, port, b"GET /page HTTP/1.1\r\nHost: ") for _ in range(MANY)]
        async with asyncio.timeout(5):
            assert await get(port, "/page") == (200, "ok")
        are_open = [not each for each in await asyncio.gather(*(ended(reader) for reader, _ in slow))]
        assert 0 < sum(are_open) <= LIMIT
        assert not any(are_open[:-LIMIT]), "those that waited longest were closed"


async def test_a_connection_whose_header_does_not_come_is_closed() -> None:
    times = SiteTimes(closing_seconds=0.1, header_seconds=0.1)
    async with AsyncExitStack() as stack, open_site(site(), "127.0.0.1", 0, times) as port:
        for sent in (b"", b"GET /page HTTP/1.1\r\nX: "):
            reader, _ = await connect(stack, port, sent)
            async with asyncio.timeout(5):
                with suppress(ConnectionError):
                    assert await reader.read() == b""


async def test_a_request_that_is_being_answered_is_not_closed_for_others() -> None:
    release = asyncio.Event()
    times = SiteTimes(closing_seconds=0.1, max_connections=LIMIT, header_seconds=0.1)
    async with AsyncExitStack() as stack, open_site(site(release), "127.0.0.1", 0, times) as port:
        request = b"GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        streams = [await connect(stack, port, request) for _ in range(2 * LIMIT)]
        assert not any(await asyncio.gather(*(ended(reader) for reader, _ in streams)))
        release.set()
        async with asyncio.timeout(5):
            answers = await asyncio.gather(*(reader.read() for reader, _ in streams))
        assert all(each.startswith(b"HTTP/1.1 200 OK") for each in answers)


async def test_a_connection_serves_several_requests_and_ends_when_it_is_idle() -> None:
    times = SiteTimes(closing_seconds=0.1, header_seconds=0.1, idle_seconds=1)
    async with AsyncExitStack() as stack, open_site(site(), "127.0.0.1", 0, times) as port:
        reader, writer = await connect(stack, port, b"")
        for _ in range(3):
            writer.write(b"GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
            assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200 OK")
        async with asyncio.timeout(5):
            assert await reader.read() == b""
