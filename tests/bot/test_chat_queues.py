"""The chat queues: order within a chat, concurrency between chats, capacity, and the ways to stop."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from bot.chat_queues import MAX_CONCURRENT_CHATS, ChatQueues, Queued
from bot.updates import Json


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


def piece(number: int, text: str) -> Json:
    chat = {"id": 7, "type": "private"}
    return {"message": {"message_id": number, "date": 100, "chat": chat, "text": text}}


LONG = "ы" * 3600


async def test_the_parts_of_an_act_are_handled_together_and_nothing_overtakes_them() -> None:
    handled: list[list[int]] = []
    async with open_collecting(handled, quiet_seconds=30) as queues:
        queues.add(1, 7, piece(1, LONG))
        queues.add(2, 7, {"callback_query": {}})
        queues.add(3, 8, piece(1, "Другой чат"))
        await settle()
        assert handled == [[3]], "a waiting chat holds up no other one"
        queues.add(4, 7, json.dumps(piece(2, "Конец")))
        await settle()
        assert handled == [[3], [1, 4], [2]]
        assert queues.ids == set()


async def test_an_act_that_may_go_on_is_handled_after_the_quiet_time() -> None:
    handled: list[list[int]] = []
    asked: list[int] = []

    async def find_more(key: int) -> bool:
        asked.append(key)
        if len(asked) == 1:
            queues.add(2, 7, piece(2, LONG))
        return len(asked) == 1

    async with open_collecting(handled, quiet_seconds=0.05, find_more=find_more) as queues:
        queues.add(1, 7, piece(1, LONG))
        await asyncio.sleep(0.02)
        assert handled == []
        await wait_until(lambda: bool(handled))
    assert handled == [[1, 2]]
    assert asked == [7, 7], "the database is asked again after what it had"


async def test_a_stop_leaves_a_waiting_act_to_the_next_start_at_once() -> None:
    handled: list[list[int]] = []
    async with open_collecting(handled, quiet_seconds=30) as queues:
        queues.add(1, 7, piece(1, LONG))
        await settle()
        assert await queues.drain(5) == 1
    assert handled == []


async def test_a_part_whose_lease_was_lost_is_not_handled_with_the_others() -> None:
    handled: list[list[int]] = []
    async with open_collecting(handled, quiet_seconds=30) as queues:
        queues.add(1, 7, piece(1, LONG))
        await settle()
        queues.remove([1])
        queues.add(2, 7, piece(2, "Конец"))
        await settle()
    assert handled == [[2]]


@asynccontextmanager
async def open_collecting(
    handled: list[list[int]], quiet_seconds: float, find_more: Callable[[int], Awaitable[bool]] | None = None
) -> AsyncIterator[ChatQueues]:
    """Queues whose acts are recorded in `handled`."""

    async def handle(act: Sequence[Queued]) -> None:
        handled.append([number for number, _ in act])

    async def find_none(_key: int) -> bool:
        return False

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        queues = ChatQueues(group, handle, 1000, quiet_seconds, find_more or find_none)
        yield queues
        queues.cancel()


async def wait_until(is_true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not is_true():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.005)
