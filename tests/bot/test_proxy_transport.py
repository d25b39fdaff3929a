"""The detour: what goes through a proxy, and what is known when it does not come through."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import bot.proxy_transport
from bot.http_pool import Reply
from bot.proxy import Proxy
from bot.proxy_transport import ProxyTransport
from tests.bot.certificates import certificate, trusting
from tests.bot.peers import PAGE, Talk, answer, echo, serving
from tests.bot.proxies import ProxyServer, proxying
from tests.bot.sending import ask, numbers, posted, replies, until

__all__ = ["certificate"]

PATH = "/bot1:test/sendMessage"


@asynccontextmanager
async def open_detour(
    proxy: ProxyServer, scheme: str = "http", credentials: str = "", **settings: Any
) -> AsyncIterator[ProxyTransport]:
    """A detour to telegram.test, which is known to the proxy only."""
    through = Proxy(f"http://{credentials}{proxy.place}", "shown")
    host = "localhost" if scheme == "https" else "telegram.test"
    detour = ProxyTransport(f"{scheme}://{host}{PATH}", through, 5, **settings)
    try:
        yield detour
    finally:
        await detour.close()


def before(url: str, **how: Any) -> ProxyServer:
    return ProxyServer(urlsplit(url).port or 0, **how)


async def test_http_goes_through_and_connections_are_kept() -> None:
    async with serving(echo) as peer, proxying(before(peer.url)) as proxy, open_detour(proxy) as detour:
        found = await replies(*(posted(detour, body) for body in numbers(50)))
        assert await ask(detour, b"again") == Reply(200, b"again")
    assert [reply.body for reply in found] == numbers(50)
    assert peer.connections == len(proxy.heads) == 5
    assert proxy.heads[0].startswith(f"POST http://telegram.test{PATH} HTTP/1.1\r\n".encode())


async def test_https_goes_through_a_tunnel_in_which_the_proxy_reads_nothing(certificate: Path) -> None:
    server, client = trusting(certificate)
    async with (
        serving(echo, tls=server) as peer,
        proxying(before(peer.url)) as proxy,
        open_detour(proxy, "https", "vera:hunter2@", tls=client) as detour,
    ):
        assert await ask(detour, b"1") == Reply(200, b"1")
    assert proxy.heads[0].startswith(b"CONNECT localhost:443 HTTP/1.1\r\n")
    assert base64.b64encode(b"vera:hunter2") in proxy.heads[0]
    assert PATH.encode() not in proxy.heads[0]
    assert b"hunter2" not in peer.heads[0]
    assert b"Proxy-Authorization" not in peer.heads[0]


async def test_what_a_proxy_that_is_down_was_to_take_never_left() -> None:
    async with proxying(ProxyServer(9)) as proxy:
        pass
    async with open_detour(proxy, credentials="vera:hunter2@") as detour:
        reply = await ask(detour)
    assert (reply.status, reply.may_have_arrived) == (None, False)
    assert reply.reason.startswith(f"ClientProxyConnectionError: Cannot connect to host {proxy.place}")
    assert "hunter2" not in repr(reply)


@pytest.mark.parametrize("refusal", [b"407 Proxy Authentication Required", b"403 Forbidden"])
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_what_a_proxy_refuses_never_left_and_is_not_telegram_s_word(scheme: str, refusal: bytes) -> None:
    async with (
        proxying(ProxyServer(9, refusal=answer(PAGE, refusal))) as proxy,
        open_detour(proxy, scheme, "vera:hunter2@") as detour,
    ):
        reply = await ask(detour)
    assert (reply.status, reply.may_have_arrived) == (None, False)
    assert reply.reason.startswith("the proxy refused: ")
    assert refusal[:3].decode() in reply.reason
    assert "hunter2" not in reply.reason
    assert "1:test" not in reply.reason


async def test_before_the_tunnel_stands_nothing_has_left() -> None:
    async with proxying(ProxyServer(9, silent=True)) as proxy, open_detour(proxy, "https") as detour:
        reply = await ask(detour)
    assert (reply.status, reply.may_have_arrived) == (None, False)
    assert reply.reason


async def test_after_it_a_connection_that_breaks_leaves_it_in_doubt() -> None:
    async def behave(talk: Talk) -> None:
        await talk.read()
        talk.reset()

    async with serving(behave) as peer, proxying(before(peer.url)) as proxy, open_detour(proxy) as detour:
        reply = await ask(detour)
    assert (reply.status, reply.may_have_arrived) == (None, True)
    assert len(peer.bodies) == 1


async def test_no_answer_in_time_is_in_doubt_and_no_connection_is_not() -> None:
    async def behave(talk: Talk) -> None:
        while await talk.read() is not None:
            pass

    async with (
        serving(behave) as peer,
        proxying(before(peer.url)) as proxy,
        open_detour(proxy, line_seconds=0.2, answer_seconds=0.1) as detour,
    ):
        found = await replies(*(posted(detour) for _ in range(6)))
    assert [reply.may_have_arrived for reply in found] == [True] * 5 + [False]
    assert {reply.reason for reply in found[:5]} == {"no answer within 0.3 s"}
    assert found[5].reason == "no connection within 0.2 s"
    assert len(peer.bodies) == 5


async def test_refusals_of_telegram_and_pages_of_gateways_are_handed_over() -> None:
    told = b'{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}'

    async def behave(talk: Talk) -> None:
        while (body := await talk.read()) is not None:
            talk.say(answer(told, b"403 Forbidden") if body == b"0" else answer(PAGE, b"502 Bad Gateway"))

    async with serving(behave) as peer, proxying(before(peer.url)) as proxy, open_detour(proxy) as detour:
        assert await ask(detour, b"0") == Reply(403, told)
        assert await ask(detour, b"1") == Reply(502, PAGE)


@pytest.mark.parametrize("how", ["too large", "broken off"])
async def test_of_a_200_that_breaks_off_the_beginning_tells_all(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(bot.proxy_transport, "LARGEST_ANSWER_BYTES", 5000)
    beginning = b'{"ok":true,"result":{"message_id":5,'

    async def behave(talk: Talk) -> None:
        await talk.read()
        more = b"x" * 8000 if how == "too large" else b""
        talk.say(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + beginning + more)
        await talk.writer.drain()

    async with serving(behave) as peer, proxying(before(peer.url)) as proxy, open_detour(proxy) as detour:
        reply = await ask(detour)
    assert (reply.status, reply.may_have_arrived) == (200, True)
    assert reply.body.startswith(beginning)
    assert reply.reason


async def test_close_tells_all_that_is_under_way_once_and_truly() -> None:
    async def behave(talk: Talk) -> None:
        while await talk.read() is not None:
            pass

    async with serving(behave) as peer, proxying(before(peer.url)) as proxy, open_detour(proxy) as detour:
        told: list[Reply] = []
        for body in numbers(8):
            detour.post(body, told.append)
        await until(lambda: len(peer.bodies) == 5)
        detour.post(b"not even begun", told.append)
        await detour.close()
        assert sorted(reply.may_have_arrived for reply in told) == [False] * 4 + [True] * 5
        assert await ask(detour) == Reply(None, reason="closed", may_have_arrived=False)
        await asyncio.sleep(0.02)
    assert len(told) == 9
