"""The delivery desk: opens editions, and carries them to whoever is to have them."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence

from news.delivery.claiming import Claimer
from news.delivery.hand import Hand
from news.delivery.sending import Sender
from news.delivery.settling import Settler
from news.delivery.wording import Wording
from news.errors import ArticleUnknown
from news.model import Edition, EditionKind
from news.pacing import Pace
from news.ports import Clock, Courier, Push, Storage, Witness

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
        pace: Pace,
        clock: Clock,
        *,
        admins: Sequence[int] = (),
        language: str = "ru",
        resend_unknown: bool = True,
        witness: Witness | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._stopping = asyncio.Event()
        self._hand = hand = Hand(pace, clock.now())
        self._wording = Wording(clock)
        self._claimer = Claimer(
            storage, pace, clock, hand, self._wording, language=language, resend_unknown=resend_unknown
        )
        self._sender = Sender(courier, pace, clock, hand, resend_unknown=resend_unknown, witness=witness)
        self._settler = Settler(storage, pace, clock, hand, admins=admins, witness=witness)

    async def tick(self) -> Edition | None:
        """Make one edition of everything published since the last; None when there is nothing new."""
        async with self._storage.writing() as unit:
            edition = await unit.deliveries.open_edition(EditionKind.HEADLINES, self._clock.now(), SHOWN_IN_EDITION)
        if edition is not None:
            logger.info("edition %s opened with %s articles", edition.id, edition.total, extra={"edition": edition.id})
            self._hand.hungry.set()
        return edition

    async def edition(self, edition_id: int) -> Push:
        """Return what the copies of an edition say now. Raises ArticleUnknown when there is no such edition."""
        async with self._storage.reading() as unit:
            push = await self._wording.push(unit, edition_id, copies=True)
        if not push.articles:
            raise ArticleUnknown(number=edition_id)
        return push

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
        self._hand.wake()

    async def carry_block(self) -> int:
        """Carry one block of due deliveries from claim to settlement; return how many were claimed."""
        claimed = await self._claimer.claim()
        while self._hand.turns and not self._stopping.is_set():
            if self._hand.has_room:
                await self._sender.step(self._stopping)
            elif self._hand.on_the_way:
                await self._hand.movement()
            else:
                await self._settler.settle()
        self._hand.give_back(self._clock.now())
        while self._hand.on_the_way:
            await self._hand.movement()
        await self._settler.settle()
        return claimed

    async def _wind_up(self, claiming: asyncio.Task[None]) -> None:
        """Wait until what is on the way has landed and all is written down; the rest comes again after its lease."""
        hand, time = self._hand, asyncio.get_running_loop().time
        stopped = time()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(stopped + STOP_SECONDS):
                while hand.on_the_way:
                    await hand.movement()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(max(stopped + DATABASE_SECONDS, time() + LAST_COMMIT_SECONDS)):
                await asyncio.wait([claiming])
                hand.give_back(self._clock.now())
                while hand.results:
                    await hand.movement()
        if hand.on_the_way or hand.results:
            logger.warning(
                "stopped with %s deliveries on the way and %s results not written down: they wait for their leases",
                len(hand.on_the_way),
                len(hand.results),
            )
