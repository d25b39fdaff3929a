"""A server at the level of sockets: a test controls every byte that it sends, and when it closes a connection."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass
class ServerConnection:
    """The server's end of one connection."""

    server: "RawServer"
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def read(self) -> bytes | None:
        """Return the body of the next request; None if the client closed the connection."""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
            body = await self.reader.readexactly(int(length.partition(b":")[2]))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        self.server.heads.append(head)
        self.server.bodies.append(body)
        return body

    def write(self, *pieces: bytes) -> None:
        """Send bytes as they are, each piece by one write."""
        for piece in pieces:
            self.writer.write(piece)

    def reset(self) -> None:
        """Reset the connection."""
        self.writer.transport.abort()


Handler = Callable[[ServerConnection], Awaitable[None]]


@dataclass
class RawServer:
    """Counts all connections and those still `open`; keeps the head and body of each request that was read in full."""

    url: str = ""
    connections: int = 0
    open: int = 0
    heads: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def open_raw_server(
    serve: Handler, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[RawServer]:
    """Serve every connection by `serve`, and close it afterwards."""
    server, active = RawServer(), set[asyncio.Task[Any]]()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        active.add(task)
        server.connections += 1
        server.open += 1
        try:
            with suppress(ConnectionError, asyncio.CancelledError):
                await serve(ServerConnection(server, reader, writer))
        finally:
            server.open -= 1
            active.discard(task)
            writer.close()

    listener = await asyncio.start_server(accept, host, port, ssl=tls)
    name = f"[{host}]" if ":" in host else host
    server.url = f"{'https' if tls else 'http'}://{name}:{listener.sockets[0].getsockname()[1]}/bot1:test"
    try:
        yield server
    finally:
        listener.close()
        for task in list(active):
            task.cancel()
        if active:
            await asyncio.wait(active)
        await asyncio.sleep(0)


def response_bytes(body: bytes, status: bytes = b"200 OK", *headers: bytes) -> bytes:
    """Return a response with Content-Length."""
    lines = [b"HTTP/1.1 " + status, b"Content-Type: application/json", b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def chunked(*pieces: bytes) -> bytes:
    """Return a chunked response."""
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"


async def echo(connection: ServerConnection) -> None:
    """Respond to every request with its own body."""
    while (body := await connection.read()) is not None:
        connection.write(response_bytes(body))


def respond_once(*pieces: bytes) -> Callable[[ServerConnection], Any]:
    """Return a handler that responds to one request with these pieces, each in a separate packet, then closes."""

    async def serve(connection: ServerConnection) -> None:
        if await connection.read() is not None:
            for piece in pieces:
                connection.write(piece)
                await connection.writer.drain()
                await asyncio.sleep(0.01)

    return serve


async def never_respond(connection: ServerConnection) -> None:
    """Read requests and never respond."""
    while await connection.read() is not None:
        pass
