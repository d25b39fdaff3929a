"""The connection pool: TLS, certificates, host names and IPv6."""

import socket
from pathlib import Path

import pytest

from tests.bot.certificates import certificate, trusting
from tests.bot.pool_requests import ask, numbers, open_pool, posted, responses
from tests.bot.raw_servers import echo, open_raw_server

__all__ = ["certificate"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_https_checks_the_certificate_against_the_host(certificate: Path, host: str) -> None:
    server_tls, client_tls = trusting(certificate)
    async with (
        open_raw_server(echo, host=host, tls=server_tls) as server,
        open_pool(server.url, 3, tls=client_tls) as pool,
    ):
        bodies = [b"x" * 50_000, *numbers(50)]
        received = await responses(*(posted(pool, body) for body in bodies))
        assert (await ask(pool, b"again")).body == b"again"
    assert [response.body for response in received] == bodies
    assert server.connections == 3


@pytest.mark.parametrize("trusted", [False, True], ids=["not trusted", "another name"])
async def test_a_server_with_a_wrong_certificate_gets_no_request(certificate: Path, trusted: bool) -> None:
    server_tls, client_tls = trusting(certificate)
    host = "127.0.0.2" if trusted else "127.0.0.1"
    tls = client_tls if trusted else None
    async with open_raw_server(echo, host=host, tls=server_tls) as server, open_pool(server.url, tls=tls) as pool:
        received = await responses(*(posted(pool) for _ in range(20)))
    for response in received:
        assert (response.status, response.may_have_arrived) == (None, False)
        assert response.reason.startswith("SSLCertVerificationError")
    assert server.bodies == []
    assert server.connections <= 5


@pytest.mark.parametrize("host", ["::1", "localhost"])
async def test_an_ipv6_address_and_a_name_can_be_connected_to(host: str) -> None:
    if host == "::1" and not _has_ipv6():
        pytest.skip("no IPv6 here")
    async with open_raw_server(echo, host=host) as server, open_pool(server.url) as pool:
        assert (await ask(pool, b"1")).body == b"1"
    assert f"Host: {'[::1]' if host == '::1' else 'localhost'}:".encode() in server.heads[0]


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as tried:
            tried.bind(("::1", 0))
    except OSError:
        return False
    return True
