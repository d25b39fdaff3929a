"""Transports: how JSON gets to one method of the Bot API, directly or through a proxy."""

from typing import Protocol

from bot.http_pool import ConnectionPool, OnResponse
from bot.proxy import Proxy
from bot.proxy_transport import ProxyTransport
from bot.timings import HttpTimeouts


class Transport(Protocol):
    """Sends bodies to one address. For each body one response comes, or the reason why there is none."""

    def post(self, body: bytes, on_response: OnResponse) -> None:
        """Send a JSON body without waiting; the loop calls `on_response` later."""

    async def close(self) -> None:
        """Send nothing more; requests in flight fail, and their callbacks have been called when this returns."""


def open_transport(url: str, proxy: Proxy | None = None, timeouts: HttpTimeouts = HttpTimeouts()) -> Transport:
    """Return the transport to an address: a connection pool, or aiohttp's client if there is a proxy."""
    if proxy is None:
        return ConnectionPool(url, timeouts=timeouts)
    return ProxyTransport(url, proxy, timeouts=timeouts)
