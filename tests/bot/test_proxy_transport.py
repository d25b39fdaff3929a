"""The proxy transport: requests through a proxy, and the result when the proxy or the connection fails."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.http_pool import HttpResponse
from bot.proxy import Proxy
from bot.proxy_transport import ProxyTransport
from bot.timings import HttpTimeouts
from tests.bot.certificates import certificate, trusting
from tests.bot.pool_requests import METHOD, ask, numbers, posted, responses, until
from tests.bot.proxy_servers import ProxyServer, running_proxy
from tests.bot.raw_servers import PAGE, ServerConnection, echo, open_raw_server, response_bytes

__all__ = ["certificate"]

BOT_PATH = "/bot1:test"
PATH = f"{BOT_PATH}/{METHOD}"


@asynccontextmanager
async def open_proxy_transport(
    proxy: ProxyServer, scheme: str = "http", credentials: str = "", **settings: Any
) -> AsyncIterator[ProxyTransport]:
    """A transport to telegram.test, a name that only the proxy can resolve."""
    through = Proxy(f"http://{credentials}{proxy.address}", "shown")
    host = "localhost" if scheme == "https" else "telegram.test"
    transport = ProxyTransport(f"{scheme}://{host}{BOT_PATH}", through, 5, **settings)
    try:
        yield transport
    finally:
        await transport.close()


def proxy_to(url: str, **how: Any) -> ProxyServer:
    return ProxyServer(urlsplit(url).port or 0, **how)


async def test_http_goes_through_the_proxy_and_connections_are_reused() -> None:
    async with (
        open_raw_server(echo) as server,
        running_proxy(proxy_to(server.url)) as proxy,
        open_proxy_transport(proxy) as transport,
    ):
        received = await responses(*(posted(transport, body) for body in numbers(50)))
        assert await ask(transport, b"again") == HttpResponse(200, b"again")
    assert [response.body for response in received] == numbers(50)
    assert server.connections == len(proxy.heads) == 5
    assert proxy.heads[0].startswith(f"POST http://telegram.test{PATH} HTTP/1.1\r\n".encode())


async def test_a_body_of_another_type_says_so_and_goes_to_its_method() -> None:
    async with (
        open_raw_server(echo) as server,
        running_proxy(proxy_to(server.url)) as proxy,
        open_proxy_transport(proxy) as transport,
    ):
        transport.post("sendPhoto", b"--x--", lambda response: None, b"multipart/form-data; boundary=x")
        await until(lambda: len(server.bodies) == 1)
    assert b"/sendPhoto HTTP/1.1\r\n" in server.heads[0]
    assert b"\r\nContent-Type: multipart/form-data; boundary=x\r\n" in server.heads[0]


async def test_https_goes_through_a_tunnel_that_the_proxy_cannot_read(certificate: Path) -> None:
    server_tls, client_tls = trusting(certificate)
    async with (
        open_raw_server(echo, tls=server_tls) as server,
        running_proxy(proxy_to(server.url)) as proxy,
        open_proxy_transport(proxy, "https", "vera:hunter2@", tls=client_tls) as transport,
    ):
        assert await ask(transport, b"1") == HttpResponse(200, b"1")
    assert proxy.heads[0].startswith(b"CONNECT localhost:443 HTTP/1.1\r\n")
    assert base64.b64encode(b"vera:hunter2") in proxy.heads[0]
    assert PATH.encode() not in proxy.heads[0]
    assert b"hunter2" not in server.heads[0]
    assert b"Proxy-Authorization" not in server.heads[0]


async def test_a_request_to_a_proxy_that_is_down_was_not_sent() -> None:
    async with running_proxy(ProxyServer(9)) as proxy:
        pass
    async with open_proxy_transport(proxy, credentials="vera:hunter2@") as transport:
        response = await ask(transport)
    assert (response.status, response.may_have_arrived) == (None, False)
    assert response.reason.startswith(f"ClientProxyConnectionError: Cannot connect to host {proxy.address}")
    assert "hunter2" not in repr(response)


@pytest.mark.parametrize("refusal", [b"407 Proxy Authentication Required", b"403 Forbidden"])
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_request_refused_by_the_proxy_was_not_sent_and_is_no_answer_of_telegrams(
    scheme: str, refusal: bytes
) -> None:
    async with (
        running_proxy(ProxyServer(9, refusal=response_bytes(PAGE, refusal))) as proxy,
        open_proxy_transport(proxy, scheme, "vera:hunter2@") as transport,
    ):
        response = await ask(transport)
    assert (response.status, response.may_have_arrived) == (None, False)
    assert response.reason.startswith("the proxy refused: ")
    assert refusal[:3].decode() in response.reason
    assert "hunter2" not in response.reason
    assert "1:test" not in response.reason


async def test_before_the_tunnel_is_open_nothing_was_sent() -> None:
    async with running_proxy(ProxyServer(9, silent=True)) as proxy, open_proxy_transport(proxy, "https") as transport:
        response = await ask(transport)
    assert (response.status, response.may_have_arrived) == (None, False)
    assert response.reason


async def test_a_connection_that_breaks_inside_the_tunnel_leaves_the_request_in_doubt() -> None:
    async def serve(connection: ServerConnection) -> None:
        await connection.read()
        connection.reset()

    async with (
        open_raw_server(serve) as server,
        running_proxy(proxy_to(server.url)) as proxy,
        open_proxy_transport(proxy) as transport,
    ):
        response = await ask(transport)
    assert (response.status, response.may_have_arrived) == (None, True)
    assert len(server.bodies) == 1


async def test_a_request_without_a_response_is_in_doubt_and_one_without_a_connection_was_not_sent() -> None:
    async def serve(connection: ServerConnection) -> None:
        while await connection.read() is not None:
            pass

    async with (
        open_raw_server(serve) as server,
        running_proxy(proxy_to(server.url)) as proxy,
        open_proxy_transport(proxy, timeouts=HttpTimeouts(queue_seconds=0.2, response_seconds=0.1)) as transport,
    ):
        received = await responses(*(posted(transport) for _ in range(6)))
    assert [response.may_have_arrived for response in received] == [True] * 5 + [False]
    assert {response.reason for response in received[:5]} == {"no response within 0.3 s"}
    assert received[5].reason == "no connection within 0.2 s"
    assert len(server.bodies) == 5


async def test_telegrams_refusals_and_gateway_pages_are_returned() -> None:
    received = b'{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}'

    async def serve(connection: ServerConnection) -> None:
        while (body := await connection.read()) is not None:
            connection.write(
                response_bytes(received, b"403 Forbidden") if body == b"0" else response_bytes(PAGE, b"502 Bad Gateway")
            )

    async with (
        open_raw_server(serve) as server,
        running_proxy(proxy_to(server.url)) as proxy,
        open_proxy_transport(proxy) as transport,
    ):
        assert await ask(transport, b"0") == HttpResponse(403, received)
        assert await ask(transport, b"1") == HttpResponse(502, PAGE)


@pytest.mark.parametrize("how", ["too large", "broken off"])
async def test_the_beginning_of_a_broken_off_200_is_returned(how: str) -> None:
    beginning = b'{"ok":true,"result":{"message_id":5,'

    async def serve(connection: ServerConnection) -> None:
        await connection.read()
        more = b"x" * 8000 if how == "too large" else b""
        connection.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + beginning + more)
        await connection.writer.drain()

    async with (
        open_raw_server(serve) as server,
        running_proxy(proxy_to(server.url)) as proxy,
        open_proxy_transport(proxy, max_response_bytes=5000) as transport,
    ):
        response = await ask(transport)
    assert (response.status, response.may_have_arrived) == (200, True)
    assert response.body.startswith(beginning)
    assert response.reason


async def test_close_fails_each_request_in_flight_once() -> None:
    async def serve(connection: ServerConnection) -> None:
        while await connection.read() is not None:
            pass

    async with (
        open_raw_server(serve) as server,
        running_proxy(proxy_to(server.url)) as proxy,
        open_proxy_transport(proxy) as transport,
    ):
        received: list[HttpResponse] = []
        for body in numbers(8):
            transport.post(METHOD, body, received.append)
        await until(lambda: len(server.bodies) == 5)
        transport.post(METHOD, b"not started", received.append)
        await transport.close()
        assert sorted(response.may_have_arrived for response in received) == [False] * 4 + [True] * 5
        assert await ask(transport) == HttpResponse(None, reason="closed", may_have_arrived=False)
        await asyncio.sleep(0.02)
    assert len(received) == 9
