"""The beats of a running newspaper: a database that is older than its place is recognised by them."""

import asyncio
import logging

from news.errors import StorageError
from storage import Database

logger = logging.getLogger(__name__)


# A copy that is put in place of the database is not recognised by what was sent in so many seconds.
BEAT_SECONDS = 5.0


async def keep_beating(database: Database) -> None:
    """Have the database record how far it is, again and again, until cancelled."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        await beat(database)


async def beat(database: Database) -> None:
    """Have the database record how far it is; a failure is logged."""
    try:
        await database.beat()
    except StorageError as error:
        logger.warning("how far the database is could not be recorded; the next beat does it: %s", error)
