"""How the tests post by the express, and wait for what comes back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from bot.http_pool import ConnectionPool, Reply

PATIENCE_SECONDS = 10


@asynccontextmanager
async def open_express(url: str, connections: int = 5, **settings: Any) -> AsyncIterator[ConnectionPool]:
    express = ConnectionPool(url, connections, **settings)
    try:
        yield express
    finally:
        await express.close()


def posted(express: ConnectionPool, body: bytes = b"{}") -> "asyncio.Future[Reply]":
    """Post; a second reply to it would be a complaint of the loop."""
    future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
    express.post(body, future.set_result)
    return future


async def replies(*futures: "asyncio.Future[Reply]") -> list[Reply]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        return list(await asyncio.gather(*futures))


async def ask(express: ConnectionPool, body: bytes = b"{}") -> Reply:
    return (await replies(posted(express, body)))[0]


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not happened():  # noqa: ASYNC110 - it happens at the other end of a socket
            await asyncio.sleep(0.005)


def numbers(count: int) -> list[bytes]:
    return [b"%d" % number for number in range(count)]
