"""Updates by long polling: one process polls, the others stand by and take over."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.api_session import Answer, ApiSession, NoResponseError
from bot.intake import Intake
from bot.leases import new_holder
from bot.updates import Json, is_update, update_id
from news.errors import StorageError
from news.ports import Clock
from storage import Database

logger = logging.getLogger(__name__)

POLL_SECONDS = 25
POLL_LIMIT = 100
# How long a poll may last beyond what it asked for before the connection is taken for dead.
POLL_PATIENCE_SECONDS = 15
# An answer without updates that comes sooner than this is no long poll: without a pause it would be a hot loop.
QUICK_SECONDS = 1.0
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
# The poller's lease: whoever dies is replaced within the lease and one look, 13 seconds.
LEASE_NAME = "polling"
LEASE = timedelta(seconds=10)
LOOK_SECONDS = 3.0
_CONFLICT = 409


class Polling:
    """Asks Telegram for updates, of `kinds`, as long as this process holds the poller's lease.

    A poller outside the database, or a webhook set elsewhere (409), is warned of once and stood by for: Telegram gives
    the updates to whoever asked last, so asking seldom lets the other work, and finds out when it is gone.
    """

    def __init__(self, session: ApiSession, database: Database, clock: Clock, kinds: Sequence[str]) -> None:
        self._session = session
        self._database = database
        self._clock = clock
        self._kinds = list(kinds)
        self._holder = new_holder()
        self._webhook_is_gone = False
        self._conflicted = False

    async def run(self, intake: Intake) -> None:
        """Poll, or stand by, until cancelled."""
        standing_by = False
        try:
            while True:
                if await self._lead():
                    standing_by = False
                    await self._poll_while_leading(intake)
                elif not standing_by:
                    standing_by = True
                    logger.info("another process polls: standing by")
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await self._give_back()

    async def _lead(self) -> bool | None:
        """Take or prolong the lease; False while another process has it, None when the database cannot tell."""
        try:
            async with asyncio.timeout(LOOK_SECONDS), self._database.writing() as unit:
                return await unit.leases.acquire(LEASE_NAME, self._holder, self._clock.now(), LEASE)
        except (StorageError, TimeoutError) as error:
            logger.warning("polling waits for the database: %s", str(error) or "it does not answer")
            return None

    async def _poll_while_leading(self, intake: Intake) -> None:
        async with asyncio.TaskGroup() as group:
            polling = group.create_task(self._poll(intake))
            prolonged_at = self._clock.now()
            while self._clock.now() < prolonged_at + LEASE - timedelta(seconds=LOOK_SECONDS):
                await asyncio.sleep(LOOK_SECONDS)
                now = self._clock.now()
                led = await self._lead()
                if led is False:
                    break
                if led:
                    prolonged_at = now
            polling.cancel()

    async def _give_back(self) -> None:
        try:
            async with self._database.writing() as unit:
                await unit.leases.release(LEASE_NAME, self._holder)
        except StorageError as error:
            logger.warning("others can poll when the lease runs out: %s", error)

    async def _poll(self, intake: Intake) -> None:
        offset, pause = 0, FIRST_PAUSE_SECONDS
        while True:
            await intake.room()
            asked_at = self._clock.now()
            try:
                await self._delete_webhook()
                updates = await self._fetch(offset)
                await intake.take(updates)
            except (NoResponseError, PollRefusedError, StorageError) as error:
                self._complain(error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                continue
            pause = FIRST_PAUSE_SECONDS
            if self._conflicted:
                self._conflicted = False
                logger.info("nobody else takes the updates any more: polling goes on")
            if updates:
                offset = max(update_id(update) for update in updates) + 1
            elif self._clock.now() < asked_at + timedelta(seconds=QUICK_SECONDS):
                await asyncio.sleep(QUICK_SECONDS)

    async def _delete_webhook(self) -> None:
        """Remove a webhook of former days, once; what waits for it is kept for us."""
        if self._webhook_is_gone:
            return
        answer = await self._session.call("deleteWebhook", {"drop_pending_updates": False})
        if not answer.ok:
            raise PollRefusedError("deleteWebhook", answer)
        self._webhook_is_gone = True

    async def _fetch(self, offset: int) -> list[Json]:
        parameters: dict[str, Any] = {
            "offset": offset,
            "limit": POLL_LIMIT,
            "timeout": POLL_SECONDS,
            "allowed_updates": self._kinds,
        }
        answer = await self._session.call("getUpdates", parameters, POLL_SECONDS + POLL_PATIENCE_SECONDS)
        result = answer.body.get("result")
        if not answer.ok or not isinstance(result, list):
            raise PollRefusedError("getUpdates", answer)
        return [update for update in result if is_update(update)]

    def _complain(self, error: Exception) -> None:
        if not isinstance(error, PollRefusedError) or error.code != _CONFLICT:
            logger.warning("updates wait: %s", error)
        elif not self._conflicted:
            self._conflicted = True
            logger.warning("another program takes this bot's updates; standing by until it is gone (%s)", error)


class PollRefusedError(Exception):
    """Telegram refused to hand out updates; `code` is its error code."""

    def __init__(self, method: str, answer: Answer) -> None:
        super().__init__(f"{method}: {answer.code} {answer.description}")
        self.code = answer.code
