"""Fetching from sites that mean harm, or are broken: every fetch ends in time, with one kind of error."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feeds.fetching import Answer, Fetcher, FetchLimits
from news.sources.found import Trouble, VisitFailedError
from tests.bot.certificates import certificate, trusting
from tests.clocks import HandClock
from tests.feeds.sites import Send, Site, page, running

__all__ = ["certificate"]

MOST_BYTES = 100_000
SECONDS = 0.5


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with running(Site()) as site:
        yield site


@pytest.fixture
async def fetcher(site: Site) -> AsyncIterator[Fetcher]:
    """A fetcher for which the site is one of the internet."""
    limits = FetchLimits(total_seconds=SECONDS, ports=None)
    async with Fetcher(HandClock(), limits=limits, is_allowed=site.is_allowed) as fetcher:
        yield fetcher


async def get(fetcher: Fetcher, site: Site, sent: bytes | Send) -> Answer:
    site.pages["/"] = sent
    async with asyncio.timeout(SECONDS + 5):  # a fetch that does not end fails here
        return await fetcher.get(f"{site.url}/", most_bytes=MOST_BYTES, accept="*/*")


async def trouble(fetcher: Fetcher, site: Site, sent: bytes | Send) -> Trouble:
    with pytest.raises(VisitFailedError) as caught:
        await get(fetcher, site, sent)
    return caught.value.trouble


def dripping(head: bytes, drop: bytes, seconds: float = 0.01) -> Send:
    """Send the head, and then one drop after another for ever."""

    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(seconds)

    return send


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "send",
    [
        dripping(b"", b""),
        dripping(HEAD, b""),
        dripping(b"", b"H"),
        dripping(HEAD, b"A: b\r\n"),
        dripping(page(b"", "Content-Length: 1000"), b"a"),
        dripping(HEAD + b"\r\n", b"a"),
        dripping(CHUNKED, b"1\r\na\r\n"),
        dripping(CHUNKED, b"1;a"),
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        dripping(page(b"", "Content-Length: 5"), b""),
    ],
    ids=[
        "nothing",
        "a status only",
        "letters",
        "headers",
        "a body",
        "a body without end",
        "chunks",
        "a chunk's extension",
        "informational answers",
        "a body that does not come",
    ],
)
async def test_a_slow_drip_ends_with_the_time(site: Site, fetcher: Fetcher, send: Send) -> None:
    assert await trouble(fetcher, site, send) in (Trouble.SLOW, Trouble.UNREACHABLE)


async def test_the_time_is_for_all_redirects_together(site: Site, fetcher: Fetcher) -> None:
    async def later(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(SECONDS * 0.3)
        writer.write(page(b"", "Location: /", status="302 Found"))

    assert await trouble(fetcher, site, later) is Trouble.SLOW
    assert site.connections in (3, 4)


@pytest.mark.parametrize(
    "send",
    [
        dripping(HEAD + b"\r\n", b"a" * 10_000, 0),
        dripping(CHUNKED, b"2710\r\n" + b"a" * 10_000 + b"\r\n", 0),
        dripping(page(b"", "Content-Length: 50000000"), b"a" * 10_000, 0),
        page(b"a" * (MOST_BYTES + 1)),
        page(b"", f"Content-Length: {MOST_BYTES + 1}"),
        page(b"", f"Content-Length: {10**18}"),
        page(b"\0" * (MOST_BYTES + 1), "Content-Encoding: gzip"),
    ],
    ids=[
        "without a length",
        "in chunks",
        "with a length",
        "one byte too many",
        "of a length only",
        "of 10^18 bytes",
        "packed",
    ],
)
async def test_a_body_over_the_limit_is_given_up_as_soon_as_that_is_known(
    site: Site, fetcher: Fetcher, send: bytes | Send
) -> None:
    assert await trouble(fetcher, site, send) is Trouble.LARGE


async def test_a_body_of_exactly_the_limit_is_read(site: Site, fetcher: Fetcher) -> None:
    for sent in (page(b"a" * MOST_BYTES), HEAD + b"\r\n" + b"a" * MOST_BYTES):
        assert len((await get(fetcher, site, sent)).body) == MOST_BYTES


@pytest.mark.parametrize(
    "sent",
    [
        page(b"half", "Content-Length: 8"),
        CHUNKED + b"8\r\nhalf",
        CHUNKED + b"4\r\nhalf\r\n",
        b"",
        HEAD,
        HEAD + b"Content-Le",
    ],
    ids=["a length", "a chunk", "chunks", "nothing", "a status", "headers"],
)
async def test_an_answer_that_breaks_off_is_no_answer(site: Site, fetcher: Fetcher, sent: bytes) -> None:
    assert await trouble(fetcher, site, sent) is Trouble.UNREACHABLE


@pytest.mark.parametrize("sent", [page(b"feed", "Content-Length: 4"), CHUNKED + b"4\r\nfeed\r\n0\r\n\r\n"])
async def test_what_follows_the_body_in_later_packets_is_not_of_it(site: Site, fetcher: Fetcher, sent: bytes) -> None:
    """In one packet with the headers, aiohttp takes the whole answer for malformed."""

    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.write(b"and more")

    assert (await get(fetcher, site, send)).body == b"feed"


async def test_a_bomb_of_gzip_costs_its_packed_size(site: Site, fetcher: Fetcher) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    answer = await get(fetcher, site, page(bomb, "Content-Encoding: gzip"))
    assert answer.body == bomb


@pytest.mark.parametrize(
    "sent",
    [
        b"<rss/>",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x16\x03\x01\x02",
        b"\0" * 100_000,
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"\r\n" * 100_000,
        b"HTTP/1.1 " + b"2" * 1_000_000,
        HEAD + b"A: " + b"b" * 1_000_000 + b"\r\n\r\n",
        HEAD + b"a" * 1_000_000 + b": b\r\n\r\n",
        HEAD + b"A: b\r\n" * 50_000 + b"\r\n",
        HEAD + b"Set-Cookie: a=b; c\r\n" * 50_000 + b"\r\n",
        HEAD + b" folded\r\n" * 50_000 + b"\r\n",
        page(b"", "Content-Length: -1"),
        page(b"", "Content-Length: 4, 5"),
        page(b"", "Content-Length: 4", "Content-Length: 5"),
        page(b"", "Content-Length: a"),
        page(b"", "Content-Length: " + "9" * 5000),
        CHUNKED + b"zz\r\n",
        CHUNKED + b"-1\r\n",
        CHUNKED + b"F" * 100 + b"\r\n",
        page(b"a", "Content-Length: 1", "Transfer-Encoding: chunked"),
        HEAD + b": b\r\n\r\n",
        HEAD + b"\0: b\r\n\r\n",
        HEAD + b"A: \0\r\n\r\n",
        page(b"", status="101 Switching Protocols"),
    ],
    ids=range(28),
)
async def test_what_is_no_http_is_one_kind_of_error(site: Site, fetcher: Fetcher, sent: bytes) -> None:
    with pytest.raises(VisitFailedError) as caught:
        await get(fetcher, site, sent)
    assert caught.value.trouble in (Trouble.UNREACHABLE, Trouble.REFUSED, Trouble.LARGE, Trouble.SLOW)
    assert len(caught.value.detail) < 200


@pytest.mark.parametrize(
    "send",
    [
        dripping(CHUNKED, b"1\r\na\r\n" * 10_000, 0),
        dripping(CHUNKED + b"1;", b"a" * 65_536, 0),
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 3_000, 0),
        dripping(b"", b"\r\n" * 30_000, 0),
    ],
    ids=["chunks of a byte", "a chunk's extension", "informational answers", "empty lines"],
)
async def test_bytes_that_are_no_body_are_limited_too(site: Site, fetcher: Fetcher, send: Send) -> None:
    """Without the limit each of these keeps a core busy until the time is over."""
    began = time.thread_time()
    assert await trouble(fetcher, site, send) is Trouble.LARGE
    assert time.thread_time() - began < SECONDS


async def test_bytes_are_limited_under_tls_too(certificate: Path) -> None:
    of_server, of_client = trusting(certificate)
    send = dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 3_000, 0)
    limits = FetchLimits(total_seconds=5, ports=None)
    async with (
        running(Site({"/": send}), tls=of_server) as site,
        Fetcher(HandClock(), limits=limits, private=True, tls=of_client) as fetcher,
    ):
        with pytest.raises(VisitFailedError) as caught:
            await fetcher.get(f"https://localhost:{site.port}/", most_bytes=MOST_BYTES, accept="*/*")
    assert caught.value.trouble is Trouble.LARGE


async def test_a_fetch_that_is_cancelled_ends_and_leaves_the_fetcher_usable(site: Site, fetcher: Fetcher) -> None:
    begun = asyncio.Event()

    async def send(_writer: asyncio.StreamWriter) -> None:
        begun.set()
        await asyncio.sleep(60)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(get(fetcher, site, send))
        await begun.wait()
        task.cancel()
    assert task.cancelled()
    assert (await get(fetcher, site, page(b"feed"))).body == b"feed"
