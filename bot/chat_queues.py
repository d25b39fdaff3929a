"""Queues of updates, one per chat: in order within a chat, concurrently between chats."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from bot.updates import Json

MAX_CONCURRENT_CHATS = 64


class ChatQueues:
    """One queue per chat, each with a worker task in `group` while it is not empty; `handle` must not raise.

    `capacity` is the number of updates above which no more should be added.
    """

    def __init__(
        self, group: asyncio.TaskGroup, handle: Callable[[int, str | Json], Awaitable[None]], capacity: int
    ) -> None:
        self._group = group
        self._handle = handle
        self._capacity = capacity
        self._queues: dict[int, deque[tuple[int, str | Json]]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._ids: set[int] = set()
        self._concurrency = asyncio.Semaphore(MAX_CONCURRENT_CHATS)
        self._has_free_slots = asyncio.Event()
        self._has_free_slots.set()
        self._closed = False

    def __contains__(self, update_id: int) -> bool:
        return update_id in self._ids

    @property
    def ids(self) -> set[int]:
        """The updates that are queued or being handled."""
        return set(self._ids)

    @property
    def free_slots(self) -> int:
        """How many more updates should be added; `add` does not enforce it."""
        return max(0, self._capacity - len(self._ids))

    async def wait_for_free_slot(self) -> None:
        """Wait while the queues are full."""
        await self._has_free_slots.wait()

    def add(self, update_id: int, key: int, raw: str | Json) -> None:
        """Append an update to the queue of its chat, unless it is queued already."""
        if self._closed or update_id in self._ids:
            return
        self._ids.add(update_id)
        self._update_free_slots()
        queue = self._queues.get(key)
        if queue is not None:
            queue.append((update_id, raw))
            return
        self._queues[key] = deque([(update_id, raw)])
        task = self._group.create_task(self._work(key))
        self._workers.add(task)
        task.add_done_callback(self._workers.discard)

    def remove(self, update_ids: Iterable[int]) -> None:
        """Remove updates from their queues; running handlers go on."""
        self._ids.difference_update(update_ids)
        self._update_free_slots()

    def close(self) -> None:
        """Start no more handlers."""
        self._closed = True

    async def drain(self, seconds: float) -> int:
        """Close, wait `seconds` for running handlers, then cancel them; return how many updates are left."""
        self.close()
        if self._workers:
            await asyncio.wait(set(self._workers), timeout=seconds)
        left = len(self._ids)
        self.cancel()
        return left

    def cancel(self) -> None:
        """Close and cancel running handlers."""
        self.close()
        for task in self._workers:
            task.cancel()

    async def _work(self, key: int) -> None:
        """Handle one chat's queue, in order, until it is empty or the queues are closed."""
        queue = self._queues[key]
        while queue:
            update_id, raw = queue[0]
            async with self._concurrency:
                if self._closed:
                    return
                if update_id in self._ids:
                    await self._handle(update_id, raw)
            queue.popleft()
            self.remove([update_id])
        del self._queues[key]

    def _update_free_slots(self) -> None:
        if self.free_slots:
            self._has_free_slots.set()
        else:
            self._has_free_slots.clear()
