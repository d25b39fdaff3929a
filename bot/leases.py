"""Holders of leases: the names of processes, and the release of leases that dead processes held."""

import os
import secrets
import socket

from news.ports import Clock
from storage import Database


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
