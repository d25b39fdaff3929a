"""The beats of a running newspaper: a database that is older than its place is recognised by them."""

import asyncio
import logging

from news.errors import StorageError
from storage import Database

logger = logging.getLogger(__name__)


async def keep_beating(database: Database, seconds: float) -> None:
    """Have the database record how far it is, every so many seconds, until cancelled."""
    while True:
        await asyncio.sleep(seconds)
        await beat(database)


async def beat(database: Database) -> None:
    """Have the database record how far it is; a failure is logged."""
    try:
        await database.beat()
    except StorageError as error:
        logger.warning("how far the database is could not be recorded; the next beat does it: %s", error)
