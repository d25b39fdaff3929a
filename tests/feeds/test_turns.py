"""Turns: one at a time, the smallest first, and none is lost."""

import asyncio

import pytest

from feeds.turns import Turns

LONG = 10.0


async def take(turns: Turns, size: int, order: list[int], *, wait: float = LONG) -> None:
    async with turns.turn(size, wait):
        order.append(size)
        await asyncio.sleep(0)


async def test_the_smallest_job_that_waits_is_next_and_equal_ones_go_in_their_order() -> None:
    turns, order = Turns(), list[int]()
    async with asyncio.TaskGroup() as group:
        for size in (5, 9, 3, 7):
            group.create_task(take(turns, size, order))
    assert order == [5, 3, 7, 9]


async def test_one_at_a_time_has_a_turn() -> None:
    turns = Turns()
    inside = most = 0

    async def count() -> None:
        nonlocal inside, most
        async with turns.turn(1, LONG):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    async with asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(count())
    assert most == 1


async def test_a_turn_that_does_not_come_in_time_is_given_up_and_the_next_ones_come() -> None:
    turns, order = Turns(), list[int]()
    async with turns.turn(1, LONG):
        with pytest.raises(TimeoutError):
            await take(turns, 2, order, wait=0.01)
    await take(turns, 3, order, wait=0.01)
    assert order == [3]


async def test_a_cancelled_job_passes_its_turn_on_even_when_it_has_just_come() -> None:
    turns, order = Turns(), list[int]()
    async with asyncio.TaskGroup() as group:
        async with turns.turn(1, LONG):
            first = group.create_task(take(turns, 2, order))
            group.create_task(take(turns, 3, order))
            await asyncio.sleep(0)
        first.cancel()  # its turn has come, and it has not run since
    assert order == [3]
