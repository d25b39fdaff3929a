"""The reader of sources as the program opens it: by the proxy of the environment, behind the guard of `feeds`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from bot.proxy import proxy_url
from bot.settings import Settings
from feeds.fetching import Fetcher, FetchLimits
from feeds.guard import is_public
from feeds.parser_lanes import ParserLanes
from feeds.reader import WebReader
from news.ports import Clock

_PORT_OF = {"http": 80, "https": 443}
_PORTS = frozenset(_PORT_OF.values())


@asynccontextmanager
async def open_feed_reader(settings: Settings, clock: Clock) -> AsyncIterator[WebReader]:
    """Open the reader. Addresses of SOURCE_ALLOW may be in the operator's own network, and are read without a proxy."""
    inside = settings.allowed_sources

    def is_allowed(address: str, port: int) -> bool:
        return (address, port) in inside or (port in _PORTS and is_public(address))

    def proxy_for(address: str) -> str | None:
        parts = urlsplit(address)
        return None if (parts.hostname, parts.port or _PORT_OF[parts.scheme]) in inside else proxy_url(address)

    limits = FetchLimits(ports=_PORTS | {port for _, port in inside})
    async with (
        Fetcher(clock, limits=limits, proxy_for=proxy_for, is_allowed=is_allowed) as fetcher,
        ParserLanes() as parser,
    ):
        yield WebReader(fetcher, parser, clock, settings.zone)
