"""The express and what comes back: answers that break off, that are no HTTP, and the end of it all."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

import bot.http_pool
from bot.http_pool import ConnectionPool, Reply
from tests.bot.peers import PAGE, Talk, answer, chunked, echo, hearing, saying, serving
from tests.bot.sending import ask, numbers, open_express, posted, replies, until


@pytest.fixture(autouse=True)
async def complaints() -> AsyncIterator[list[dict[str, Any]]]:
    """What the loop complains of, as a callback that raises; there should be nothing."""
    found: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, complaint: found.append(complaint))
    yield found
    assert found == []


@pytest.mark.parametrize("reset", [False, True])
async def test_who_hangs_up_after_reading_may_have_got_it(reset: bool) -> None:
    async def behave(talk: Talk) -> None:
        await talk.read()
        if reset:
            talk.reset()

    async with serving(behave) as peer, open_express(peer.url) as express:
        found = await replies(*(posted(express) for _ in range(20)))
    assert {(reply.status, reply.may_have_arrived) for reply in found} == {(None, True)}
    assert len(peer.bodies) == 20


async def test_a_connection_that_the_server_will_close_is_not_used_again() -> None:
    async def behave(talk: Talk) -> None:
        await talk.read()
        talk.say(answer(b"{}", b"200 OK", b"Connection: close"))
        await talk.read()

    async with serving(behave) as peer, open_express(peer.url, 1) as express:
        found = await replies(*(posted(express) for _ in range(5)))
    assert {reply.status for reply in found} == {200}
    assert peer.connections == len(peer.bodies) == 5


async def test_chunks_are_put_together_wherever_the_packets_break() -> None:
    whole = chunked(b'{"ok":', b"true,", '"result":"Ёж"}'.encode())
    for cut in range(1, len(whole)):
        async with serving(saying(whole[:cut], whole[cut:])) as peer, open_express(peer.url) as express:
            assert await ask(express) == Reply(200, '{"ok":true,"result":"Ёж"}'.encode())


async def test_an_answer_may_come_byte_by_byte() -> None:
    whole = answer(b'{"ok":true}')
    async with serving(saying(*(bytes([byte]) for byte in whole))) as peer, open_express(peer.url) as express:
        assert await ask(express) == Reply(200, b'{"ok":true}')


async def test_no_answer_in_time_may_have_arrived_and_the_line_goes_on() -> None:
    async def behave(talk: Talk) -> None:
        while (body := await talk.read()) is not None:
            if body != b"0":
                talk.say(answer(body))

    async with serving(behave) as peer, open_express(peer.url, 1, answer_seconds=0.2) as express:
        slow, *others = await replies(*(posted(express, body) for body in numbers(4)))
    assert (slow.status, slow.may_have_arrived, slow.reason) == (None, True, "no answer within 0.2 s")
    assert [reply.body for reply in others] == numbers(4)[1:]
    assert peer.connections == 2


@pytest.mark.parametrize("garbage", [b"\x16\x03\x01\x02\x00", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 ok\r\n\r\n"])
async def test_what_is_not_http_may_have_arrived(garbage: bytes) -> None:
    async with serving(saying(garbage)) as peer, open_express(peer.url) as express:
        reply = await ask(express)
    assert (reply.status, reply.may_have_arrived) == (None, True)


async def test_an_upgrade_is_no_answer() -> None:
    switching = b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n\x00\x01"
    async with serving(saying(switching)) as peer, open_express(peer.url) as express:
        assert (await ask(express)).status is None


@pytest.mark.parametrize("cut", [0, 10, 25, 40])
async def test_what_only_says_that_the_answer_is_to_come_is_passed_over(cut: int) -> None:
    hints = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
    async with serving(saying(hints[:cut], hints[cut:] + answer(b"{}"))) as peer, open_express(peer.url) as express:
        assert await ask(express) == Reply(200, b"{}")


async def test_a_page_of_a_gateway_is_handed_over_as_it_is() -> None:
    async def behave(talk: Talk) -> None:
        while await talk.read() is not None:
            talk.say(answer(PAGE, b"502 Bad Gateway"))

    async with serving(behave) as peer, open_express(peer.url) as express:
        assert await ask(express) == Reply(502, PAGE)
        assert (await ask(express)).status == 502
    assert peer.connections == 1


@pytest.mark.parametrize(("status", "told"), [(b"200 OK", 200), (b"400 Bad Request", None)])
@pytest.mark.parametrize("how", ["too large", "broken off", "without a length"])
async def test_of_an_answer_that_breaks_off_only_a_200_counts_for_its_beginning_tells_all(
    monkeypatch: pytest.MonkeyPatch, status: bytes, told: int | None, how: str
) -> None:
    monkeypatch.setattr(bot.http_pool, "LARGEST_ANSWER_BYTES", 5000)
    beginning = b'{"ok":true,"result":{"message_id":5,'
    head = b"HTTP/1.1 " + status + b"\r\n" + (b"\r\n" if how == "without a length" else b"Content-Length: 9999\r\n\r\n")
    pieces = [head + beginning, *([b"x" * 1000] * 9 if how == "too large" else [])]
    async with serving(saying(*pieces)) as peer, open_express(peer.url) as express:
        reply = await ask(express)
    assert (reply.status, reply.may_have_arrived) == (told, True)
    assert reply.body.startswith(beginning)
    assert len(reply.body) < 6100
    assert reply.reason


async def test_headers_without_end_are_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.http_pool, "LARGEST_ANSWER_BYTES", 5000)

    async def behave(talk: Talk) -> None:
        await talk.read()
        talk.say(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            talk.say(b"x" * 1000)
            await talk.writer.drain()

    async with serving(behave) as peer, open_express(peer.url) as express:
        assert await ask(express) == Reply(None, reason="the answer is too large")


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
async def test_an_answer_without_a_body_is_an_answer(status: bytes) -> None:
    async with serving(saying(b"HTTP/1.1 " + status + b"\r\n\r\n")) as peer, open_express(peer.url) as express:
        assert await ask(express) == Reply(int(status[:3]))


@pytest.mark.parametrize("more", [answer(b"false"), b"HTTP/1.1 20", b"\0\xff garbage\r\n\r\n"])
async def test_what_comes_together_with_an_answer_is_nobody_s(more: bytes) -> None:
    async def behave(talk: Talk) -> None:
        while (body := await talk.read()) is not None:
            talk.say(answer(body) + more)

    async with serving(behave) as peer, open_express(peer.url, 1) as express:
        found = await replies(*(posted(express, body) for body in numbers(4)))
    assert [reply.body for reply in found] == numbers(4)
    assert peer.connections == 4


async def test_an_answer_that_nobody_asked_for_ends_the_connection() -> None:
    async def behave(talk: Talk) -> None:
        while (body := await talk.read()) is not None:
            talk.say(answer(body))
            await talk.writer.drain()
            await asyncio.sleep(0.02)
            talk.say(answer(b"false"))

    async with serving(behave) as peer, open_express(peer.url, 1) as express:
        for body in numbers(3):
            assert (await ask(express, body)).body == body
            await asyncio.sleep(0.05)
    assert peer.connections == 3


async def test_close_tells_all_that_is_under_way_once_and_truly() -> None:
    async with serving(hearing) as peer:
        express = ConnectionPool(peer.url, 2)
        told: list[tuple[bytes, Reply]] = []
        for body in numbers(6):
            express.post(body, lambda reply, body=body: told.append((body, reply)))
        await until(lambda: len(peer.bodies) == 2)
        await express.close()
        assert sorted(body for body, _ in told) == numbers(6)
        assert sorted(body for body, reply in told if reply.may_have_arrived) == numbers(2)
        assert express.under_way == 0
        await express.close()
        await asyncio.sleep(0.05)
    assert len(told) == 6
    assert sorted(peer.bodies) == numbers(2)


async def test_close_does_not_wait_for_connections_that_take_long_to_open() -> None:
    async with serving(hearing) as peer:
        express = ConnectionPool(peer.url.replace("http:", "https:"), 3)
        futures = [posted(express) for _ in range(5)]
        await until(lambda: peer.connections == 3)
        async with asyncio.timeout(3):
            await express.close()
        assert all(future.done() and not future.result().may_have_arrived for future in futures)


async def test_what_is_posted_after_the_end_never_leaves() -> None:
    async with serving(echo) as peer:
        express = ConnectionPool(peer.url)
        await express.close()
        assert await ask(express) == Reply(None, reason="closed", may_have_arrived=False)
    assert peer.connections == 0


async def test_what_opens_while_it_closes_is_closed_too() -> None:
    async with serving(echo) as peer:
        express = ConnectionPool(peer.url, 3)
        futures = [posted(express) for _ in range(5)]
        await express.close()
        assert {future.result().may_have_arrived for future in futures} == {False}
        await until(lambda: peer.open == 0)
    assert peer.bodies == []
