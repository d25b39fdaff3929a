"""The express and a server that does anything: each request is told its own end, once."""

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.http_pool import Reply
from tests.bot.peers import PAGE, Peer, Talk, answer, chunked, serving
from tests.bot.sending import numbers, open_express, until


async def _well(talk: Talk, body: bytes) -> bool:
    talk.say(answer(body))
    return True


async def _in_pieces(talk: Talk, body: bytes) -> bool:
    for piece in (chunked(body[:1], body[1:]) if len(body) > 1 else chunked(body)).partition(b"\r\n\r\n"):
        talk.say(piece)
        await asyncio.sleep(0.001)
    return True


async def _late(talk: Talk, body: bytes) -> bool:
    await asyncio.sleep(0.01)
    return await _well(talk, body)


async def _announced(talk: Talk, body: bytes) -> bool:
    talk.say(b"HTTP/1.1 100 Continue\r\n\r\n", answer(body))
    return True


async def _well_and_close(talk: Talk, body: bytes) -> bool:
    talk.say(answer(body, b"200 OK", b"Connection: close"))
    return False


async def _well_and_hang_up(talk: Talk, body: bytes) -> bool:
    await _well(talk, body)
    await talk.writer.drain()
    return False


async def _twice(talk: Talk, body: bytes) -> bool:
    talk.say(answer(body) + answer(b'"nobody asked"'))
    return True


async def _unasked_later(talk: Talk, body: bytes) -> bool:
    await _well(talk, body)
    await asyncio.sleep(0.003)
    talk.say(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    return False


async def _page(talk: Talk, body: bytes) -> bool:
    talk.say(answer(PAGE, b"502 Bad Gateway"))
    return True


async def _hang_up(talk: Talk, body: bytes) -> bool:
    return False


async def _reset(talk: Talk, body: bytes) -> bool:
    talk.reset()
    return False


async def _half(talk: Talk, body: bytes) -> bool:
    whole = answer(body)
    talk.say(whole[: len(whole) - len(body)])
    await talk.writer.drain()
    return False


async def _garbage(talk: Talk, body: bytes) -> bool:
    talk.say(b"\0\xff garbage\r\n\r\n")
    return True


async def _silence(talk: Talk, body: bytes) -> bool:
    await asyncio.sleep(5)
    return False


KINDS = [
    _well,
    _in_pieces,
    _late,
    _announced,
    _well_and_close,
    _well_and_hang_up,
    _twice,
    _unasked_later,
    _page,
    _hang_up,
    _reset,
    _half,
    _garbage,
    _silence,
]
CERTAIN = {_well, _in_pieces, _late, _announced, _well_and_close, _well_and_hang_up, _twice, _unasked_later}


async def _storm(kinds: list[Any], connections: int, again: bool) -> tuple[Peer, dict[bytes, list[Reply]], list[Any]]:
    """Post as many as there are kinds; the server treats the n-th body by the n-th kind."""
    complaints: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, complaint: complaints.append(complaint))
    told: dict[bytes, list[Reply]] = {body: [] for body in numbers(len(kinds) * (2 if again else 1))}

    async def behave(talk: Talk) -> None:
        while (body := await talk.read()) is not None:
            if not await kinds[int(body) % len(kinds)](talk, body):
                return

    async with serving(behave) as peer:
        async with open_express(peer.url, connections, answer_seconds=0.08, fresh_seconds=0.02) as express:

            def hear(body: bytes, reply: Reply) -> None:
                told[body].append(reply)
                second = b"%d" % (int(body) + len(kinds))
                if again and second in told:
                    express.post(second, lambda reply: hear(second, reply))

            for body in numbers(len(kinds)):
                express.post(body, lambda reply, body=body: hear(body, reply))
            await until(lambda: all(told.values()))
            assert express.under_way == 0
        await asyncio.sleep(0.01)
    return peer, told, complaints


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=40), st.integers(1, 6), st.booleans())
def test_whatever_the_server_does_each_request_is_told_its_own_end_once(
    kinds: list[Any], connections: int, again: bool
) -> None:
    with asyncio.Runner() as runner:
        peer, told, complaints = runner.run(_storm(kinds, connections, again))
    assert complaints == []
    for body, found in told.items():
        (reply,) = found
        kind = kinds[int(body) % len(kinds)]
        if reply.status == 200:
            assert reply.body == body, "somebody else's answer"
            assert kind in CERTAIN
        if not reply.may_have_arrived:
            assert body not in peer.bodies
        if reply.status == 502:
            assert kind is _page
    assert len(peer.bodies) == len(set(peer.bodies)), "sent twice"
