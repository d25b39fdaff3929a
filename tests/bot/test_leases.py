"""Work that ends with its lease."""

import asyncio

import pytest

from bot.leases import run_while


class Lease:
    """Valid until a test says otherwise."""

    def __init__(self) -> None:
        self.valid = True

    def is_valid(self) -> bool:
        return self.valid


async def test_work_goes_on_while_its_lease_is_valid() -> None:
    async def work() -> str:
        await asyncio.sleep(0)
        with pytest.raises(ZeroDivisionError):
            await failing()
        async with asyncio.timeout(1):
            await asyncio.sleep(0.001)
        return "done"

    async def failing() -> None:
        await asyncio.sleep(0)
        raise ZeroDivisionError

    assert await run_while(Lease().is_valid, work()) == "done"
    with pytest.raises(ZeroDivisionError):
        await run_while(Lease().is_valid, failing())


async def test_not_a_step_is_taken_after_the_lease_has_expired() -> None:
    lease, steps, come = Lease(), list[str](), asyncio.Event()

    async def work() -> None:
        steps.append("before")
        try:
            await come.wait()
            steps.append("after")
        finally:
            await asyncio.sleep(0)
            steps.append("tidied up")

    task = asyncio.get_running_loop().create_task(run_while(lease.is_valid, work()))
    await asyncio.sleep(0)
    lease.valid = False
    come.set()
    await asyncio.wait([task])
    assert (task.cancelled(), steps) == (True, ["before", "tidied up"])


async def test_work_that_is_cancelled_from_outside_is_cancelled_once() -> None:
    lease, cancelled = Lease(), list[str]()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append("once")
            raise

    task = asyncio.get_running_loop().create_task(run_while(lease.is_valid, work()))
    await asyncio.sleep(0)
    task.cancel()
    lease.valid = False
    await asyncio.wait([task])
    assert (task.cancelled(), cancelled) == (True, ["once"])
