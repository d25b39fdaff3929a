"""Holders of leases: the names of processes, the release of dead ones' leases, and work that ends with its lease."""

import asyncio
import os
import secrets
import socket
from collections.abc import Callable, Coroutine, Generator
from functools import partial
from types import coroutine
from typing import Any, TypeVar

from news.ports import Clock
from storage import Database

# The name of the lease that permits one process to poll Telegram for updates.
POLLING_LEASE = "polling"

Result = TypeVar("Result")


def new_holder() -> str:
    """Return a new, unique name under which to hold leases; it contains the machine's name and the process id."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


async def release_dead_leases(database: Database, clock: Clock) -> None:
    """Begin to serve; release all leases if no other process can be alive: see docs/decisions/0010."""
    async with database.begin_serving() as alone:
        if alone:
            async with database.writing() as unit:
                await unit.inbox.release_all()
                await unit.leases.release_all()
                await unit.deliveries.release_leases(clock.now())
                await unit.group_deeds.release_leases()
                await unit.sources.release_all()


@coroutine
def run_while(valid: Callable[[], bool], work: Coroutine[Any, Any, Result]) -> Generator[Any, Any, Result]:
    """Run `work`, and cancel it where it would go on after `valid` has become False.

    A task that is cancelled by another one may take a step before that: when a process that was stopped goes on, all
    that it waited for has come meanwhile. The step might send a message that another process has sent.
    """
    go_on = partial(work.send, None)
    is_cancelled = False
    while True:
        try:
            awaited = go_on()
        except StopIteration as end:
            result: Result = end.value
            return result
        try:
            yield awaited
        except BaseException as error:  # noqa: BLE001 - the work gets it
            go_on = partial(work.throw, error)
        else:
            go_on = partial(work.send, None)
        if not is_cancelled and not valid():
            is_cancelled = True
            go_on = partial(work.throw, asyncio.CancelledError())
