"""The express, against real sockets: every request is told its end once, and truly."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.http_pool import ConnectionPool, Reply
from tests.bot.peers import Talk, answer, echo, hearing, saying, serving
from tests.bot.sending import PATIENCE_SECONDS, ask, numbers, open_express, posted, replies, until


@pytest.fixture(autouse=True)
async def complaints() -> AsyncIterator[list[dict[str, Any]]]:
    """What the loop complains of, as a callback that raises; there should be nothing."""
    found: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, complaint: found.append(complaint))
    yield found
    assert found == []


# Connections


async def test_a_request_is_http_with_the_body_as_it_is() -> None:
    async with serving(echo) as peer, open_express(peer.url) as express:
        body = '{"chat_id":7,"text":"Ёж"}'.encode()
        assert await ask(express, body) == Reply(200, body)
    (head,) = peer.heads
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /bot1:test/sendMessage HTTP/1.1"
    assert set(lines[1:-2]) == {
        f"Host: {peer.url.split('/')[2]}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    }


async def test_one_after_the_other_go_over_one_connection() -> None:
    async with serving(echo) as peer, open_express(peer.url) as express:
        for body in numbers(50):
            assert (await ask(express, body)).body == body
    assert peer.connections == 1


async def test_many_at_once_share_so_many_connections_and_each_gets_its_own_answer() -> None:
    async def behave(talk: Talk) -> None:
        while (body := await talk.read()) is not None:
            await asyncio.sleep(0.001 * (int(body) % 7))
            talk.say(answer(body))

    async with serving(behave) as peer, open_express(peer.url, 8) as express:
        bodies = numbers(500)
        found = await replies(*(posted(express, body) for body in bodies))
        assert express.under_way == 0
    assert [reply.body for reply in found] == bodies
    assert peer.connections == 8


async def test_who_finds_no_free_connection_waits_in_line_and_is_served_in_order() -> None:
    async def slowly(talk: Talk) -> None:
        while (body := await talk.read()) is not None:
            await asyncio.sleep(0.01)
            talk.say(answer(body))

    async with serving(slowly) as peer, open_express(peer.url, 1) as express:
        futures = [posted(express, body) for body in numbers(10)]
        assert express.under_way == 10
        await replies(*futures)
    assert peer.bodies == numbers(10)
    assert peer.connections == 1


async def test_who_waits_in_line_too_long_is_told_that_it_never_left() -> None:
    async with serving(hearing) as peer, open_express(peer.url, 1, line_seconds=0.1, answer_seconds=5) as express:
        first, second = posted(express, b"1"), posted(express, b"2")
        (told,) = await replies(second)
        assert (told.status, told.may_have_arrived) == (None, False)
        assert not first.done()
    assert peer.bodies == [b"1"]


async def test_a_connection_that_the_server_closed_at_rest_is_not_used_again() -> None:
    async with serving(saying(answer(b"{}"))) as peer, open_express(peer.url) as express:
        for number in range(1, 4):
            assert (await ask(express)).status == 200
            await until(lambda: peer.open == 0)
            await asyncio.sleep(0.02)
            assert peer.connections == number


async def test_a_connection_that_rested_too_long_is_not_trusted() -> None:
    async with serving(echo) as peer, open_express(peer.url, fresh_seconds=0.05) as express:
        await ask(express)
        await asyncio.sleep(0.1)
        await ask(express)
        assert peer.connections == 2


async def test_connections_that_nobody_needs_are_let_go() -> None:
    async with serving(echo) as peer, open_express(peer.url, fresh_seconds=0.05, line_seconds=0.2) as express:
        await replies(*(posted(express) for _ in range(5)))
        await until(lambda: peer.open == 0)


async def test_posting_from_within_a_reply_uses_the_connection_that_is_free_by_then() -> None:
    left, done = 100, asyncio.Event()

    async with serving(echo) as peer, open_express(peer.url) as express:

        def again(reply: Reply) -> None:
            nonlocal left
            assert reply.status == 200
            left -= 1
            if left:
                express.post(b"{}", again)
            else:
                done.set()

        express.post(b"{}", again)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await done.wait()
    assert peer.connections == 1


async def test_a_reply_that_raises_harms_nobody_else(complaints: list[dict[str, Any]]) -> None:
    def fail(reply: Reply) -> None:
        raise RuntimeError("no room")

    async with serving(echo) as peer, open_express(peer.url, 2) as express:
        for _ in range(10):
            express.post(b"{}", fail)
        assert (await ask(express)).status == 200
        assert peer.connections <= 2
    async with open_express("http://127.0.0.1:9") as express:
        express.post(b"{}", fail)
        assert (await ask(express)).may_have_arrived is False
    assert [str(complaint["exception"]) for complaint in complaints] == ["no room"] * 11
    complaints.clear()


# Nobody there


async def test_where_nobody_listens_all_in_line_are_told_that_they_never_left() -> None:
    async with open_express("http://127.0.0.1:9", 3) as express:
        found = await replies(*(posted(express) for _ in range(20)))
    assert {(reply.status, reply.may_have_arrived) for reply in found} == {(None, False)}
    assert all(reply.reason.startswith("ConnectionRefusedError") for reply in found)


@pytest.mark.parametrize("host", ["..", "a" * 70])
async def test_a_host_that_is_no_name_is_told_like_one_that_does_not_answer(host: str) -> None:
    async with open_express(f"http://{host}:80/") as express:
        reply = await ask(express)
    assert (reply.status, reply.may_have_arrived) == (None, False)


async def test_after_an_outage_it_goes_on() -> None:
    async with serving(echo) as peer:
        port = int(peer.url.split(":")[2].partition("/")[0])
        express = ConnectionPool(peer.url, 2)
        assert (await ask(express)).status == 200
    await asyncio.sleep(0.02)
    assert (await ask(express)).may_have_arrived is False
    async with serving(echo, port=port):
        assert (await ask(express)).status == 200
        await express.close()


async def test_one_connection_that_cannot_be_opened_is_no_reason_to_fail_while_others_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def slowly(talk: Talk) -> None:
        while (body := await talk.read()) is not None:
            await asyncio.sleep(0.05)
            talk.say(answer(body))

    async with serving(slowly) as peer, open_express(peer.url, 4) as express:
        first = posted(express)
        await until(lambda: len(peer.bodies) == 1)

        async def refuse(*_: Any, **__: Any) -> Any:
            raise ConnectionRefusedError("full")

        monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", refuse)
        found = await replies(first, *(posted(express) for _ in range(3)))
    assert [reply.status for reply in found] == [200] * 4
    assert peer.connections == 1


async def test_a_server_that_hangs_up_at_once_gets_nothing() -> None:
    async def hang_up(talk: Talk) -> None:
        talk.reset()

    async with serving(hang_up) as peer, open_express(peer.url) as express:
        found = await replies(*(posted(express) for _ in range(10)))
    assert {reply.status for reply in found} == {None}
    assert peer.bodies == []


async def test_a_handshake_that_never_ends_is_given_up() -> None:
    async with serving(hearing) as peer:
        url = peer.url.replace("http:", "https:")
        async with open_express(url, line_seconds=0.2) as express:
            found = await replies(*(posted(express) for _ in range(3)))
    assert {(reply.status, reply.may_have_arrived) for reply in found} == {(None, False)}
