"""The express, against real sockets: every request is told its end once, and truly."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

import bot.express
from bot.express import Express, Reply
from tests.bot.peers import PAGE, Talk, answer, chunked, echo, serving
from tests.bot.sending import PATIENCE_SECONDS, ask, numbers, open_express, posted, replies, until


@pytest.fixture(autouse=True)
async def complaints() -> AsyncIterator[list[dict[str, Any]]]:
    """What the loop complains of, as a callback that raises; there should be nothing."""
    found: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, complaint: found.append(complaint))
    yield found
    assert found == []


def saying(*pieces: bytes) -> Callable[[Talk], Any]:
    """Answer one request with these bytes, each in a packet of its own, then hang up."""

    async def behave(talk: Talk) -> None:
        if await talk.read() is not None:
            for piece in pieces:
                talk.say(piece)
                await talk.writer.drain()
                await asyncio.sleep(0.01)

    return behave


async def hearing(talk: Talk) -> None:
    """Read requests and never answer."""
    while await talk.read() is not None:
        pass


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
        express = Express(peer.url, 2)
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


# Answers that break off, and worse


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
    monkeypatch.setattr(bot.express, "LARGEST_ANSWER_BYTES", 5000)
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
    monkeypatch.setattr(bot.express, "LARGEST_ANSWER_BYTES", 5000)

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


# The end


async def test_close_tells_all_that_is_under_way_once_and_truly() -> None:
    async with serving(hearing) as peer:
        express = Express(peer.url, 2)
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
        express = Express(peer.url.replace("http:", "https:"), 3)
        futures = [posted(express) for _ in range(5)]
        await until(lambda: peer.connections == 3)
        async with asyncio.timeout(3):
            await express.close()
        assert all(future.done() and not future.result().may_have_arrived for future in futures)


async def test_what_is_posted_after_the_end_never_leaves() -> None:
    async with serving(echo) as peer:
        express = Express(peer.url)
        await express.close()
        assert await ask(express) == Reply(None, reason="closed", may_have_arrived=False)
    assert peer.connections == 0


async def test_what_opens_while_it_closes_is_closed_too() -> None:
    async with serving(echo) as peer:
        express = Express(peer.url, 3)
        futures = [posted(express) for _ in range(5)]
        await express.close()
        assert {future.result().may_have_arrived for future in futures} == {False}
        await until(lambda: peer.open == 0)
    assert peer.bodies == []
