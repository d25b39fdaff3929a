"""A small HTTP proxy: it serves CONNECT and requests for whole addresses, and connects all of them to one port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass
class ProxyServer:
    """Keeps the first head of each connection in `heads`.

    With `refusal` it responds with those bytes instead of connecting; if it is `silent`, it closes the connection.
    """

    target_port: int
    port: int = 0
    refusal: bytes = b""
    silent: bool = False
    heads: list[bytes] = field(default_factory=list)
    _active: set[asyncio.Task[Any]] = field(default_factory=set)
    _server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Begin to serve, on the same port as before if it was open already."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop serving, and close every connection."""
        if self._server is not None:
            self._server.close()
        for task in list(self._active):
            task.cancel()
        if self._active:
            await asyncio.wait(self._active)
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._active.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                head = await reader.readuntil(b"\r\n\r\n")
                self.heads.append(head)
                if self.refusal:
                    writer.write(self.refusal)
                    await writer.drain()
                elif not self.silent:
                    await self._connect(head, reader, writer)
        finally:
            writer.close()
            self._active.discard(task)

    async def _connect(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        target_reader, target = await asyncio.open_connection("127.0.0.1", self.target_port)
        if head.startswith(b"CONNECT "):
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            target.write(head)
        try:
            await asyncio.gather(_copy(reader, target), _copy(target_reader, writer))
        finally:
            target.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(64 * 1024):
        writer.write(piece)
        await writer.drain()
    writer.close()


@asynccontextmanager
async def running_proxy(proxy: ProxyServer) -> AsyncIterator[ProxyServer]:
    """Open the proxy; close it at the block's end."""
    await proxy.open()
    try:
        yield proxy
    finally:
        await proxy.close()
