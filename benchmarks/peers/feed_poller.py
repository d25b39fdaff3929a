"""The peer of reading sources: a poller that parses in its event loop with feedparser, and compares ids."""

import asyncio
from collections.abc import Iterable

import aiohttp
import feedparser

AT_ONCE = 8


class FeedPoller:
    """Fetches each feed whole, parses it, and keeps the ids of its entries. It stores and publishes nothing."""

    def __init__(self) -> None:
        self._known: dict[str, set[str]] = {}

    async def poll(self, addresses: Iterable[str]) -> int:
        """Visit the feeds, some at the same time; return how many entries are new."""
        limit = asyncio.Semaphore(AT_ONCE)
        async with aiohttp.ClientSession() as session:

            async def visit(address: str) -> int:
                async with limit, session.get(address) as response:
                    parsed = feedparser.parse(await response.read())
                ids = {entry["id"] for entry in parsed.entries}
                new = ids - self._known.get(address, set())
                self._known[address] = ids
                return len(new)

            return sum(await asyncio.gather(*map(visit, addresses)))
