"""The guard of outgoing requests: public addresses only, whatever name, redirect or form leads to another one."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientConnectorError, ClientTimeout, web
from aiohttp.test_utils import TestServer

from bot.outgoing import is_public, open_client

TIMEOUT = ClientTimeout(total=5)


@pytest.fixture
async def site() -> AsyncIterator[TestServer]:
    """A site on this machine, which nobody outside may reach through the program."""
    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server:
        yield server


async def answer(_request: web.Request) -> web.Response:
    return web.Response(text="secret")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_hosts_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1",
     "0.0.0.0", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1",  # noqa: S104 - listed, not bound
     "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::1"],
)  # fmt: skip
def test_private_local_reserved_and_wrapped_addresses_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_client_reaches_no_private_address_by_number_or_by_name(site: TestServer, host: str) -> None:
    async with open_client(TIMEOUT) as client:
        with pytest.raises(ClientConnectorError, match="private network"):
            await client.get(f"http://{host}:{site.port}/")


async def test_a_client_for_private_addresses_reaches_them(site: TestServer) -> None:
    async with open_client(TIMEOUT, private=True) as client, client.get(f"http://127.0.0.1:{site.port}/") as response:
        assert await response.text() == "secret"
