"""A signal that wakes tasks which wait for a change, so that nothing polls."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")


class ChangeSignal:
    """Wakes all waiting tasks at every change. `notify` may be called from synchronous code in the event loop.

    `count` is the number of changes so far; a task that was busy sees by it that it missed a change.
    """

    def __init__(self) -> None:
        self.count = 0
        self._next_beat = asyncio.Event()

    def notify(self) -> None:
        """Signals a change."""
        self.count += 1
        self._next_beat.set()
        self._next_beat = asyncio.Event()

    async def wait(self) -> None:
        """Returns at the next change."""
        await self._next_beat.wait()

    async def after(self, count: int, seconds: float) -> bool:
        """Waits until `self.count` is above `count`, at most `seconds`; returns whether it is."""
        return bool(await self.until(lambda: True if self.count > count else None, seconds))

    async def until(self, check: Callable[[], Seen | None], seconds: float) -> Seen | None:
        """Calls `check` at every change until it returns a value; returns the value, or None after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while (seen := check()) is None:
                    await self.wait()
        except TimeoutError:
            return None
        return seen
