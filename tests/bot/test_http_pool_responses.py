"""The connection pool: responses that break off or are not HTTP, and the closing of the pool."""

import asyncio

import pytest

from bot.http_pool import SLOW_LINE_BYTES_PER_SECOND, ConnectionPool, HttpResponse
from bot.timings import HttpTimeouts
from tests.bot.pool_requests import METHOD, ask, loop_errors, numbers, open_pool, posted, responses, until
from tests.bot.raw_servers import (
    PAGE,
    ServerConnection,
    chunked,
    echo,
    never_respond,
    open_raw_server,
    respond_once,
    response_bytes,
)

__all__ = ["loop_errors"]


@pytest.mark.parametrize("reset", [False, True])
async def test_a_request_may_have_arrived_at_a_server_that_closes_after_reading(reset: bool) -> None:
    async def serve(connection: ServerConnection) -> None:
        await connection.read()
        if reset:
            connection.reset()

    async with open_raw_server(serve) as server, open_pool(server.url) as pool:
        received = await responses(*(posted(pool) for _ in range(20)))
    assert {(response.status, response.may_have_arrived) for response in received} == {(None, True)}
    assert len(server.bodies) == 20


async def test_a_connection_that_the_server_will_close_is_not_used_again() -> None:
    async def serve(connection: ServerConnection) -> None:
        await connection.read()
        connection.write(response_bytes(b"{}", b"200 OK", b"Connection: close"))
        await connection.read()

    async with open_raw_server(serve) as server, open_pool(server.url, 1) as pool:
        received = await responses(*(posted(pool) for _ in range(5)))
    assert {response.status for response in received} == {200}
    assert server.connections == len(server.bodies) == 5


@pytest.mark.slow
async def test_chunks_are_put_together_wherever_the_packets_break() -> None:
    whole = chunked(b'{"ok":', b"true,", '"result":"Ёж"}'.encode())
    for cut in range(1, len(whole)):
        async with open_raw_server(respond_once(whole[:cut], whole[cut:])) as server, open_pool(server.url) as pool:
            assert await ask(pool) == HttpResponse(200, '{"ok":true,"result":"Ёж"}'.encode())


@pytest.mark.slow
async def test_a_response_may_come_byte_by_byte() -> None:
    whole = response_bytes(b'{"ok":true}')
    async with (
        open_raw_server(respond_once(*(bytes([byte]) for byte in whole))) as server,
        open_pool(server.url) as pool,
    ):
        assert await ask(pool) == HttpResponse(200, b'{"ok":true}')


async def test_a_request_without_a_response_may_have_arrived_and_the_queue_goes_on() -> None:
    async def serve(connection: ServerConnection) -> None:
        while (body := await connection.read()) is not None:
            if body != b"0":
                connection.write(response_bytes(body))

    async with (
        open_raw_server(serve) as server,
        open_pool(server.url, 1, timeouts=HttpTimeouts(response_seconds=0.2)) as pool,
    ):
        slow, *others = await responses(*(posted(pool, body) for body in numbers(4)))
    assert (slow.status, slow.may_have_arrived, slow.reason) == (None, True, "no response within 0.2 s")
    assert [response.body for response in others] == numbers(4)[1:]
    assert server.connections == 2


async def test_a_large_upload_has_more_time_for_its_response() -> None:
    async def serve(connection: ServerConnection) -> None:
        while (body := await connection.read()) is not None:
            await asyncio.sleep(0.5)
            connection.write(response_bytes(b"%d" % len(body)))

    async with (
        open_raw_server(serve) as server,
        open_pool(server.url, timeouts=HttpTimeouts(response_seconds=0.1)) as pool,
    ):
        size = 4 * SLOW_LINE_BYTES_PER_SECOND
        assert (await ask(pool, b"x" * size)).body == b"%d" % size
        assert (await ask(pool)).status is None


