"""Settling: what became of deliveries is written down, several in one commit, however long the database is away."""

import asyncio
import json
import logging
from collections.abc import Sequence

from news.delivery.hand import Hand, wait
from news.errors import StorageError
from news.pacing import Pace
from news.ports import Clock, Storage, Witness

logger = logging.getLogger(__name__)

# Results wait so long for others to share their commit, or until there are a few.
GATHER_SECONDS = 0.05
RETRY_SECONDS = 1.0


class Settler:
    """Writes results to the ledger; `admins` are told what holds an edition, the `witness` of every result."""

    def __init__(
        self,
        storage: Storage,
        pace: Pace,
        clock: Clock,
        hand: Hand,
        *,
        admins: Sequence[int],
        witness: Witness | None,
    ) -> None:
        self._storage = storage
        self._pace = pace
        self._clock = clock
        self._hand = hand
        self._admins = admins
        self._witness = witness

    async def run(self) -> None:
        """Write the results down as they come, until cancelled: they are known only here."""
        while True:
            await self._hand.came_back.wait()
            await wait(self._hand.enough, GATHER_SECONDS)
            self._hand.came_back.clear()
            self._hand.enough.clear()
            try:
                await self.settle()
            except StorageError as error:
                self._hand.behind = True
                logger.warning("results wait for the database: %s", error)
                await asyncio.sleep(RETRY_SECONDS)
                self._hand.came_back.set()

    async def settle(self) -> None:
        """Write down in one commit what has come back; if that fails it stays, and settling twice does no harm."""
        results, now = self._hand.results.copy(), self._clock.now()
        if not results:
            return
        async with self._storage.writing() as unit:
            for edition in await unit.deliveries.settle(results, now):
                logger.error(
                    "edition %s is refused by Telegram and waits for an admin", edition, extra={"edition": edition}
                )
                await unit.editions.notify(self._admins, json.dumps({"held": edition}), now)
            if self._pace.closed_until is not None and self._pace.closed_until > now:
                await unit.deliveries.hold(self._pace.closed_until)
        self._hand.written(len(results))
        if self._witness is not None:
            self._witness.settled(results)
