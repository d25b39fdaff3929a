"""Waiting for the world to change, without looking again and again."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")


class Pulse:
    """Wakes everybody who waits, each time something changes. Beats may come from plain functions.

    `count` is the number of beats so far: who was busy meanwhile sees by it that something was missed.
    """

    def __init__(self) -> None:
        self.count = 0
        self._next_beat = asyncio.Event()

    def beat(self) -> None:
        """Something changed: whoever waits looks again."""
        self.count += 1
        self._next_beat.set()
        self._next_beat = asyncio.Event()

    async def wait(self) -> None:
        """Returns at the next beat."""
        await self._next_beat.wait()

    async def after(self, count: int, seconds: float) -> bool:
        """Whether there was a beat beyond that count, waiting for it at most so many seconds."""
        return bool(await self.until(lambda: True if self.count > count else None, seconds))

    async def until(self, look: Callable[[], Seen | None], seconds: float) -> Seen | None:
        """What `look` sees as soon as that is not None, or None after so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while (seen := look()) is None:
                    await self.wait()
        except TimeoutError:
            return None
        return seen
