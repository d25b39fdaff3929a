"""Peers without a bot library: a loop of aiohttp's `post`, and prepared bytes on sockets (the lower bound)."""

import asyncio
import gc
import json
import select
import socket
from collections.abc import Iterator
from time import process_time
from urllib.parse import urlsplit

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from benchmarks.app_runner import TOKEN, parameters
from benchmarks.runs import Run, push_run
from benchmarks.sink import Sink
from benchmarks.sink_counters import FIRST_CHAT
from handlers.cards.card import Card

AT_ONCE = 100
READ_BYTES = 1 << 16


def prepared(card: Card) -> bytes:
    """Return the message as JSON without the opening brace and the chat."""
    return json.dumps(parameters(card), ensure_ascii=False, separators=(",", ":")).encode()[1:]


async def push_by_aiohttp(sink: Sink, card: Card, subscribers: int) -> Run:
    """Post prepared JSON with the chat inserted, 100 requests at a time on 100 connections; parse every answer."""
    message, url = prepared(card), f"{sink.url}/bot{TOKEN}/sendMessage"
    chats = iter(range(FIRST_CHAT, FIRST_CHAT + subscribers))
    async with ClientSession(
        connector=TCPConnector(limit=AT_ONCE, ssl=sink.tls),
        headers={"Content-Type": "application/json"},
        timeout=ClientTimeout(total=None),
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
    ) as session:

        async def post_all() -> None:
            for chat in chats:
                async with session.post(url, data=b'{"chat_id":%d,%b' % (chat, message)) as response:
                    assert json.loads(await response.read())["ok"]

        await sink.reset()
        gc.collect()
        begun = process_time()
        await asyncio.gather(*(post_all() for _ in range(AT_ONCE)))
        taken = process_time() - begun
        return push_run(await sink.report(subscribers), taken)


async def push_by_sockets(sink: Sink, card: Card, subscribers: int) -> Run:
    """Write prepared requests, one in flight on each of 100 connections; only the length of an answer is read."""
    await sink.reset()
    gc.collect()
    begun = process_time()
    _write_all(sink.url, _requests(sink.url, card, subscribers))
    taken = process_time() - begun
    return push_run(await sink.report(subscribers), taken)


def _requests(url: str, card: Card, subscribers: int) -> Iterator[bytes]:
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\nContent-Type: application/json"
    message = prepared(card)
    for chat in range(FIRST_CHAT, FIRST_CHAT + subscribers):
        body = b'{"chat_id":%d,%b' % (chat, message)
        yield b"%b\r\nContent-Length: %d\r\n\r\n%b" % (head.encode(), len(body), body)


def _write_all(url: str, requests: Iterator[bytes]) -> None:
    """Keep one request in flight on every connection until all requests are answered."""
    address = (urlsplit(url).hostname or "", urlsplit(url).port or 80)
    epoll = select.epoll()
    sockets = {}
    for _ in range(AT_ONCE):
        one = socket.create_connection(address)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sockets[one.fileno()] = one
        epoll.register(one, select.EPOLLIN)
    busy = {number: 0 for number, one in sockets.items() if _write_next(one, requests)}
    size = 0
    while busy:
        for number, _ in epoll.poll():
            data = sockets[number].recv(READ_BYTES)
            # All answers have the same length.
            size = size or data.index(b"\r\n\r\n") + 4 + int(data.lower().partition(b"content-length:")[2].split()[0])
            busy[number] += len(data)
            if busy[number] < size:
                continue
            busy[number] = 0
            if not _write_next(sockets[number], requests):
                del busy[number]
    for one in sockets.values():
        one.close()


def _write_next(one: socket.socket, requests: Iterator[bytes]) -> bool:
    request = next(requests, None)
    if request is None:
        return False
    one.sendall(request)
    return True
