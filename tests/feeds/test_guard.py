"""The guard of outgoing requests: public addresses only, whatever name, redirect or form leads to another one."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientConnectorCertificateError, ClientHttpProxyError
from yarl import URL

from feeds.guard import ForbiddenAddressError, GuardedClient, is_public
from tests.bot.certificates import certificate, trusting
from tests.bot.proxy_servers import ProxyServer, running_proxy
from tests.feeds.sites import OUTSIDE, Names, Site, page, running

__all__ = ["certificate"]


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site on this machine, which nobody outside may reach through the program."""
    async with running(Site({"/": page(b"secret", "Set-Cookie: a=1")})) as site:
        yield site


async def body(client: GuardedClient, address: str, method: str = "GET") -> bytes:
    async with asyncio.timeout(5), client.request(method, URL(address)) as response:
        return await response.read()


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_hosts_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1",
     "0.0.0.0",  # noqa: S104 - listed, not bound
     "255.255.255.255", "192.0.2.1", "198.18.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192",
     "::1", "::", "fe80::1%eth0",
     "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "5f00::1",
     "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::1", "64:ff9b:1::808:808",
     "::7f00:1", "::ffff:0:7f00:1", "2001:db8::1"],
)  # fmt: skip
def test_private_local_reserved_and_wrapped_addresses_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_client_reaches_no_private_address_by_number_or_by_name(site: Site, host: str) -> None:
    client = GuardedClient()
    with pytest.raises(ForbiddenAddressError, match="private network"):
        await body(client, f"http://{host}:{site.port}/")
    await client.close()
    assert site.connections == 0


async def test_a_client_for_private_addresses_reaches_them_and_asks_no_proxy(site: Site) -> None:
    client = GuardedClient(private=True, proxy_for=lambda _: "http://127.0.0.1:1")
    assert await body(client, f"http://localhost:{site.port}/") == b"secret"
    await client.close()


async def test_no_cookie_comes_back(site: Site) -> None:
    client = GuardedClient(private=True)
    for _ in range(2):
        await body(client, f"{site.url}/")
    await client.close()
    assert len(site.heads) == 2
    assert "cookie" not in "".join(site.heads).lower()


async def test_a_proxy_is_asked_for_the_address_that_was_judged_and_the_site_hears_its_name(site: Site) -> None:
    async with running_proxy(ProxyServer(site.port)) as proxy:
        client = GuardedClient(
            proxy_for=lambda _: f"http://vera:hunter2@{proxy.address}",
            resolver=Names({"feed.test": f"2606:4700::1111 {OUTSIDE}", "six.test": "2606:4700::1111"}),
        )
        assert await body(client, "http://feed.test/") == b"secret"
        assert await body(client, "http://six.test:443/") == b"secret"
        await client.close()
    first, second = (head.decode().split("\r\n") for head in proxy.heads)
    assert first[0] == f"GET http://{OUTSIDE}/ HTTP/1.1"
    assert "Host: feed.test" in first
    assert "Proxy-Authorization: Basic dmVyYTpodW50ZXIy" in first
    assert second[0] == "GET http://[2606:4700::1111]:443/ HTTP/1.1"
    assert "Host: six.test:443" in second


async def test_behind_a_proxy_tls_checks_the_name_and_not_the_judged_address(certificate: Path) -> None:
    of_server, of_client = trusting(certificate)  # for localhost
    names = Names({"localhost": OUTSIDE, "other.test": OUTSIDE})
    async with (
        running(Site({"/": page(b"feed")}), tls=of_server) as site,
        running_proxy(ProxyServer(site.port)) as proxy,
    ):
        client = GuardedClient(proxy_for=lambda _: f"http://{proxy.address}", resolver=names, tls=of_client)
        assert await body(client, "https://localhost/") == b"feed"
        assert proxy.heads[0].startswith(f"CONNECT {OUTSIDE}:443 HTTP/1.1\r\n".encode())
        assert "Host: localhost\r\n" in site.heads[0]
        with pytest.raises(ClientConnectorCertificateError):
            await body(client, "https://other.test/")
        await client.close()


async def test_the_road_without_a_proxy_checks_certificates_too(certificate: Path) -> None:
    of_server, of_client = trusting(certificate)
    async with running(Site({"/": page(b"feed")}), tls=of_server) as site:
        for tls, reaches in ((of_client, True), (ssl.create_default_context(), False)):
            client = GuardedClient(private=True, tls=tls)
            if reaches:
                assert await body(client, f"https://localhost:{site.port}/") == b"feed"
            else:
                with pytest.raises(ClientConnectorCertificateError):
                    await body(client, f"https://localhost:{site.port}/")
            await client.close()


async def test_a_name_that_cannot_be_looked_up_here_is_not_left_to_the_proxy() -> None:
    async with running_proxy(ProxyServer(1)) as proxy:
        client = GuardedClient(proxy_for=lambda _: f"http://{proxy.address}", resolver=Names({}))
        with pytest.raises(OSError, match=r"nowhere\.test cannot be looked up on this machine"):
            await body(client, "https://nowhere.test/")
        await client.close()
        assert proxy.heads == []


async def test_a_refusal_of_the_proxy_is_told_as_such() -> None:
    async with running_proxy(ProxyServer(1, refusal=b"HTTP/1.1 403 Forbidden\r\n\r\n")) as proxy:
        client = GuardedClient(proxy_for=lambda _: f"http://{proxy.address}", resolver=Names({"feed.test": OUTSIDE}))
        with pytest.raises(ClientHttpProxyError, match="403"):
            await body(client, "https://feed.test/")
        await client.close()