@pytest.mark.parametrize("garbage", [b"\x16\x03\x01\x02\x00", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 ok\r\n\r\n"])
async def test_a_response_that_is_not_http_leaves_the_request_in_doubt(garbage: bytes) -> None:
    async with open_raw_server(respond_once(garbage)) as server, open_pool(server.url) as pool:
        response = await ask(pool)
    assert (response.status, response.may_have_arrived) == (None, True)


async def test_an_upgrade_is_no_response() -> None:
    switching = b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n\x00\x01"
    async with open_raw_server(respond_once(switching)) as server, open_pool(server.url) as pool:
        assert (await ask(pool)).status is None


@pytest.mark.parametrize("cut", [0, 10, 25, 40])
async def test_interim_responses_are_skipped(cut: int) -> None:
    hints = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
    async with (
        open_raw_server(respond_once(hints[:cut], hints[cut:] + response_bytes(b"{}"))) as server,
        open_pool(server.url) as pool,
    ):
        assert await ask(pool) == HttpResponse(200, b"{}")


async def test_a_gateways_page_is_returned_as_it_is() -> None:
    async def serve(connection: ServerConnection) -> None:
        while await connection.read() is not None:
            connection.write(response_bytes(PAGE, b"502 Bad Gateway"))

    async with open_raw_server(serve) as server, open_pool(server.url) as pool:
        assert await ask(pool) == HttpResponse(502, PAGE)
        assert (await ask(pool)).status == 502
    assert server.connections == 1


@pytest.mark.parametrize(("status", "expected"), [(b"200 OK", 200), (b"400 Bad Request", None)])
@pytest.mark.parametrize("how", ["too large", "broken off", "without a length"])
async def test_of_responses_that_break_off_only_the_beginning_of_a_200_is_returned_with_its_status(
    status: bytes, expected: int | None, how: str
) -> None:
    beginning = b'{"ok":true,"result":{"message_id":5,'
    head = b"HTTP/1.1 " + status + b"\r\n" + (b"\r\n" if how == "without a length" else b"Content-Length: 9999\r\n\r\n")
    pieces = [head + beginning, *([b"x" * 1000] * 9 if how == "too large" else [])]
    async with open_raw_server(respond_once(*pieces)) as server, open_pool(server.url, max_response_bytes=5000) as pool:
        response = await ask(pool)
    assert (response.status, response.may_have_arrived) == (expected, True)
    assert response.body.startswith(beginning)
    assert len(response.body) < 6100
    assert response.reason


async def test_endless_headers_end_the_connection() -> None:
    async def serve(connection: ServerConnection) -> None:
        await connection.read()
        connection.write(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            connection.write(b"x" * 1000)
            await connection.writer.drain()

    async with open_raw_server(serve) as server, open_pool(server.url, max_response_bytes=5000) as pool:
        assert await ask(pool) == HttpResponse(None, reason="the response is too large")


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
async def test_a_response_without_a_body_is_complete(status: bytes) -> None:
    async with (
        open_raw_server(respond_once(b"HTTP/1.1 " + status + b"\r\n\r\n")) as server,
        open_pool(server.url) as pool,
    ):
        assert await ask(pool) == HttpResponse(int(status[:3]))


@pytest.mark.parametrize("more", [response_bytes(b"false"), b"HTTP/1.1 20", b"\0\xff garbage\r\n\r\n"])
async def test_bytes_after_a_response_are_ignored_and_the_connection_is_closed(more: bytes) -> None:
    async def serve(connection: ServerConnection) -> None:
        while (body := await connection.read()) is not None:
            connection.write(response_bytes(body) + more)

    async with open_raw_server(serve) as server, open_pool(server.url, 1) as pool:
        received = await responses(*(posted(pool, body) for body in numbers(4)))
    assert [response.body for response in received] == numbers(4)
    assert server.connections == 4


async def test_a_response_without_a_request_ends_the_connection() -> None:
    async def serve(connection: ServerConnection) -> None:
        while (body := await connection.read()) is not None:
            connection.write(response_bytes(body))
            await connection.writer.drain()
            await asyncio.sleep(0.02)
            connection.write(response_bytes(b"false"))

    async with open_raw_server(serve) as server, open_pool(server.url, 1) as pool:
        for body in numbers(3):
            assert (await ask(pool, body)).body == body
            await until(lambda: server.open == 0)
    assert server.connections == 3


async def test_close_fails_each_request_in_flight_once() -> None:
    async with open_raw_server(never_respond) as server:
        pool = ConnectionPool(server.url, 2)
        received: list[tuple[bytes, HttpResponse]] = []
        for body in numbers(6):
            pool.post(METHOD, body, lambda response, body=body: received.append((body, response)))
        await until(lambda: len(server.bodies) == 2)
        await pool.close()
        assert sorted(body for body, _ in received) == numbers(6)
        assert sorted(body for body, response in received if response.may_have_arrived) == numbers(2)
        assert pool.in_flight == 0
        await pool.close()
        await asyncio.sleep(0.05)
    assert len(received) == 6
    assert sorted(server.bodies) == numbers(2)


@pytest.mark.slow
async def test_close_does_not_wait_for_connections_that_take_long_to_open() -> None:
    async with open_raw_server(never_respond) as server:
        pool = ConnectionPool(server.url.replace("http:", "https:"), 3)
        futures = [posted(pool) for _ in range(5)]
        await until(lambda: server.connections == 3)
        async with asyncio.timeout(3):
            await pool.close()
        assert all(future.done() and not future.result().may_have_arrived for future in futures)


async def test_a_request_posted_after_close_is_not_sent() -> None:
    async with open_raw_server(echo) as server:
        pool = ConnectionPool(server.url)
        await pool.close()
        assert await ask(pool) == HttpResponse(None, reason="closed", may_have_arrived=False)
    assert server.connections == 0


async def test_connections_that_open_during_close_are_closed_too() -> None:
    async with open_raw_server(echo) as server:
        pool = ConnectionPool(server.url, 3)
        futures = [posted(pool) for _ in range(5)]
        await pool.close()
        assert {future.result().may_have_arrived for future in futures} == {False}
        await until(lambda: server.open == 0)
    assert server.bodies == []
