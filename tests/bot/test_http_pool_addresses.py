"""Where the express goes: TLS, certificates, names and IPv6."""

import socket
from pathlib import Path

import pytest

from tests.bot.certificates import certificate, trusting
from tests.bot.peers import echo, serving
from tests.bot.sending import ask, numbers, open_express, posted, replies

__all__ = ["certificate"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_tls_is_spoken_and_the_certificate_checked_against_the_host(certificate: Path, host: str) -> None:
    server, client = trusting(certificate)
    async with serving(echo, host=host, tls=server) as peer, open_express(peer.url, 3, tls=client) as express:
        bodies = [b"x" * 50_000, *numbers(50)]
        found = await replies(*(posted(express, body) for body in bodies))
        assert (await ask(express, b"again")).body == b"again"
    assert [reply.body for reply in found] == bodies
    assert peer.connections == 3


@pytest.mark.parametrize("trusted", [False, True], ids=["nobody trusts it", "another name"])
async def test_a_server_that_cannot_prove_who_it_is_gets_nothing(certificate: Path, trusted: bool) -> None:
    server, client = trusting(certificate)
    host = "127.0.0.2" if trusted else "127.0.0.1"
    tls = client if trusted else None
    async with serving(echo, host=host, tls=server) as peer, open_express(peer.url, tls=tls) as express:
        reply = await ask(express)
    assert (reply.status, reply.may_have_arrived) == (None, False)
    assert reply.reason.startswith("SSLCertVerificationError")
    assert peer.bodies == []


@pytest.mark.parametrize("host", ["::1", "localhost"])
async def test_addresses_and_names_lead_there_too(host: str) -> None:
    if host == "::1" and not _has_ipv6():
        pytest.skip("no IPv6 here")
    async with serving(echo, host=host) as peer, open_express(peer.url) as express:
        assert (await ask(express, b"1")).body == b"1"
    assert f"Host: {'[::1]' if host == '::1' else 'localhost'}:".encode() in peer.heads[0]


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as tried:
            tried.bind(("::1", 0))
    except OSError:
        return False
    return True
