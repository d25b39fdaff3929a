"""A small proxy for HTTP: CONNECT, and requests for whole addresses; every one of them leads to the same place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass
class ProxyServer:
    """`heads` are how its connections began. With `refusal` it answers that instead; `silent` hangs up instead."""

    lead_to: int
    port: int = 0
    refusal: bytes = b""
    silent: bool = False
    heads: list[bytes] = field(default_factory=list)
    _talking: set[asyncio.Task[Any]] = field(default_factory=set)
    _server: asyncio.Server | None = None

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Begin to serve, on the port of before if there was one."""
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Serve no more, and cut every connection."""
        if self._server is not None:
            self._server.close()
        for task in list(self._talking):
            task.cancel()
        if self._talking:
            await asyncio.wait(self._talking)
        await asyncio.sleep(0)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talking.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                head = await reader.readuntil(b"\r\n\r\n")
                self.heads.append(head)
                if self.refusal:
                    writer.write(self.refusal)
                    await writer.drain()
                elif not self.silent:
                    await self._lead(head, reader, writer)
        finally:
            writer.close()
            self._talking.discard(task)

    async def _lead(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reader_beyond, beyond = await asyncio.open_connection("127.0.0.1", self.lead_to)
        if head.startswith(b"CONNECT "):
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            beyond.write(head)
        try:
            await asyncio.gather(_pour(reader, beyond), _pour(reader_beyond, writer))
        finally:
            beyond.close()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(64 * 1024):
        writer.write(piece)
        await writer.drain()
    writer.close()


@asynccontextmanager
async def proxying(proxy: ProxyServer) -> AsyncIterator[ProxyServer]:
    """Open it; at the block's end it is down."""
    await proxy.open()
    try:
        yield proxy
    finally:
        await proxy.close()
