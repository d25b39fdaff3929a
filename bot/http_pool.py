"""The express: one method of the Bot API to one host, over warm keep-alive connections, at the least cost a request.

An HTTP client for everything spends most of a small request on objects that nobody looks at. A push sends the same
bytes to a million chats and needs one number of each answer, so this one writes bytes and hands bytes back.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

import httptools

MOST_CONNECTIONS = 100
# A server closes a connection it has seen idle for a while; one that rested longer is not trusted with a message.
FRESH_SECONDS = 15.0
# How long a request may wait for a connection, to be free or to open; then for its answer, from when it left.
LINE_SECONDS = 10.0
ANSWER_SECONDS = 30.0
SWEEP_SECONDS = 1.0
CLOSE_SECONDS = 1.0
# https://www.rfc-editor.org/rfc/rfc8305#section-5: where IPv6 leads nowhere, IPv4 is tried this much later.
NEXT_ADDRESS_SECONDS = 0.25
LARGEST_ANSWER_BYTES = 1024 * 1024
READ_BYTES = 64 * 1024


class Reply(NamedTuple):
    """What came back: an HTTP status with its body, or no status and the reason.

    `may_have_arrived` is False only when the request never left. Of an answer that broke off, a 200 is handed over with
    as much of its body as came: its beginning tells that the message was sent.
    """

    status: int | None
    body: bytes = b""
    reason: str = ""
    may_have_arrived: bool = True


OnReply = Callable[[Reply], None]


class _Waiting(NamedTuple):
    """A request in line, since when."""

    since: float
    request: bytes
    on_reply: OnReply


class ConnectionPool:
    """A pool of connections to one address, HTTP/1.1, each with one request under way.

    `post` never blocks: a request that finds no free connection waits in line for one. Made inside a running loop;
    `close` fails whatever is under way. `tls` is for an https address, the system's own trust without it.
    """

    def __init__(
        self,
        url: str,
        connections: int = MOST_CONNECTIONS,
        *,
        tls: ssl.SSLContext | None = None,
        line_seconds: float = LINE_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
        fresh_seconds: float = FRESH_SECONDS,
    ) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._tls = (tls or ssl.create_default_context()) if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        netloc = parts.netloc.rpartition("@")[2]
        self._head = (
            f"POST {parts.path or '/'} HTTP/1.1\r\nHost: {netloc}\r\nContent-Type: application/json\r\nContent-Length: "
        ).encode()
        self._limit = connections
        self._line_seconds = line_seconds
        self._answer_seconds = answer_seconds
        self._fresh_seconds = fresh_seconds
        self._loop = asyncio.get_running_loop()
        # What a connection reads is parsed before the next one reads: one buffer does for all.
        self.buffer = memoryview(bytearray(READ_BYTES))
        self._all: set[_Connection] = set()
        self._free: list[_Connection] = []
        self._opening: set[asyncio.Task[str | None]] = set()
        self._line: deque[_Waiting] = deque()
        self._closed = False
        self._sweeper = self._loop.call_later(self._sweep_seconds, self._sweep)

    @property
    def under_way(self) -> int:
        """How many requests have neither been answered nor failed."""
        return len(self._line) + sum(connection.on_reply is not None for connection in self._all)

    def post(self, body: bytes, on_reply: OnReply) -> None:
        """Send a JSON body; `on_reply` is called once, later, from the loop. What it raises is logged by the loop."""
        now, request = self._loop.time(), b"%b%d\r\n\r\n%b" % (self._head, len(body), body)
        if self._closed:
            self._fail(on_reply, "closed")
            return
        while self._free:
            connection = self._free.pop()
            if connection.is_open and now - connection.since < self._fresh_seconds:
                connection.send(request, on_reply, now)
                return
            connection.drop("rested too long")
        self._line.append(_Waiting(now, request, on_reply))
        self._open_more()

    async def close(self) -> None:
        """Close every connection; what is under way fails, and has been told when this returns."""
        self._closed = True
        self._sweeper.cancel()
        for connection in list(self._all):
            connection.drop("closing")
        self._fail_line("closing")
        opening = set(self._opening)
        if opening:
            # asyncio leaves a socket behind when it is interrupted at the moment that one is connected.
            _, opening = await asyncio.wait(opening, timeout=CLOSE_SECONDS)
        for task in opening:
            task.cancel()
        if opening:
            await asyncio.wait(opening)
        await asyncio.sleep(0)

    def released(self, connection: "_Connection") -> None:
        """Take back a connection whose request was answered, and give it the next one in line."""
        if self._line:
            waiting = self._line.popleft()
            connection.send(waiting.request, waiting.on_reply, connection.since)
        else:
            self._free.append(connection)

    def lost(self, connection: "_Connection") -> None:
        """Forget a connection that is gone; open another if somebody waits."""
        self._all.discard(connection)
        if connection in self._free:
            self._free.remove(connection)
        self._open_more()

    def _open_more(self) -> None:
        """Open a connection for each in line, as far as the limit goes."""
        while (
            not self._closed
            and len(self._opening) < len(self._line)
            and len(self._all) + len(self._opening) < self._limit
        ):
            task = self._loop.create_task(self._open())
            self._opening.add(task)
            task.add_done_callback(self._opened)

    async def _open(self) -> str | None:
        """Open one connection; return the reason if that fails."""
        try:
            async with asyncio.timeout(self._line_seconds):
                transport, connection = await self._loop.create_connection(
                    partial(_Connection, self),
                    self._host,
                    self._port,
                    ssl=self._tls,
                    happy_eyeballs_delay=NEXT_ADDRESS_SECONDS,
                )
        except (OSError, ValueError) as error:  # TLS and timeouts are OSErrors, a host that is no name a ValueError
            return f"{type(error).__name__}: {error}"
        if self._closed or transport.is_closing():
            transport.abort()
            return "hung up at once"
        self._all.add(connection)
        self.released(connection)
        return None

    def _opened(self, task: asyncio.Task[str | None]) -> None:
        """Where no connection is left nor about to open, those in line would wait in vain: they try again later."""
        self._opening.discard(task)
        reason = None if task.cancelled() else task.result()
        if reason is not None and not self._all and not self._opening:
            self._fail_line(reason)

    def _fail_line(self, reason: str) -> None:
        while self._line:
            self._fail(self._line.popleft().on_reply, reason)

    def _fail(self, on_reply: OnReply, reason: str) -> None:
        self._loop.call_soon(on_reply, Reply(None, reason=reason, may_have_arrived=False))

    @property
    def _sweep_seconds(self) -> float:
        return min(SWEEP_SECONDS, self._answer_seconds / 4, self._line_seconds / 4)

    def _sweep(self) -> None:
        """Give up what waits too long, for an answer or in line; let go of connections that nobody needs."""
        now = self._loop.time()
        for connection in list(self._all):
            busy = connection.on_reply is not None
            patience = self._answer_seconds if busy else self._fresh_seconds
            if now - connection.since > patience:
                connection.drop(f"no answer within {patience:g} s")
        while self._line and now - self._line[0].since > self._line_seconds:
            self._fail(self._line.popleft().on_reply, f"no connection within {self._line_seconds:g} s")
        self._open_more()
        self._sweeper = self._loop.call_later(self._sweep_seconds, self._sweep)


class _Connection(asyncio.BufferedProtocol):
    """One connection; `since` is when its request left, or when it came to rest."""

    def __init__(self, express: ConnectionPool) -> None:
        self._express = express
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._loop = asyncio.get_running_loop()
        self.on_reply: OnReply | None = None
        self.since = self._loop.time()
        self._body: list[bytes] = []
        self._size = 0
        self._status = 0
        self._complete = False
        self._keep = True

    @property
    def is_open(self) -> bool:
        """Whether a request can be written."""
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - create_connection makes no other
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits for an answer that it may or may not have arrived."""
        self._express.lost(self)
        self._give_up(f"{type(exc).__name__}: {exc}" if exc else "the server hung up")

    def get_buffer(self, sizehint: int) -> memoryview:
        """Return where to read to."""
        return self._express.buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Parse what came; what is no HTTP, too much, or nobody asked for, ends the connection."""
        self._size += nbytes
        reason = "the server sent what nobody asked for" if self.on_reply is None else ""
        try:
            self._parser.feed_data(self._express.buffer[:nbytes])
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            reason = reason or f"not HTTP: {error}"
        if self._complete and self.on_reply is not None:
            self._hand_over(keep=self._keep and not reason)
        elif reason:
            self.drop(reason)
        elif self._size > LARGEST_ANSWER_BYTES:
            self.drop("the answer is too large")

    def on_message_begin(self) -> None:
        """Note a second answer where one was asked for: nothing after it can be trusted."""
        self._keep = self._keep and not self._complete

    def on_body(self, body: bytes) -> None:
        """Collect a piece of the body."""
        if not self._complete:
            self._body.append(body)

    def on_message_complete(self) -> None:
        """Note the answer, unless it only says that the answer is yet to come (1xx)."""
        if self._complete or self._parser.get_status_code() < 200:
            return
        self._complete = True
        self._status = self._parser.get_status_code()
        self._keep = self._parser.should_keep_alive()

    def send(self, request: bytes, on_reply: OnReply, now: float) -> None:
        """Write a request."""
        self.on_reply, self.since = on_reply, now
        if self._transport is not None:
            self._transport.write(request)

    def drop(self, reason: str) -> None:
        """Break the connection off; an answer still expected is given up."""
        self._express.lost(self)
        self._give_up(reason)
        if self._transport is not None:
            self._transport.abort()

    def _hand_over(self, *, keep: bool) -> None:
        """Hand the answer over and the connection back, if it can be used again."""
        if self.on_reply is not None:
            self._loop.call_soon(self.on_reply, Reply(self._status, b"".join(self._body)))
        self.on_reply, self.since = None, self._loop.time()
        self._forget_answer()
        if keep and self.is_open:
            self._express.released(self)
        else:
            self.drop("the server closes")

    def _give_up(self, reason: str) -> None:
        if self.on_reply is not None:
            sent = bool(self._body) and self._parser.get_status_code() == 200
            self._loop.call_soon(self.on_reply, Reply(200 if sent else None, b"".join(self._body), reason))
        self.on_reply = None

    def _forget_answer(self) -> None:
        self._body, self._size = [], 0
        self._complete, self._keep = False, True
