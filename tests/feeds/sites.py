"""Sites for the tests of fetching: a test controls every byte that they send, and which names lead to them."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

from feeds.guard import is_public

Send = Callable[[asyncio.StreamWriter], Awaitable[None]]

# An address of the internet. Tests never connect to it: a proxy of theirs does as if.
OUTSIDE = "93.184.215.14"


@dataclass
class Site:
    """Answers each path with the bytes of `pages`, or lets a function send them; counts all connections."""

    pages: dict[str, bytes | Send] = field(default_factory=dict)
    port: int = 0
    connections: int = 0
    heads: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def is_allowed(self, address: str, port: int) -> bool:
        """Let this site be one of the internet: besides public addresses, only its own address and port are allowed."""
        return (address, port) == ("127.0.0.1", self.port) or is_public(address)


@asynccontextmanager
async def running(site: Site, *, everywhere: bool = False, tls: SSLContext | None = None) -> AsyncIterator[Site]:
    """Serve a site on the loopback of IPv4, or `everywhere`: on every address of this machine, in IPv6 too."""
    active = set[asyncio.Task[Any]]()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        active.add(task)
        site.connections += 1
        try:
            with suppress(ConnectionError, asyncio.CancelledError, asyncio.IncompleteReadError):
                await _answer(site, reader, writer)
        finally:
            active.discard(task)
            writer.close()

    listeners = [await asyncio.start_server(accept, "0.0.0.0" if everywhere else "127.0.0.1", 0, ssl=tls)]  # noqa: S104
    site.port = listeners[0].sockets[0].getsockname()[1]
    if everywhere and socket.has_dualstack_ipv6():
        listeners.append(await asyncio.start_server(accept, "::", site.port))
    try:
        yield site
    finally:
        for listener in listeners:
            listener.close()
        for task in list(active):
            task.cancel()
        if active:
            await asyncio.wait(active)
        await asyncio.sleep(0)


async def _answer(site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one request, and close the connection."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    site.heads.append(head)
    asked = urlsplit(head.split(" ")[1])  # a proxy is asked for a whole address
    page = site.pages.get(asked.path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    if isinstance(page, bytes):
        writer.write(page)
        await writer.drain()
    else:
        await page(writer)


def page(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """Return an answer with Content-Length, unless one of the headers is of it."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if not any(line.lower().startswith("content-length") for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "", "")).encode("utf-8", "surrogateescape") + body


def moved(location: str, status: str = "302 Found") -> bytes:
    """Return a redirect."""
    return page(b"", f"Location: {location}", status=status)


class Names(AbstractResolver):
    """A name server: each name has addresses with spaces between, or several lists of them, one a lookup.

    The last list stays. What stands for a number is one, in all the forms that the C library reads, as `127.1`. Other
    names are unknown.
    """

    def __init__(self, names: dict[str, str | list[str]]) -> None:
        self.names = names

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = self.names.get(host.rstrip("."), host)
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        numbers = (socket.getaddrinfo(each, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)[0]
                   for each in found.split())  # fmt: skip
        return [
            ResolveResult(hostname=host, host=str(address[0]), port=port, family=kind, proto=protocol, flags=0)
            for kind, _, protocol, _, address in numbers
        ]

    async def close(self) -> None:
        """Nothing is open."""
