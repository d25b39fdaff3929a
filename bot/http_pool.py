"""An HTTP client for the Bot API: keep-alive connections to one host, at little cost per request.

A general HTTP client spends most of a small request on objects that are never read. A push sends the same bytes to a
million chats and needs one number of each response, so this client writes bytes and returns bytes.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

import httptools

from bot.timings import HttpTimeouts
from bot.tls import TlsLayer

# A push has up to 200 sends in flight; the others are for answers to people.
MAX_CONNECTIONS = 250
JSON = b"application/json"
SWEEP_SECONDS = 1.0
CLOSE_SECONDS = 1.0
# https://www.rfc-editor.org/rfc/rfc8305#section-5: if IPv6 does not connect, IPv4 is tried after this delay.
NEXT_ADDRESS_SECONDS = 0.25
MAX_RESPONSE_BYTES = 1024 * 1024
READ_BYTES = 64 * 1024
# The time for a response begins when a request has left over a line as slow as this.
SLOW_LINE_BYTES_PER_SECOND = 128 * 1024


class HttpResponse(NamedTuple):
    """An HTTP status with its body, or no status and the reason.

    `may_have_arrived` is False only when the request was never sent. If a response breaks off, a 200 is returned with
    the part of its body that came: the beginning shows that the message was sent.
    """

    status: int | None
    body: bytes = b""
    reason: str = ""
    may_have_arrived: bool = True


OnResponse = Callable[[HttpResponse], None]


class _QueuedRequest(NamedTuple):
    """A request that waits for a connection; `since` is when it was queued."""

    since: float
    request: bytes
    on_response: OnResponse


class ConnectionPool:
    """A pool of HTTP/1.1 connections to the host of `url`, with one request in flight on each.

    `url` ends with the bot's token; the method's name is appended to it. `post` never blocks: a request that finds no
    idle connection waits in a queue. Create the pool inside a running loop; `close` fails every request that is queued
    or in flight. `tls` is for an https address; by default the system's certificates are trusted.
    """

    def __init__(
        self,
        url: str,
        connections: int = MAX_CONNECTIONS,
        *,
        tls: ssl.SSLContext | None = None,
        timeouts: HttpTimeouts = HttpTimeouts(),
        max_response_bytes: int = MAX_RESPONSE_BYTES,
    ) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._tls = (tls or ssl.create_default_context()) if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        netloc = parts.netloc.rpartition("@")[2]
        self._start = f"POST {parts.path.rstrip('/')}/".encode()
        self._head = f" HTTP/1.1\r\nHost: {netloc}\r\nContent-Type: ".encode()
        self._limit = connections
        self._queue_seconds = timeouts.queue_seconds
        self._response_seconds = timeouts.response_seconds
        self._idle_seconds = timeouts.idle_seconds
        self.max_response_bytes = max_response_bytes
        self._loop = asyncio.get_running_loop()
        # The bytes that one connection reads are parsed before another one reads: all share one buffer.
        self.buffer = memoryview(bytearray(READ_BYTES))
        self._connections: set[_Connection] = set()
        self._idle: list[_Connection] = []
        self._opening: set[asyncio.Task[str | None]] = set()
        self._queue: deque[_QueuedRequest] = deque()
        self._closed = False
        self._sweeper = self._loop.call_later(self._sweep_seconds, self._sweep)

    @property
    def in_flight(self) -> int:
        """The number of requests, queued or sent, that have neither a response nor a failure yet."""
        return len(self._queue) + sum(connection.on_response is not None for connection in self._connections)

    def post(self, method: str, body: bytes, on_response: OnResponse, content_type: bytes = JSON) -> None:
        """Send a body to a method; the loop calls `on_response` once, later, and logs an exception in it."""
        head = (self._start, method.encode(), self._head, content_type)
        now, request = self._loop.time(), b"%b%b%b%b\r\nContent-Length: %d\r\n\r\n%b" % (*head, len(body), body)
        if self._closed:
            self._fail(on_response, "closed")
            return
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open and now - connection.since < self._idle_seconds:
                connection.send(request, on_response, now)
                return
            connection.drop("idle too long")
        self._queue.append(_QueuedRequest(now, request, on_response))
        self._open_more()

    async def close(self) -> None:
        """Close every connection; requests in flight fail, and their callbacks have been called when this returns."""
        self._closed = True
        self._sweeper.cancel()
        for connection in list(self._connections):
            connection.drop("closing")
        self._fail_queue("closing")
        opening = set(self._opening)
        if opening:
            # asyncio leaks a socket if it is cancelled at the moment when the socket is connected.
            _, opening = await asyncio.wait(opening, timeout=CLOSE_SECONDS)
        for task in opening:
            task.cancel()
        if opening:
            await asyncio.wait(opening)
        await asyncio.sleep(0)

    def release(self, connection: "_Connection") -> None:
        """Return a connection to the pool after its response, or send the next queued request over it."""
        if self._queue:
            queued = self._queue.popleft()
            connection.send(queued.request, queued.on_response, connection.since)
        else:
            self._idle.append(connection)

    def remove(self, connection: "_Connection") -> None:
        """Forget a closed connection, and open another if requests are queued; one that never opened is not known."""
        if connection not in self._connections:
            return
        self._connections.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        self._open_more()

    def _open_more(self) -> None:
        """Open a connection for each queued request, up to the limit."""
        while (
            not self._closed
            and len(self._opening) < len(self._queue)
            and len(self._connections) + len(self._opening) < self._limit
        ):
            task = self._loop.create_task(self._open())
            self._opening.add(task)
            task.add_done_callback(self._opened)

    async def _open(self) -> str | None:
        """Open one connection; return the reason if that fails."""
        try:
            async with asyncio.timeout(self._queue_seconds):
                connection = await self._connect()
        except (OSError, ValueError) as error:  # TLS errors and timeouts are OSErrors, a malformed host a ValueError
            return f"{type(error).__name__}: {error}"
        if self._closed or not connection.is_open:
            connection.abort()
            return "the connection was closed at once"
        self._connections.add(connection)
        self.release(connection)
        return None

    async def _connect(self) -> "_Connection":
        """Connect to the first address that answers, and shake hands if it is TLS."""
        _, connection = await self._loop.create_connection(
            partial(_Connection, self), self._host, self._port, happy_eyeballs_delay=NEXT_ADDRESS_SECONDS
        )
        if self._tls is not None:
            try:
                await connection.start_tls(self._tls, self._host)
            except BaseException:  # cancelled, too: nobody else knows of the connection
                connection.abort()
                raise
        return connection

    def _opened(self, task: asyncio.Task[str | None]) -> None:
        """Fail the queue when no connection is open or opening: the queued requests would wait in vain."""
        self._opening.discard(task)
        reason = None if task.cancelled() else task.result()
        if reason is not None and not self._connections and not self._opening:
            self._fail_queue(reason)

    def _fail_queue(self, reason: str) -> None:
        while self._queue:
            self._fail(self._queue.popleft().on_response, reason)

    def _fail(self, on_response: OnResponse, reason: str) -> None:
        self._loop.call_soon(on_response, HttpResponse(None, reason=reason, may_have_arrived=False))

    @property
    def _sweep_seconds(self) -> float:
        return min(SWEEP_SECONDS, self._response_seconds / 4, self._queue_seconds / 4)

    def _sweep(self) -> None:
        """Fail requests that have waited too long, queued or in flight; close connections that were idle too long."""
        now = self._loop.time()
        for connection in list(self._connections):
            busy = connection.on_response is not None
            timeout = self._response_seconds if busy else self._idle_seconds
            if now - connection.since > timeout:
                connection.drop(f"no response within {timeout:g} s")
        while self._queue and now - self._queue[0].since > self._queue_seconds:
            self._fail(self._queue.popleft().on_response, f"no connection within {self._queue_seconds:g} s")
        self._open_more()
        self._sweeper = self._loop.call_later(self._sweep_seconds, self._sweep)


class _Connection(asyncio.BufferedProtocol):
    """One connection; `since` is when its request was sent at the latest, or when it became idle."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool
        self._transport: asyncio.Transport | None = None
        self._tls: TlsLayer | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._loop = asyncio.get_running_loop()
        self.on_response: OnResponse | None = None
        self.since = self._loop.time()
        self._status = 0
        self._reset_response()

    def _reset_response(self) -> None:
        self._body: list[bytes] = []
        self._size = 0
        self._complete = False
        self._keep = True

    @property
    def is_open(self) -> bool:
        """Whether a request can be written."""
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the transport."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - create_connection makes no other
        self._transport = transport

    async def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Shake hands; raise an OSError if that fails."""
        if self._transport is None or self._transport.is_closing():
            raise ConnectionResetError("the server closed the connection")
        self._tls = TlsLayer(context, host, self._transport)
        await self._tls.ready

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail the request in flight, if there is one: it may or may not have arrived."""
        if self._tls is not None and self._tls.fail(ConnectionResetError("the server closed the connection")):
            return
        self._pool.remove(self)
        self._fail_request(f"{type(exc).__name__}: {exc}" if exc else "the server closed the connection")

    def get_buffer(self, sizehint: int) -> memoryview:
        """Return the pool's buffer."""
        return self._pool.buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Decrypt the bytes, if it is TLS, and parse them."""
        received = self._pool.buffer[:nbytes]
        if self._tls is None:
            self._receive(received)
            return
        try:
            for piece in self._tls.read(received):
                self._receive(piece)
        except OSError as error:
            self.drop(f"{type(error).__name__}: {error}")

    def _receive(self, data: bytes | memoryview) -> None:
        """Parse a piece; close the connection if it is not HTTP, too much, or came without a request."""
        self._size += len(data)
        reason = "the server sent data without a request" if self.on_response is None else ""
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            reason = reason or f"not HTTP: {error}"
        if self._complete and self.on_response is not None:
            self._finish_request(self.on_response, keep=self._keep and not reason)
        elif reason:
            self.drop(reason)
        elif self._size > self._pool.max_response_bytes:
            self.drop("the response is too large")

    def on_message_begin(self) -> None:
        """Note a second response to one request: the connection cannot be used again."""
        self._keep = self._keep and not self._complete

    def on_body(self, body: bytes) -> None:
        """Collect a piece of the body."""
        if not self._complete:
            self._body.append(body)

    def on_message_complete(self) -> None:
        """Note that the response is complete, unless it is an interim one (1xx)."""
        if self._complete or self._parser.get_status_code() < 200:
            return
        self._complete = True
        self._status = self._parser.get_status_code()
        self._keep = self._parser.should_keep_alive()

    def send(self, request: bytes, on_response: OnResponse, now: float) -> None:
        """Write a request."""
        self.on_response, self.since = on_response, now + len(request) / SLOW_LINE_BYTES_PER_SECOND
        if self._tls is not None:
            self._tls.write(request)
        elif self._transport is not None:
            self._transport.write(request)

    def abort(self) -> None:
        """Close the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    def drop(self, reason: str) -> None:
        """Abort the connection; a request in flight fails."""
        self._pool.remove(self)
        self._fail_request(reason)
        self.abort()

    def _finish_request(self, on_response: OnResponse, *, keep: bool) -> None:
        """Return the connection to the pool if it can be used again, and pass the response on."""
        response = HttpResponse(self._status, b"".join(self._body))
        self.on_response, self.since = None, self._loop.time()
        self._reset_response()
        if keep and self.is_open:
            self._pool.release(self)
        else:
            self.drop("the connection cannot be kept alive")
        try:
            on_response(response)
        except Exception as error:  # noqa: BLE001 - the connection is not at fault
            self._loop.call_exception_handler({"message": f"Exception in {on_response!r}", "exception": error})

    def _fail_request(self, reason: str) -> None:
        if self.on_response is not None:
            sent = bool(self._body) and self._parser.get_status_code() == 200
            self._loop.call_soon(self.on_response, HttpResponse(200 if sent else None, b"".join(self._body), reason))
        self.on_response = None
