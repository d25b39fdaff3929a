"""Requests by a connection pool or a proxy transport, and how the tests wait for their responses."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.http_pool import ConnectionPool, HttpResponse
from bot.transport import Transport

TIMEOUT_SECONDS = 10
METHOD = "sendMessage"


@pytest.fixture(autouse=True)
async def loop_errors() -> AsyncIterator[list[dict[str, Any]]]:
    """The errors that the event loop reports, as of a callback that raises; there should be none."""
    found: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, error: found.append(error))
    yield found
    assert found == []


@asynccontextmanager
async def open_pool(url: str, connections: int = 5, **settings: Any) -> AsyncIterator[ConnectionPool]:
    pool = ConnectionPool(url, connections, **settings)
    try:
        yield pool
    finally:
        await pool.close()


def posted(transport: Transport, body: bytes = b"{}", method: str = METHOD) -> "asyncio.Future[HttpResponse]":
    """Post a request; a second response to it would be an error of the loop."""
    future: asyncio.Future[HttpResponse] = asyncio.get_running_loop().create_future()
    transport.post(method, body, future.set_result)
    return future


async def responses(*futures: "asyncio.Future[HttpResponse]") -> list[HttpResponse]:
    async with asyncio.timeout(TIMEOUT_SECONDS):
        return list(await asyncio.gather(*futures))


async def ask(transport: Transport, body: bytes = b"{}") -> HttpResponse:
    return (await responses(posted(transport, body)))[0]


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not happened():  # noqa: ASYNC110 - it happens at the other end of a socket
            await asyncio.sleep(0.005)


def numbers(count: int) -> list[bytes]:
    return [b"%d" % number for number in range(count)]
