"""The chat queues: order within a chat, concurrency between chats, capacity, and the ways to stop."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.chat_queues import MAX_CONCURRENT_CHATS, ChatQueues, Queued


class Handler:
    """Records the updates that were begun and done; finishes none before `release` is set."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.done: list[int] = []
        self.release = asyncio.Event()

    async def handle(self, act: Sequence[Queued]) -> None:
        numbers = [number for number, _ in act]
        self.begun += numbers
        await self.release.wait()
        self.done += numbers


@asynccontextmanager
async def open_queues(handler: Handler, capacity: int = 1000) -> AsyncIterator[ChatQueues]:
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        queues = ChatQueues(group, handler.handle, capacity)
        yield queues
        queues.cancel()


async def settle() -> None:
    """Let every task run until it waits."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_chats_updates_are_handled_in_order_one_at_a_time_and_chats_at_once() -> None:
    handler = Handler()
    async with open_queues(handler) as queues:
        for number, chat in ((1, 7), (2, 7), (3, 8)):
            queues.add(number, chat, {})
        await settle()
        assert handler.begun == [1, 3]
        handler.release.set()
        assert await queues.drain(5) == 1, "a drain starts no further handler"
    assert handler.done == [1, 3]


async def test_an_update_is_queued_once() -> None:
    handler = Handler()
    handler.release.set()
    async with open_queues(handler) as queues:
        for _ in range(3):
            queues.add(1, 7, {})
        await settle()
        assert (handler.done, queues.ids) == ([1], set())


async def test_a_removed_update_is_skipped() -> None:
    handler = Handler()
    async with open_queues(handler) as queues:
        for number in (1, 2, 3):
            queues.add(number, 7, {})
        await settle()
        queues.remove([2])
        handler.release.set()
        await settle()
    assert handler.done == [1, 3]


async def test_a_full_queue_has_free_slots_again_when_an_update_is_done() -> None:
    handler = Handler()
    async with open_queues(handler, capacity=2) as queues:
        queues.add(1, 7, {})
        assert queues.free_slots == 1
        await queues.wait_for_free_slot()
        queues.add(2, 8, {})
        assert queues.free_slots == 0
        waiting = asyncio.get_running_loop().create_task(queues.wait_for_free_slot())
        await settle()
        assert not waiting.done()
        handler.release.set()
        await waiting


async def test_no_more_chats_than_the_limit_are_handled_at_once() -> None:
    handler = Handler()
    async with open_queues(handler) as queues:
        for number in range(MAX_CONCURRENT_CHATS + 10):
            queues.add(number, number, {})
        await settle()
        assert len(handler.begun) == MAX_CONCURRENT_CHATS


async def test_a_drain_cancels_handlers_after_its_time() -> None:
    handler = Handler()
    async with open_queues(handler) as queues:
        queues.add(1, 7, {})
        await settle()
        assert await queues.drain(0.05) == 1
    assert (handler.begun, handler.done) == ([1], [])
