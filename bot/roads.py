"""The roads out: how JSON gets to one method of the Bot API, straight or through a proxy."""

from typing import Protocol

from bot.detour import Detour
from bot.express import Express, OnReply
from bot.proxy import Proxy


class Road(Protocol):
    """Takes bodies to one address. An answer, or the reason why there is none, comes once for each."""

    def post(self, body: bytes, on_reply: OnReply) -> None:
        """Send a JSON body without waiting; `on_reply` is called later, from the loop."""

    async def close(self) -> None:
        """Let nothing more out; what is under way fails, and has been told when this returns."""


def open_road(url: str, proxy: Proxy | None = None) -> Road:
    """Return the road to an address: the express, which knows no proxies, or else a detour."""
    return Express(url) if proxy is None else Detour(url, proxy)
