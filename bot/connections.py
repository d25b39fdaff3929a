"""The connections of an HTTP site: so many at most, and a short time for the first request's headers.

aiohttp accepts whatever comes and waits an hour for headers: slow clients would use up the program's descriptors.
"""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable

from aiohttp import web

logger = logging.getLogger(__name__)

BACKLOG = 128
ACCEPT_PAUSE_SECONDS = 1.0
# So long a new connection is not closed for another one.
GRACE_SECONDS = 0.1

Protocol = asyncio.BaseProtocol
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Connections:
    """Accepts up to `limit` connections. When they are all in use, the one that waits longest for a request is closed.

    A connection that has sent no whole header within `header_seconds` is closed. While `limit` requests are being
    answered, new connections wait in the system's queue.
    """

    def __init__(self, limit: int, header_seconds: float) -> None:
        self._limit = limit
        self._header_seconds = header_seconds
        self._new: dict[Protocol, tuple[float, asyncio.BaseTransport]] = {}
        self._idle: dict[Protocol, asyncio.BaseTransport] = {}
        self._busy: dict[Protocol, asyncio.BaseTransport] = {}
        self._freed = asyncio.Event()

    async def accept(self, listening: socket.socket, server: web.Server) -> None:
        """Accept connections and hand them to aiohttp's server, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await self._make_room()
            try:
                accepted, _ = await loop.sock_accept(listening)
            except OSError as error:  # no descriptor is left, say
                logger.warning("a connection could not be accepted: %s", error)
                await asyncio.sleep(ACCEPT_PAUSE_SECONDS)
                continue
            try:
                transport, protocol = await loop.connect_accepted_socket(server, accepted)
            except OSError:  # the client has gone
                accepted.close()
                continue
            # Its first request may be here already.
            if protocol not in self._busy and protocol not in self._idle and not transport.is_closing():
                self._new[protocol] = (loop.time(), transport)
                loop.call_later(self._header_seconds, self._close_new, protocol)

    @web.middleware
    async def watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request; meanwhile its connection is not closed for another one."""
        protocol, transport = request.protocol, request.transport
        self._new.pop(protocol, None)
        self._idle.pop(protocol, None)
        if transport is None:
            return await handler(request)
        self._busy[protocol] = transport
        try:
            return await handler(request)
        finally:
            del self._busy[protocol]
            if not transport.is_closing():
                self._idle[protocol] = transport
            self._freed.set()

    async def _make_room(self) -> None:
        """Wait until fewer than `limit` connections are open; close one that waits for a request, if there is any."""
        while self._count() >= self._limit:
            self._forget_closed()
            if self._count() < self._limit:
                return
            if self._new:
                # Its request may be on its way through the loop.
                oldest, (accepted_at, _) = next(iter(self._new.items()))
                left = accepted_at + GRACE_SECONDS - asyncio.get_running_loop().time()
                if left > 0:
                    await asyncio.sleep(left)
                    continue
                self._close_new(oldest)
            elif self._idle:
                _close(self._idle.pop(next(iter(self._idle))))
            else:
                self._freed.clear()
                await self._freed.wait()
            await asyncio.sleep(0)  # the descriptor is closed in the loop's next round

    def _count(self) -> int:
        return len(self._new) + len(self._idle) + len(self._busy)

    def _forget_closed(self) -> None:
        self._new = {each: held for each, held in self._new.items() if not held[1].is_closing()}
        self._idle = {each: transport for each, transport in self._idle.items() if not transport.is_closing()}

    def _close_new(self, protocol: Protocol) -> None:
        if protocol in self._new:
            _close(self._new.pop(protocol)[1])


def _close(transport: asyncio.BaseTransport) -> None:
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()


async def listen(host: str, port: int) -> list[socket.socket]:
    """Open a listening socket for each address of a host. Raises OSError if one cannot be opened."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    opened: list[socket.socket] = []
    try:
        for family, address in dict.fromkeys((family, address) for family, *_, address in found):
            opened.append(socket.create_server(address[:2], family=family, backlog=BACKLOG))
            opened[-1].setblocking(False)
    except OSError:
        for each in opened:
            each.close()
        raise
    return opened
