"""Transports: how requests get to the Bot API, directly or through a proxy."""

from typing import Protocol

from bot.http_pool import JSON, ConnectionPool, OnResponse
from bot.proxy import Proxy
from bot.proxy_transport import ProxyTransport
from bot.timings import HttpTimeouts


class Transport(Protocol):
    """Sends requests to the methods of one bot. For each one response comes, or the reason why there is none."""

    def post(self, method: str, body: bytes, on_response: OnResponse, content_type: bytes = JSON) -> None:
        """Send a body to a method of the Bot API without waiting; the loop calls `on_response` later."""

    async def close(self) -> None:
        """Send nothing more; requests in flight fail, and their callbacks have been called when this returns."""


def open_transport(
    api_url: str, token: str, proxy: Proxy | None = None, timeouts: HttpTimeouts = HttpTimeouts()
) -> Transport:
    """Return the transport of a bot: one connection pool, or aiohttp's client if there is a proxy.

    Call it inside a running loop, once for a bot, and close it after everything that posts by it.
    """
    url = f"{api_url}/bot{token}"
    if proxy is None:
        return ConnectionPool(url, timeouts=timeouts)
    return ProxyTransport(url, proxy, timeouts=timeouts)
