"""The roads out: how JSON gets to one method of the Bot API, straight or through a proxy."""

from typing import Protocol

from bot.http_pool import ConnectionPool, OnReply
from bot.proxy import Proxy
from bot.proxy_transport import ProxyTransport


class Transport(Protocol):
    """Takes bodies to one address. An answer, or the reason why there is none, comes once for each."""

    def post(self, body: bytes, on_reply: OnReply) -> None:
        """Send a JSON body without waiting; `on_reply` is called later, from the loop."""

    async def close(self) -> None:
        """Let nothing more out; what is under way fails, and has been told when this returns."""


def open_transport(url: str, proxy: Proxy | None = None) -> Transport:
    """Return the road to an address: the express, which knows no proxies, or else a detour."""
    return ConnectionPool(url) if proxy is None else ProxyTransport(url, proxy)
