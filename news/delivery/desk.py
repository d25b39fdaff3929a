"""The delivery desk: opens editions and sends them to their chats."""

import asyncio
import contextlib
import logging
from collections.abc import Set
from datetime import timedelta
from zoneinfo import ZoneInfo

from news.choice.forms import Form
from news.delivery.claiming import Claimer
from news.delivery.contents import Contents
from news.delivery.in_flight import InFlight
from news.delivery.planning import Planner
from news.delivery.repeats import find_repeats
from news.delivery.sending import Sender
from news.delivery.settling import Settler
from news.delivery.times import DEFAULT_TIMES, DeliveryTimes
from news.delivery.window import InFlightWindow
from news.errors import ArticleUnknown
from news.ledger import Address, Audience, Edition, EditionRules
from news.outcomes import DEFAULT_RETRIES, RetryPolicy
from news.ports import Clock, Courier, DeliveryObserver, EditionContent, Storage
from news.rate_limits import RateLimiter

logger = logging.getLogger(__name__)

MAX_SHOWN_IN_EDITION = 20
UTC = ZoneInfo("UTC")


class DeliveryDesk:
    """Plans, claims, sends and settles deliveries. Any number of processes may do so on one database.

    `admins` are those of the settings. `language` and `zone` are for places that chose none. Headlines expire after
    `lifetime`. The `observer` counts sends and results.

    A crash leaves in doubt only the sends in flight and the results since the last commit: eight sends (or those of
    9 ms), and those of the usual latency and a quarter. With `resend_unknown` they are sent again, else skipped.
    """

    def __init__(
        self,
        storage: Storage,
        courier: Courier,
        limiter: RateLimiter,
        clock: Clock,
        *,
        admins: Set[int] = frozenset(),
        language: str = "ru",
        zone: ZoneInfo = UTC,
        lifetime: timedelta = timedelta(days=1),
        resend_unknown: bool = True,
        times: DeliveryTimes = DEFAULT_TIMES,
        retries: RetryPolicy = DEFAULT_RETRIES,
        window: InFlightWindow | None = None,
        observer: DeliveryObserver | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._times = times
        self._headline_rules = EditionRules(Audience.SUBSCRIBERS, lifetime=lifetime, resend=resend_unknown)
        self._stopping = asyncio.Event()
        self._in_flight = in_flight = InFlight(window or InFlightWindow(limiter.rate), times, clock.monotonic())
        self._contents = contents = Contents(clock)
        self._planner = Planner(clock, self._headline_rules, zone)
        self._claimer = Claimer(
            storage,
            limiter,
            clock,
            in_flight,
            contents,
            self._planner,
            times=times,
            language=language,
            admins=admins,
            size_of=courier.size,
        )
        self._sender = Sender(courier, limiter, clock, in_flight, times=times, retries=retries, observer=observer)
        self._settler = Settler(storage, limiter, clock, in_flight, times=times, admins=admins, observer=observer)

    async def tick(self) -> Edition | None:
        """Open one edition of everything published since the last one; None when there is nothing new.

        A story that is told again has an edition of its own, for those who did not get the first telling.
        """
        edition, repeats = None, dict[int, int]()
        async with self._storage.writing() as unit:
            # The time is read when the transaction has begun: a subscription committed while it waited is older.
            if await unit.editions.has_unpushed():
                now = self._clock.now()
                repeats = await find_repeats(unit, await unit.editions.waiting(), now)
                edition = await unit.editions.open_headlines(self._headline_rules, now, MAX_SHOWN_IN_EDITION, repeats)
                for second, first in repeats.items():
                    await unit.editions.announce([second], self._headline_rules, now, repeats=first)
        if repeats:
            self._in_flight.wants_work.set()
        if edition is not None:
            logger.info("edition %s opened with %s articles", edition.id, edition.total, extra={"edition": edition.id})
            self._in_flight.wants_work.set()
        return edition

    async def edition(self, edition_id: int, address: Address | None = None) -> EditionContent:
        """Return the present content of an edition's copies, or of the copy at an address: its part of the articles.

        All of it where the copy is not known any more. Raises ArticleUnknown when there is no such edition.
        """
        async with self._storage.reading() as unit:
            content = await self._contents.read(unit, edition_id, copies=True)
            variant = None if address is None else await unit.deliveries.variant_of(edition_id, address)
        part = content.part(Form.load(variant))
        content = content if part.empty else part
        if not content.articles:
            raise ArticleUnknown(number=edition_id)
        return content

    async def run(self) -> None:
        """Send deliveries until `stop`; return when all results are written, or the stop timeouts are over."""
        async with asyncio.TaskGroup() as group:
            claiming = group.create_task(self._claimer.run(self._stopping))
            settling = group.create_task(self._settler.run())
            await self._sender.run(self._stopping)
            await self._finish(claiming)
            claiming.cancel()
            settling.cancel()

    def stop(self) -> None:
        """Send nothing more; deliveries that are claimed and not sent go back to the ledger."""
        self._stopping.set()
        self._in_flight.wake()

    async def carry_block(self) -> int:
        """Claim, send and settle one block of due deliveries; return how many were claimed."""
        await self._claimer.follow_clock()
        claimed = await self._claimer.claim()
        while not claimed and self._planner.more:
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

    async def _finish(self, claiming: asyncio.Task[None]) -> None:
        """Wait for the answers in flight and the last commit, up to the stop timeouts."""
        in_flight, times, time = self._in_flight, self._times, asyncio.get_running_loop().time
        database_deadline = time() + times.stop_database_timeout.total_seconds()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(times.stop_timeout.total_seconds()):
                while in_flight.awaiting:
                    await in_flight.wait_for_progress()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(max(database_deadline, time() + times.last_commit_timeout.total_seconds())):
                await asyncio.wait([claiming])
                in_flight.return_unsent(self._clock.now())
                while in_flight.results:
                    await in_flight.wait_for_progress()
        if in_flight.awaiting or in_flight.results:
            logger.warning(
                "stopped with %s deliveries in flight and %s results not written: "
                "these deliveries will be retried when their leases expire",
                len(in_flight.awaiting),
                len(in_flight.results),
            )
