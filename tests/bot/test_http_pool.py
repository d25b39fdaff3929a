"""The connection pool, against real sockets: every request gets one result, and a true one."""

import asyncio
from typing import Any

import pytest

from bot.http_pool import ConnectionPool, HttpResponse
from bot.timings import HttpTimeouts
from tests.bot.pool_requests import (
    METHOD,
    TIMEOUT_SECONDS,
    ask,
    loop_errors,
    numbers,
    open_pool,
    posted,
    responses,
    until,
)
from tests.bot.raw_servers import ServerConnection, echo, never_respond, open_raw_server, respond_once, response_bytes

__all__ = ["loop_errors"]

# Connections


async def test_a_request_is_http_with_the_body_as_it_is() -> None:
    async with open_raw_server(echo) as server, open_pool(server.url) as pool:
        body = '{"chat_id":7,"text":"Ёж"}'.encode()
        assert await ask(pool, body) == HttpResponse(200, body)
    (head,) = server.heads
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /bot1:test/sendMessage HTTP/1.1"
    assert set(lines[1:-2]) == {
        f"Host: {server.url.split('/')[2]}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    }


async def test_all_methods_share_the_connections_of_the_host() -> None:
    async with open_raw_server(echo) as server, open_pool(server.url) as pool:
        for method in ("sendMessage", "editMessageText", "answerCallbackQuery"):
            assert (await responses(posted(pool, b"{}", method)))[0].status == 200
    assert server.connections == 1
    assert [head.split()[1] for head in server.heads] == [
        b"/bot1:test/sendMessage",
        b"/bot1:test/editMessageText",
        b"/bot1:test/answerCallbackQuery",
    ]


async def test_a_body_of_another_type_says_so() -> None:
    async with open_raw_server(echo) as server, open_pool(server.url) as pool:
        pool.post("sendPhoto", b"--x--", lambda response: None, b"multipart/form-data; boundary=x")
        await until(lambda: len(server.bodies) == 1)
    assert b"\r\nContent-Type: multipart/form-data; boundary=x\r\n" in server.heads[0]


async def test_sequential_requests_share_one_connection() -> None:
    async with open_raw_server(echo) as server, open_pool(server.url) as pool:
        for body in numbers(50):
            assert (await ask(pool, body)).body == body
    assert server.connections == 1


async def test_concurrent_requests_share_the_connections_and_each_gets_its_own_response() -> None:
    async def serve(connection: ServerConnection) -> None:
        while (body := await connection.read()) is not None:
            await asyncio.sleep(0.001 * (int(body) % 7))
            connection.write(response_bytes(body))

    async with open_raw_server(serve) as server, open_pool(server.url, 8) as pool:
        bodies = numbers(500)
        received = await responses(*(posted(pool, body) for body in bodies))
        assert pool.in_flight == 0
    assert [response.body for response in received] == bodies
    assert server.connections == 8


async def test_requests_without_an_idle_connection_are_queued_and_sent_in_order() -> None:
    async def slowly(connection: ServerConnection) -> None:
        while (body := await connection.read()) is not None:
            await asyncio.sleep(0.01)
            connection.write(response_bytes(body))

    async with open_raw_server(slowly) as server, open_pool(server.url, 1) as pool:
        futures = [posted(pool, body) for body in numbers(10)]
        assert pool.in_flight == 10
        await responses(*futures)
    assert server.bodies == numbers(10)
    assert server.connections == 1


async def test_a_request_that_is_queued_too_long_fails_as_not_sent() -> None:
    async with (
        open_raw_server(never_respond) as server,
        open_pool(server.url, 1, timeouts=HttpTimeouts(queue_seconds=0.1, response_seconds=5)) as pool,
    ):
        first, second = posted(pool, b"1"), posted(pool, b"2")
        (received,) = await responses(second)
        assert (received.status, received.may_have_arrived) == (None, False)
        assert not first.done()
    assert server.bodies == [b"1"]


async def test_a_connection_that_the_server_closed_while_idle_is_not_used_again() -> None:
    async with open_raw_server(respond_once(response_bytes(b"{}"))) as server, open_pool(server.url) as pool:
        for number in range(1, 4):
            assert (await ask(pool)).status == 200
            await until(lambda: server.open == 0)
            await asyncio.sleep(0.02)
            assert server.connections == number


async def test_a_connection_that_was_idle_too_long_is_not_used_again() -> None:
    async with open_raw_server(echo) as server, open_pool(server.url, timeouts=HttpTimeouts(idle_seconds=0.05)) as pool:
        await ask(pool)
        await asyncio.sleep(0.1)
        await ask(pool)
        assert server.connections == 2


async def test_idle_connections_are_closed() -> None:
    async with (
        open_raw_server(echo) as server,
        open_pool(server.url, timeouts=HttpTimeouts(idle_seconds=0.05, queue_seconds=0.2)) as pool,
    ):
        await responses(*(posted(pool) for _ in range(5)))
        await until(lambda: server.open == 0)


async def test_a_request_posted_from_a_callback_uses_the_idle_connection() -> None:
    left, done = 100, asyncio.Event()

    async with open_raw_server(echo) as server, open_pool(server.url) as pool:

        def again(response: HttpResponse) -> None:
            nonlocal left
            assert response.status == 200
            left -= 1
            if left:
                pool.post(METHOD, b"{}", again)
            else:
                done.set()

        pool.post(METHOD, b"{}", again)
        async with asyncio.timeout(TIMEOUT_SECONDS):
            await done.wait()
    assert server.connections == 1


async def test_a_callback_that_raises_harms_no_other_request(loop_errors: list[dict[str, Any]]) -> None:
    def fail(response: HttpResponse) -> None:
        raise RuntimeError("no room")

    async with open_raw_server(echo) as server, open_pool(server.url, 2) as pool:
        for _ in range(10):
            pool.post(METHOD, b"{}", fail)
        assert (await ask(pool)).status == 200
        assert server.connections <= 2
    async with open_pool("http://127.0.0.1:9") as pool:
        pool.post(METHOD, b"{}", fail)
        assert (await ask(pool)).may_have_arrived is False
    assert [str(error["exception"]) for error in loop_errors] == ["no room"] * 11
    loop_errors.clear()


# Servers that are not reachable


async def test_where_no_server_listens_all_queued_requests_fail_as_not_sent() -> None:
    async with open_pool("http://127.0.0.1:9", 3) as pool:
        received = await responses(*(posted(pool) for _ in range(20)))
    assert {(response.status, response.may_have_arrived) for response in received} == {(None, False)}
    assert all(response.reason.startswith("ConnectionRefusedError") for response in received)


@pytest.mark.parametrize("host", ["..", "a" * 70])
async def test_a_malformed_host_fails_like_one_that_does_not_answer(host: str) -> None:
    async with open_pool(f"http://{host}:80/") as pool:
        response = await ask(pool)
    assert (response.status, response.may_have_arrived) == (None, False)


async def test_after_an_outage_it_goes_on() -> None:
    async with open_raw_server(echo) as server:
        port = int(server.url.split(":")[2].partition("/")[0])
        pool = ConnectionPool(server.url, 2)
        assert (await ask(pool)).status == 200
    await asyncio.sleep(0.02)
    assert (await ask(pool)).may_have_arrived is False
    async with open_raw_server(echo, port=port):
        assert (await ask(pool)).status == 200
        await pool.close()


async def test_a_connection_that_cannot_be_opened_fails_no_request_while_another_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def slowly(connection: ServerConnection) -> None:
        while (body := await connection.read()) is not None:
            await asyncio.sleep(0.05)
            connection.write(response_bytes(body))

    async with open_raw_server(slowly) as server, open_pool(server.url, 4) as pool:
        first = posted(pool)
        await until(lambda: len(server.bodies) == 1)

        async def refuse(*_: Any, **__: Any) -> Any:
            raise ConnectionRefusedError("full")

        monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", refuse)
        received = await responses(first, *(posted(pool) for _ in range(3)))
    assert [response.status for response in received] == [200] * 4
    assert server.connections == 1


async def test_a_server_that_closes_at_once_gets_no_request() -> None:
    async def close_at_once(connection: ServerConnection) -> None:
        connection.reset()

    async with open_raw_server(close_at_once) as server, open_pool(server.url) as pool:
        received = await responses(*(posted(pool) for _ in range(10)))
    assert {response.status for response in received} == {None}
    assert server.bodies == []


async def test_a_handshake_that_never_ends_is_given_up() -> None:
    async with open_raw_server(never_respond) as server:
        url = server.url.replace("http:", "https:")
        async with open_pool(url, timeouts=HttpTimeouts(queue_seconds=0.2)) as pool:
            received = await responses(*(posted(pool) for _ in range(3)))
    assert {(response.status, response.may_have_arrived) for response in received} == {(None, False)}
