"""Updates by long polling: one process polls, the others stand by and take over."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from bot.api_session import ApiAnswer, ApiSession, NoResponseError
from bot.intake import Intake
from bot.leases import POLLING_LEASE, new_holder
from bot.timings import PollingTimes
from bot.updates import Json, is_update, update_id
from news.clock_watch import LeaseWatch
from news.errors import StorageError
from news.ports import Clock
from storage import Database, Unit

logger = logging.getLogger(__name__)

POLL_SECONDS = 25
POLL_LIMIT = 100
# How long a poll may last beyond POLL_SECONDS before the connection is considered dead.
POLL_GRACE_SECONDS = 15
_CONFLICT = 409


class Polling:
    """Polls Telegram for updates of `kinds` as long as this process holds the polling lease.

    A poller outside the database, or a webhook set elsewhere (409), is logged once, and this process stands by:
    Telegram gives the updates to the latest poller, so polling seldom lets the other one work and shows when
    it is gone.
    """

    def __init__(
        self,
        session: ApiSession,
        database: Database,
        clock: Clock,
        kinds: Sequence[str],
        times: PollingTimes = PollingTimes(),
    ) -> None:
        self._session = session
        self._database = database
        self._clock = clock
        self._kinds = list(kinds)
        self._times = times
        self._holder = new_holder()
        # The lease lasts at least until `lease` after this moment of the monotonic clock.
        self._leased_at = clock.monotonic() - times.lease.total_seconds()
        self._lease_watch = LeaseWatch(clock, times.lease)
        self._webhook_is_deleted = False
        self._conflicted = False

    async def run(self, intake: Intake) -> None:
        """Poll, or stand by, until cancelled."""
        standing_by = False
        try:
            while True:
                if await self._acquire_lease():
                    standing_by = False
                    await self._poll_while_leased(intake)
                elif not standing_by:
                    standing_by = True
                    logger.info("another process holds the polling lease: standing by")
                await asyncio.sleep(self._times.renew_seconds)
        finally:
            await self._release_lease()

    async def _acquire_lease(self) -> bool | None:
        """Acquire or renew the lease; False if another process holds it, None if the database is unavailable."""
        begun_at = self._clock.monotonic()
        try:
            async with asyncio.timeout(self._times.renew_seconds), self._database.writing() as unit:
                acquired = await self._acquire_in(unit)
        except (StorageError, TimeoutError) as error:
            logger.warning(
                "the polling lease could not be acquired; this is retried: %s",
                str(error) or "the database does not answer",
            )
            return None
        if acquired:
            self._leased_at = begun_at
        return acquired

    async def _acquire_in(self, unit: Unit) -> bool:
        now, lease = self._clock.now(), self._times.lease
        released_only = not self._lease_watch.trusts_expiry()
        if await unit.leases.acquire(POLLING_LEASE, self._holder, now, lease, released_only=released_only):
            return True
        if await unit.leases.correct(POLLING_LEASE, now + lease):
            logger.warning(
                "the polling lease ended further in the future than it can, written by a clock that was fast: "
                "it ends within %.0f s now",
                lease.total_seconds(),
            )
        return False

    def is_leased(self) -> bool:
        """Whether this process certainly holds the lease until it has tried to renew it once more."""
        valid_seconds = self._times.lease.total_seconds() - self._times.renew_seconds
        return self._clock.monotonic() < self._leased_at + valid_seconds

    async def _poll_while_leased(self, intake: Intake) -> None:
        async with asyncio.TaskGroup() as group:
            polling = group.create_task(self._poll(intake))
            while self.is_leased():
                await asyncio.sleep(self._times.renew_seconds)
                if await self._acquire_lease() is False:
                    break
            polling.cancel()

    async def _release_lease(self) -> None:
        try:
            async with self._database.writing() as unit:
                await unit.leases.release(POLLING_LEASE, self._holder)
        except StorageError as error:
            logger.warning("the polling lease could not be released; another process polls when it expires: %s", error)

    async def _poll(self, intake: Intake) -> None:
        offset, pause = 0, self._times.first_pause_seconds
        while True:
            await intake.wait_for_capacity()
            if not self.is_leased():  # the process was stopped; `_poll_while_leased` asks who holds the lease now
                await asyncio.sleep(self._times.first_pause_seconds)
                continue
            polled_at = self._clock.monotonic()
            try:
                await self._delete_webhook()
                updates = await self._fetch(offset)
                await intake.accept(updates)
            except (NoResponseError, PollRefusedError, StorageError) as error:
                self._log_failure(error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._times.max_pause_seconds)
                continue
            pause = self._times.first_pause_seconds
            if self._conflicted:
                self._conflicted = False
                logger.info("no other program takes this bot's updates any more: polling goes on")
            if updates:
                offset = max(update_id(update) for update in updates) + 1
            elif self._clock.monotonic() < polled_at + self._times.min_poll_seconds:
                await asyncio.sleep(self._times.min_poll_seconds)

    async def _delete_webhook(self) -> None:
        """Delete a webhook set earlier, once; Telegram keeps its pending updates for polling."""
        if self._webhook_is_deleted:
            return
        answer = await self._session.call("deleteWebhook", {"drop_pending_updates": False})
        if not answer.ok:
            raise PollRefusedError("deleteWebhook", answer)
        self._webhook_is_deleted = True

    async def _fetch(self, offset: int) -> list[Json]:
        parameters: dict[str, Any] = {
            "offset": offset,
            "limit": POLL_LIMIT,
            "timeout": POLL_SECONDS,
            "allowed_updates": self._kinds,
        }
        answer = await self._session.call("getUpdates", parameters, POLL_SECONDS + POLL_GRACE_SECONDS)
        result = answer.body.get("result")
        if not answer.ok or not isinstance(result, list):
            raise PollRefusedError("getUpdates", answer)
        return [update for update in result if is_update(update)]

    def _log_failure(self, error: Exception) -> None:
        if not isinstance(error, PollRefusedError) or error.code != _CONFLICT:
            logger.warning("updates could not be fetched; polling is retried: %s", error)
        elif not self._conflicted:
            self._conflicted = True
            logger.warning(
                "another program takes this bot's updates: standing by until it stops, or its webhook is deleted (%s)",
                error,
            )


class PollRefusedError(Exception):
    """Telegram refused a call that polling needs; `code` is its error code."""

    def __init__(self, method: str, answer: ApiAnswer) -> None:
        super().__init__(f"{method}: {answer.code} {answer.description}")
        self.code = answer.code
