"""Turns at something that one at a time may use: the smallest job that waits is next."""

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count


class Turns:
    """Like a lock, with a size for each job; of equal ones the first that came is next."""

    def __init__(self) -> None:
        self._is_taken = False
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._numbers = count()

    @asynccontextmanager
    async def turn(self, size: int, wait_seconds: float) -> AsyncIterator[None]:
        """Wait for a turn and have it for the block. Raises TimeoutError if it does not come in time."""
        if self._is_taken:
            await self._wait(size, wait_seconds)
        self._is_taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, size: int, wait_seconds: float) -> None:
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (size, next(self._numbers), turn))
        try:
            async with asyncio.timeout(wait_seconds):
                await turn
        except BaseException:
            if turn.done() and not turn.cancelled():  # it came in the same moment, and is for another one
                self._pass_on()
            turn.cancel()
            raise

    def _pass_on(self) -> None:
        """Give the turn to the smallest job that still waits; it stays taken meanwhile."""
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._is_taken = False
