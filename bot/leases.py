"""Whose leases are whose: the names of processes, and what is known of those that died."""

import os
import secrets
import socket

from news.ports import Clock
from storage import Database


def new_holder() -> str:
    """Return a name to hold leases under: for people it tells machine and process, and it is never the same twice."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


async def release_dead_leases(database: Database, clock: Clock) -> None:
    """Begin to serve; what the dead held is free at once, where they are known to be dead: docs/decisions/0010."""
    async with database.begin_serving() as alone:
        if alone:
            async with database.writing() as unit:
                await unit.inbox.release_all()
                await unit.leases.release_all()
                await unit.deliveries.release_leases(clock.now())
