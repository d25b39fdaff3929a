"""The connection pool against a server that misbehaves at random: each request gets its own result, once."""

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.http_pool import HttpResponse
from bot.timings import HttpTimeouts
from tests.bot.pool_requests import METHOD, numbers, open_pool, until
from tests.bot.raw_servers import PAGE, RawServer, ServerConnection, chunked, open_raw_server, response_bytes

pytestmark = pytest.mark.slow


async def _complete(connection: ServerConnection, body: bytes) -> bool:
    connection.write(response_bytes(body))
    return True


async def _in_pieces(connection: ServerConnection, body: bytes) -> bool:
    for piece in (chunked(body[:1], body[1:]) if len(body) > 1 else chunked(body)).partition(b"\r\n\r\n"):
        connection.write(piece)
        await asyncio.sleep(0.001)
    return True


async def _late(connection: ServerConnection, body: bytes) -> bool:
    await asyncio.sleep(0.01)
    return await _complete(connection, body)


async def _interim_first(connection: ServerConnection, body: bytes) -> bool:
    connection.write(b"HTTP/1.1 100 Continue\r\n\r\n", response_bytes(body))
    return True


async def _complete_and_close(connection: ServerConnection, body: bytes) -> bool:
    connection.write(response_bytes(body, b"200 OK", b"Connection: close"))
    return False


async def _complete_and_hang_up(connection: ServerConnection, body: bytes) -> bool:
    await _complete(connection, body)
    await connection.writer.drain()
    return False


async def _twice(connection: ServerConnection, body: bytes) -> bool:
    connection.write(response_bytes(body) + response_bytes(b'"unexpected"'))
    return True


async def _unexpected_later(connection: ServerConnection, body: bytes) -> bool:
    await _complete(connection, body)
    await asyncio.sleep(0.003)
    connection.write(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    return False


async def _page(connection: ServerConnection, body: bytes) -> bool:
    connection.write(response_bytes(PAGE, b"502 Bad Gateway"))
    return True


async def _hang_up(connection: ServerConnection, body: bytes) -> bool:
    return False


async def _reset(connection: ServerConnection, body: bytes) -> bool:
    connection.reset()
    return False


async def _half(connection: ServerConnection, body: bytes) -> bool:
    whole = response_bytes(body)
    connection.write(whole[: len(whole) - len(body)])
    await connection.writer.drain()
    return False


async def _garbage(connection: ServerConnection, body: bytes) -> bool:
    connection.write(b"\0\xff garbage\r\n\r\n")
    return True


async def _silence(connection: ServerConnection, body: bytes) -> bool:
    await asyncio.sleep(5)
    return False


TIMEOUTS = HttpTimeouts(response_seconds=0.08, idle_seconds=0.02)
KINDS = [
    _complete,
    _in_pieces,
    _late,
    _interim_first,
    _complete_and_close,
    _complete_and_hang_up,
    _twice,
    _unexpected_later,
    _page,
    _hang_up,
    _reset,
    _half,
    _garbage,
    _silence,
]
CERTAIN = {
    _complete,
    _in_pieces,
    _late,
    _interim_first,
    _complete_and_close,
    _complete_and_hang_up,
    _twice,
    _unexpected_later,
}


async def _exchange(
    kinds: list[Any], connections: int, again: bool
) -> tuple[RawServer, dict[bytes, list[HttpResponse]], list[Any]]:
    """Post one request per kind; the server treats the n-th body by the n-th kind."""
    loop_errors: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, error: loop_errors.append(error))
    results: dict[bytes, list[HttpResponse]] = {body: [] for body in numbers(len(kinds) * (2 if again else 1))}

    async def serve(connection: ServerConnection) -> None:
        while (body := await connection.read()) is not None:
            if not await kinds[int(body) % len(kinds)](connection, body):
                return

    async with open_raw_server(serve) as server:
        async with open_pool(server.url, connections, timeouts=TIMEOUTS) as pool:

            def note(body: bytes, response: HttpResponse) -> None:
                results[body].append(response)
                second = b"%d" % (int(body) + len(kinds))
                if again and second in results:
                    pool.post(METHOD, second, lambda response: note(second, response))

            for body in numbers(len(kinds)):
                pool.post(METHOD, body, lambda response, body=body: note(body, response))
            await until(lambda: all(results.values()))
            assert pool.in_flight == 0
        await asyncio.sleep(0.01)
    return server, results, loop_errors


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=40), st.integers(1, 6), st.booleans())
def test_each_request_gets_its_own_result_once(kinds: list[Any], connections: int, again: bool) -> None:
    with asyncio.Runner() as runner:
        server, results, loop_errors = runner.run(_exchange(kinds, connections, again))
    assert loop_errors == []
    for body, received in results.items():
        (response,) = received
        kind = kinds[int(body) % len(kinds)]
        if response.status == 200:
            assert response.body == body, "the response to another request"
            assert kind in CERTAIN
        if not response.may_have_arrived:
            assert body not in server.bodies
        if response.status == 502:
            assert kind is _page
    assert len(server.bodies) == len(set(server.bodies)), "sent twice"
