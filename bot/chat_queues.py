"""The lines in which updates stand: in order within a chat, side by side between chats."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from bot.updates import Json

# Updates in memory at once; the rest wait in the inbox, or with Telegram.
MOST_WAITING = 1000
MOST_SIDE_BY_SIDE = 64


class ChatQueues:
    """One line a chat, each served by a task of `group` while anybody stands in it; `handle` must not raise."""

    def __init__(self, group: asyncio.TaskGroup, handle: Callable[[int, str | Json], Awaitable[None]]) -> None:
        self._group = group
        self._handle = handle
        self._lines: dict[int, deque[tuple[int, str | Json]]] = {}
        self._serving: set[asyncio.Task[None]] = set()
        self._ids: set[int] = set()
        self._side_by_side = asyncio.Semaphore(MOST_SIDE_BY_SIDE)
        self._room = asyncio.Event()
        self._room.set()
        self._closed = False

    def __contains__(self, update_id: int) -> bool:
        return update_id in self._ids

    @property
    def ids(self) -> set[int]:
        """The updates that wait or are being handled."""
        return set(self._ids)

    @property
    def room(self) -> int:
        """How many more should come; whoever brings more at once is not turned away."""
        return max(0, MOST_WAITING - len(self._ids))

    async def wait_for_room(self) -> None:
        """Wait while too many are in memory."""
        await self._room.wait()

    def join(self, update_id: int, chat_id: int, raw: str | Json) -> None:
        """Put an update at the end of its chat's line, unless it stands in it."""
        if self._closed or update_id in self._ids:
            return
        self._ids.add(update_id)
        self._count()
        line = self._lines.get(chat_id)
        if line is not None:
            line.append((update_id, raw))
            return
        self._lines[chat_id] = deque([(update_id, raw)])
        task = self._group.create_task(self._serve(chat_id))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    def forget(self, update_ids: Iterable[int]) -> None:
        """Take updates out of their lines; those being handled go on."""
        self._ids.difference_update(update_ids)
        self._count()

    def close(self) -> None:
        """Begin nothing more."""
        self._closed = True

    async def drain(self, seconds: float) -> int:
        """Begin nothing more, give what is being handled its time, then cut it off; return how many are left."""
        self.close()
        if self._serving:
            await asyncio.wait(set(self._serving), timeout=seconds)
        left = len(self._ids)
        self.cut()
        return left

    def cut(self) -> None:
        """Stop at once, whatever is being handled."""
        self.close()
        for task in self._serving:
            task.cancel()

    async def _serve(self, chat_id: int) -> None:
        """Handle one chat's line, in order, until it is empty; when closed, leave it as it is."""
        line = self._lines[chat_id]
        while line:
            update_id, raw = line[0]
            async with self._side_by_side:
                if self._closed:
                    return
                if update_id in self._ids:
                    await self._handle(update_id, raw)
            line.popleft()
            self.forget([update_id])
        del self._lines[chat_id]

    def _count(self) -> None:
        if self.room:
            self._room.set()
        else:
            self._room.clear()
