"""The express: one method of the Bot API to one host, over warm keep-alive connections, at the least cost a request.

An HTTP client for everything spends most of a small request on objects that nobody looks at. A push sends the same
bytes to a million chats and needs one number of each answer, so this one writes bytes and hands bytes back.
"""

import asyncio
import contextlib
import ssl
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httptools

MOST_CONNECTIONS = 100
# A server closes a connection it has seen idle for a while; one that rested longer is not trusted with a message.
FRESH_SECONDS = 15.0
ANSWER_SECONDS = 30.0
SWEEP_SECONDS = 1.0
LARGEST_ANSWER_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: an HTTP status with its body, or no status and the reason.

    `may_have_arrived` is False only when the request never left.
    """

    status: int | None
    body: bytes = b""
    reason: str = ""
    may_have_arrived: bool = True


OnReply = Callable[[Reply], None]


class Express:
    """A pool of connections to one address, HTTP/1.1, each with one request under way.

    `post` never blocks: a request that finds no free connection waits in line for one. Made inside a running loop;
    `close` fails whatever is under way.
    """

    def __init__(self, url: str, connections: int = MOST_CONNECTIONS) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        netloc = parts.netloc.rpartition("@")[2]
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {netloc}\r\nContent-Type: application/json\r\nContent-Length: "
        ).encode()
        self._limit = connections
        self._loop = asyncio.get_running_loop()
        self._all: set[_Connection] = set()
        self._free: list[_Connection] = []
        self._opening: set[asyncio.Task[None]] = set()
        self._line: deque[tuple[bytes, OnReply]] = deque()
        self._closed = False
        self._sweeper = self._loop.call_later(SWEEP_SECONDS, self._sweep)

    @property
    def under_way(self) -> int:
        """How many requests have neither been answered nor failed."""
        return len(self._line) + sum(connection.on_reply is not None for connection in self._all)

    def post(self, body: bytes, on_reply: OnReply) -> None:
        """Send a JSON body; `on_reply` is called once, later, from the loop."""
        request = b"%b%d\r\n\r\n%b" % (self._head, len(body), body)
        while self._free:
            connection = self._free.pop()
            if connection.is_fresh(self._loop.time()):
                connection.send(request, on_reply)
                return
            connection.drop("rested too long")
        self._line.append((request, on_reply))
        if len(self._all) + len(self._opening) < self._limit and len(self._opening) < len(self._line):
            self._open()

    async def close(self) -> None:
        """Close every connection; what is under way fails."""
        self._closed = True
        self._sweeper.cancel()
        for task in self._opening:
            task.cancel()
        for connection in list(self._all):
            connection.drop("closing")
        self._fail_line("closing")
        if self._opening:
            await asyncio.wait(self._opening)

    def released(self, connection: "_Connection") -> None:
        """Take back a connection whose request was answered, and give it the next one in line."""
        if self._line:
            connection.send(*self._line.popleft())
        else:
            self._free.append(connection)

    def lost(self, connection: "_Connection") -> None:
        """Forget a connection that is gone; open another if somebody waits."""
        self._all.discard(connection)
        if connection in self._free:
            self._free.remove(connection)
        if self._line and not self._closed and not self._opening:
            self._open()

    def _open(self) -> None:
        task = self._loop.create_task(self._connect())
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def _connect(self) -> None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                _, connection = await self._loop.create_connection(
                    lambda: _Connection(self), self._host, self._port, ssl=self._tls
                )
        except (OSError, ssl.SSLError, TimeoutError) as error:
            # Whoever waits in line would find the same: they are told at once, and their next try comes later.
            self._fail_line(f"{type(error).__name__}: {error}")
            return
        self._all.add(connection)
        self.released(connection)

    def _fail_line(self, reason: str) -> None:
        line, self._line = self._line, deque()
        for _, on_reply in line:
            on_reply(Reply(None, reason=reason, may_have_arrived=False))

    def _sweep(self) -> None:
        """Give up requests that wait for an answer too long."""
        latest = self._loop.time() - ANSWER_SECONDS
        for connection in list(self._all):
            if connection.on_reply is not None and connection.since < latest:
                connection.drop(f"no answer within {ANSWER_SECONDS:.0f} s")
        self._sweeper = self._loop.call_later(SWEEP_SECONDS, self._sweep)


class _Connection(asyncio.Protocol):
    """One connection; `since` is when its request left, or when it came to rest."""

    def __init__(self, express: Express) -> None:
        self._express = express
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._body: list[bytes] = []
        self._size = 0
        self._loop = asyncio.get_running_loop()
        self.on_reply: OnReply | None = None
        self.since = self._loop.time()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - create_connection makes no other
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits for an answer that it may or may not have arrived."""
        self._express.lost(self)
        self._answer(Reply(None, reason=f"{type(exc).__name__}: {exc}" if exc else "the server hung up"))

    def data_received(self, data: bytes) -> None:
        """Parse what came; what is no HTTP, or nobody asked for, ends the connection."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self.drop(f"not HTTP: {error}")

    def on_body(self, body: bytes) -> None:
        """Collect a piece of the body."""
        self._size += len(body)
        if self._size <= LARGEST_ANSWER_BYTES:
            self._body.append(body)

    def on_message_complete(self) -> None:
        """Hand the answer over, then the connection back."""
        status, body = self._parser.get_status_code(), b"".join(self._body)
        keep = self._parser.should_keep_alive() and self.on_reply is not None and status >= 200
        self._answer(Reply(status, body))
        if not keep:
            self.drop("the server closes")
            return
        self._parser = httptools.HttpResponseParser(self)
        self._body, self._size = [], 0
        self.since = self._loop.time()
        self._express.released(self)

    def is_fresh(self, now: float) -> bool:
        """Whether the connection is open and rested for a short time only."""
        return self._transport is not None and not self._transport.is_closing() and now - self.since < FRESH_SECONDS

    def send(self, request: bytes, on_reply: OnReply) -> None:
        """Write a request."""
        self.on_reply, self.since = on_reply, self._loop.time()
        if self._transport is not None:
            self._transport.write(request)

    def drop(self, reason: str) -> None:
        """Break the connection off; an answer still expected is given up."""
        self._express.lost(self)
        self._answer(Reply(None, reason=reason))
        if self._transport is not None:
            with contextlib.suppress(RuntimeError):  # the loop may be closing
                self._transport.abort()

    def _answer(self, reply: Reply) -> None:
        on_reply, self.on_reply = self.on_reply, None
        if on_reply is not None:
            on_reply(reply)
