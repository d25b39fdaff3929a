"""A server at the level of sockets: it says what a test wants, to the byte, and hangs up when a test wants it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass
class Talk:
    """One connection as the server has it."""

    peer: "Peer"
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def read(self) -> bytes | None:
        """The body of the next request; None when the client hung up."""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
            body = await self.reader.readexactly(int(length.partition(b":")[2]))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        self.peer.heads.append(head)
        self.peer.bodies.append(body)
        return body

    def say(self, *pieces: bytes) -> None:
        """Send bytes as they are."""
        for piece in pieces:
            self.writer.write(piece)

    def reset(self) -> None:
        """Hang up without a goodbye."""
        self.writer.transport.abort()


Behaviour = Callable[[Talk], Awaitable[None]]


@dataclass
class Peer:
    """Every connection made to it, and every request read in full; `open` connections are those not yet closed."""

    url: str = ""
    connections: int = 0
    open: int = 0
    heads: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def serving(
    behave: Behaviour, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Peer]:
    """Serve every connection by `behave`, and close it afterwards."""
    peer, talking = Peer(), set[asyncio.Task[Any]]()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talking.add(task)
        peer.connections += 1
        peer.open += 1
        try:
            with suppress(ConnectionError, asyncio.CancelledError):
                await behave(Talk(peer, reader, writer))
        finally:
            peer.open -= 1
            talking.discard(task)
            writer.close()

    server = await asyncio.start_server(talk, host, port, ssl=tls)
    name = f"[{host}]" if ":" in host else host
    peer.url = f"{'https' if tls else 'http'}://{name}:{server.sockets[0].getsockname()[1]}/bot1:test/sendMessage"
    try:
        yield peer
    finally:
        server.close()
        for task in list(talking):
            task.cancel()
        if talking:
            await asyncio.wait(talking)
        await asyncio.sleep(0)


def answer(body: bytes, status: bytes = b"200 OK", *headers: bytes) -> bytes:
    """An answer of known length."""
    lines = [b"HTTP/1.1 " + status, b"Content-Type: application/json", b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def chunked(*pieces: bytes) -> bytes:
    """An answer in chunks."""
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"


async def echo(talk: Talk) -> None:
    """Answer every request with its own body."""
    while (body := await talk.read()) is not None:
        talk.say(answer(body))


def saying(*pieces: bytes) -> Callable[[Talk], Any]:
    """Answer one request with these bytes, each in a packet of its own, then hang up."""

    async def behave(talk: Talk) -> None:
        if await talk.read() is not None:
            for piece in pieces:
                talk.say(piece)
                await talk.writer.drain()
                await asyncio.sleep(0.01)

    return behave


async def hearing(talk: Talk) -> None:
    """Read requests and never answer."""
    while await talk.read() is not None:
        pass
