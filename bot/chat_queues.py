"""Queues of updates, one per chat: in order within a chat, concurrently between chats.

Updates that are one act (the items of an album, the pieces of a long text) are handled as one. While more of them may
come, the chat's queue waits: nothing overtakes them. They stay in the inbox until the act is handled.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress

from bot.updates import Json
from handlers.parts import act_of, begins_act

MAX_CONCURRENT_CHATS = 64

# An update with its id: parsed, or as JSON text.
Queued = tuple[int, str | Json]


async def _no_more(_key: int) -> bool:
    return False


class ChatQueues:
    """One queue per chat, each with a worker task in `group` while it is not empty; `handle` must not raise.

    `handle` gets the updates of one act: nearly always one. An act that may go on is handled when nothing has been
    added to it for `quiet_seconds` and `find_more` adds nothing to the chat's queue. `capacity` is the number of
    updates above which no more should be added.
    """

    def __init__(
        self,
        group: asyncio.TaskGroup,
        handle: Callable[[Sequence[Queued]], Awaitable[None]],
        capacity: int,
        quiet_seconds: float = 0.0,
        find_more: Callable[[int], Awaitable[bool]] = _no_more,
    ) -> None:
        self._group = group
        self._handle = handle
        self._capacity = capacity
        self._quiet_seconds = quiet_seconds
        self._find_more = find_more
        self._queues: dict[int, deque[Queued]] = {}
        self._growing: dict[int, asyncio.Event] = {}
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
            if key in self._growing:
                self._growing[key].set()
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
        for growing in self._growing.values():
            growing.set()

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
            act = await self._collect(key, queue)
            async with self._concurrency:
                if self._closed:
                    return
                if present := [each for each in act if each[0] in self._ids]:
                    await self._handle(present)
            for each in act:
                queue.remove(each)
            self.remove(number for number, _ in act)
        del self._queues[key]

    async def _collect(self, key: int, queue: deque[Queued]) -> Sequence[Queued]:
        """Return the updates of the act that the queue begins with, once it is complete or the queues are closed."""
        if not begins_act(_parsed(queue[0])):
            return [queue[0]]
        growing = self._growing[key] = asyncio.Event()
        try:
            seen, ends_at = 0, 0.0
            while True:
                growing.clear()
                indexes, is_complete = act_of([_parsed(each) for each in queue])
                act = [queue[index] for index in indexes]
                if is_complete or self._closed:
                    return act
                if len(act) > seen:
                    seen, ends_at = len(act), self._now() + self._quiet_seconds
                if self._now() >= ends_at and not await self._find_more(key):
                    return act
                with suppress(TimeoutError):
                    async with asyncio.timeout(max(0.0, ends_at - self._now())):
                        await growing.wait()
        finally:
            del self._growing[key]

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _update_free_slots(self) -> None:
        if self.free_slots:
            self._has_free_slots.set()
        else:
            self._has_free_slots.clear()


def _parsed(queued: Queued) -> Json:
    """Return the update as an object; an empty one if it cannot be read: that is for the handler to find out."""
    raw = queued[1]
    if not isinstance(raw, str):
        return raw
    try:
        parsed = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}
