"""The delivery desk: opens editions, and carries them to whoever is to have them."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence

from news.delivery.claiming import Claimer
from news.delivery.contents import Contents
from news.delivery.in_flight import InFlight
from news.delivery.sending import Sender
from news.delivery.settling import Settler
from news.delivery.window import InFlightWindow
from news.errors import ArticleUnknown
from news.model import Edition, EditionKind
from news.ports import Clock, Courier, DeliveryObserver, EditionContent, Storage
from news.rate_limits import RateLimiter

logger = logging.getLogger(__name__)

SHOWN_IN_EDITION = 20
# At a stop, what is on the way has so long to land. A database that is away is waited for less, because SQLite needs
# five seconds more to give up a locked file; what has just landed gets its commit in any case.
STOP_SECONDS = 10.0
DATABASE_SECONDS = 6.0
LAST_COMMIT_SECONDS = 1.0


class DeliveryDesk:
    """Plan, claim, pace, send, settle. Any number of processes may do it on one database.

    `admins` are told what holds an edition; `language` is for chats that never chose one; the `witness` is told what
    became of deliveries.

    A crash leaves in doubt only what is on the way and what came back since the last commit: together eight sends, or
    those of 9 ms, and of a quarter longer than answers usually take. What is in doubt is sent again with
    `resend_unknown`, and skipped without.
    """

    def __init__(
        self,
        storage: Storage,
        courier: Courier,
        limiter: RateLimiter,
        clock: Clock,
        *,
        admins: Sequence[int] = (),
        language: str = "ru",
        resend_unknown: bool = True,
        observer: DeliveryObserver | None = None,
        window: InFlightWindow | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._stopping = asyncio.Event()
        self._in_flight = in_flight = InFlight(window or InFlightWindow(limiter.rate), clock.now())
        self._contents = Contents(clock)
        self._claimer = Claimer(
            storage, limiter, clock, in_flight, self._contents, language=language, resend_unknown=resend_unknown
        )
        self._sender = Sender(courier, limiter, clock, in_flight, resend_unknown=resend_unknown, observer=observer)
        self._settler = Settler(storage, limiter, clock, in_flight, admins=admins, observer=observer)

    async def tick(self) -> Edition | None:
        """Make one edition of everything published since the last; None when there is nothing new."""
        async with self._storage.writing() as unit:
            edition = await unit.deliveries.open_edition(EditionKind.HEADLINES, self._clock.now(), SHOWN_IN_EDITION)
        if edition is not None:
            logger.info("edition %s opened with %s articles", edition.id, edition.total, extra={"edition": edition.id})
            self._in_flight.wants_work.set()
        return edition

    async def edition(self, edition_id: int) -> EditionContent:
        """Return what the copies of an edition say now. Raises ArticleUnknown when there is no such edition."""
        async with self._storage.reading() as unit:
            content = await self._contents.read(unit, edition_id, copies=True)
        if not content.articles:
            raise ArticleUnknown(number=edition_id)
        return content

    async def run(self) -> None:
        """Carry deliveries until `stop`; returns when all is written down, or has had its time."""
        async with asyncio.TaskGroup() as group:
            claiming = group.create_task(self._claimer.run(self._stopping))
            settling = group.create_task(self._settler.run())
            await self._sender.run(self._stopping)
            await self._wind_up(claiming)
            claiming.cancel()
            settling.cancel()

    def stop(self) -> None:
        """Let nothing more leave; what is claimed but not sent goes back to the ledger."""
        self._stopping.set()
        self._in_flight.wake()

    async def carry_block(self) -> int:
        """Carry one block of due deliveries from claim to settlement; return how many were claimed."""
        claimed = await self._claimer.claim()
        while self._in_flight.scheduled and not self._stopping.is_set():
            if self._in_flight.has_room:
                await self._sender.step(self._stopping)
            elif self._in_flight.awaiting:
                await self._in_flight.wait_for_progress()
            else:
                await self._settler.settle()
        self._in_flight.return_unsent(self._clock.now())
        while self._in_flight.awaiting:
            await self._in_flight.wait_for_progress()
        await self._settler.settle()
        return claimed

    async def _wind_up(self, claiming: asyncio.Task[None]) -> None:
        """Wait until what is on the way has landed and all is written down; the rest comes again after its lease."""
        in_flight, time = self._in_flight, asyncio.get_running_loop().time
        stopped = time()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(stopped + STOP_SECONDS):
                while in_flight.awaiting:
                    await in_flight.wait_for_progress()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(max(stopped + DATABASE_SECONDS, time() + LAST_COMMIT_SECONDS)):
                await asyncio.wait([claiming])
                in_flight.return_unsent(self._clock.now())
                while in_flight.results:
                    await in_flight.wait_for_progress()
        if in_flight.awaiting or in_flight.results:
            logger.warning(
                "stopped with %s deliveries on the way and %s results not written down: they wait for their leases",
                len(in_flight.awaiting),
                len(in_flight.results),
            )
