"""Shared set-up of the delivery tests: a recording courier, a running clock, and reads of the ledger."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Self

from news.delivery import DEFAULT_TIMES, DeliveryDesk, DeliveryTimes, InFlightWindow
from news.model import Delivery, Edition, Reader
from news.newsroom import Newsroom
from news.outcomes import Outcome
from news.ports import Clock, EditionContent
from news.rate_limits import RateLimiter
from storage import Database
from tests.clocks import RunningClock as RunningClock
from tests.news.conftest import START, published
from tests.news.faulty import Faulty

TIMEOUT_SECONDS = 20
# Messages a second: sending takes no noticeable time, and blocks have their largest size.
FULL_SPEED = 50_000
# A desk that checks for work, and tries a failed commit again, every 20 ms.
QUICK = DeliveryTimes(claim_interval=timedelta(seconds=0.02), commit_retry=timedelta(seconds=0.02))


@dataclass(frozen=True)
class Carried:
    """One send, with the times when it left and when its answer arrived."""

    left: datetime
    answered: datetime
    push: EditionContent
    delivery: Delivery
    outcome: Outcome


class RecordingCourier:
    """Records every send. `answer` returns Telegram's outcome, which arrives after `seconds`."""

    def __init__(
        self, clock: Clock, answer: Callable[[Delivery], Outcome] | None = None, *, seconds: float = 0
    ) -> None:
        self._clock = clock
        self._answer = answer or (lambda delivery: Outcome(200, message_id=1))
        self._seconds = seconds
        self.carried: list[Carried] = []
        self.in_flight = 0
        self.max_in_flight = 0

    def carry(self, push: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        self.in_flight += 1
        self.max_in_flight = max(self.max_in_flight, self.in_flight)
        left = self._clock.now()
        asyncio.get_running_loop().call_later(self._seconds, self._arrive, left, push, delivery, done)

    def _arrive(
        self, left: datetime, push: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]
    ) -> None:
        self.in_flight -= 1
        outcome = self._answer(delivery)
        self.carried.append(Carried(left, self._clock.now(), push, delivery, outcome))
        done(outcome)

    @property
    def chats(self) -> list[int]:
        """The chats of all sends, in order."""
        return [carried.delivery.chat_id for carried in self.carried]

    @property
    def sent(self) -> list[int]:
        """The chats of successful sends, in order."""
        return [carried.delivery.chat_id for carried in self.carried if carried.outcome.status == 200]


def make_desk(
    storage: Any,
    courier: RecordingCourier,
    clock: Clock,
    rate: float | RateLimiter = FULL_SPEED,
    admins: Sequence[int] = (),
    window: InFlightWindow | None = None,
    times: DeliveryTimes = DEFAULT_TIMES,
) -> DeliveryDesk:
    """Make a desk that shares nothing but the database with others, as in another process."""
    limiter = rate if isinstance(rate, RateLimiter) else RateLimiter(rate)
    return DeliveryDesk(storage, courier, limiter, clock, admins=admins, window=window, times=times)


async def subscribe(database: Database, chats: Iterable[int], language: str = "ru") -> None:
    """Subscribe many chats in one commit, an hour before the tests' start."""
    async with database.writing() as unit:
        for chat in chats:
            await unit.subscriptions.start(chat, language, START - timedelta(hours=1))


async def ticked(desk: DeliveryDesk) -> Edition:
    """Open an edition that must not be empty."""
    edition = await desk.tick()
    assert edition is not None
    return edition


async def carry_all(desk: DeliveryDesk) -> None:
    """Carry blocks until nothing is due."""
    while await desk.carry_block():
        pass


async def until(happened: Callable[[], bool | Awaitable[bool]], seconds: float = TIMEOUT_SECONDS) -> None:
    """Wait until `happened` is true. Raises TimeoutError after `seconds`."""
    async with asyncio.timeout(seconds):
        while True:
            result = happened()
            if result if isinstance(result, bool) else await result:
                return
            await asyncio.sleep(0.005)


async def ledger(database: Database) -> list[dict[str, Any]]:
    """Return every stored delivery, by edition and chat."""
    sql = "SELECT edition_id, chat_id, state, tries, unknowns, error, message_id FROM deliveries ORDER BY 1, 2"
    async with database.reading() as unit:
        connection = unit.deliveries._connection  # type: ignore[attr-defined]
        return [dict(row) for row in await connection.fetch(sql)]


async def states(database: Database) -> dict[int, str]:
    """Return the state of each chat's delivery, if there is one edition."""
    return {row["chat_id"]: row["state"] for row in await ledger(database)}


async def all_settled(database: Database, chats: int) -> bool:
    """Whether there are deliveries for this number of chats, all of them final."""
    found = await states(database)
    return len(found) == chats and not {"pending", "sending"} & set(found.values())


@asynccontextmanager
async def running(*desks: DeliveryDesk) -> AsyncIterator[None]:
    """Run desks during the block, then stop them and wait for their end."""
    async with asyncio.timeout(2 * TIMEOUT_SECONDS), asyncio.TaskGroup() as group:
        for desk in desks:
            group.create_task(desk.run())
        try:
            yield
        finally:
            for desk in desks:
                desk.stop()


async def opened(news: Newsroom, editor: Reader, database: Database, subscribers: int, desk: DeliveryDesk) -> list[int]:
    """Subscribe chats 1, 2, …, publish an article and open its edition; return the chats."""
    chats = list(range(1, subscribers + 1))
    await subscribe(database, chats)
    await published(news, editor)
    assert await desk.tick() is not None
    return chats


class Heartbeat:
    """Measures for how long the machine stopped this process, so that late sends are not blamed on the desk."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def __aenter__(self) -> Self:
        self._beating = asyncio.get_running_loop().create_task(self._beat())
        return self

    async def __aexit__(self, *error: object) -> None:
        self._beating.cancel()

    async def _beat(self) -> None:
        while True:
            before = monotonic()
            await asyncio.sleep(0.001)
            self.longest = max(self.longest, monotonic() - before)

    def most(self, rate: float, *databases: Faulty) -> float:
        """Return how many sends one second may have: the rate and one, plus those that were delayed.

        The machine delays sends, and so does the commit after the budget was taken.
        """
        late = self.longest + max(database.longest for database in databases)
        return rate * (1 + late) + 1


def worst_second(carried: Iterable[Carried]) -> int:
    """Return the largest number of sends within one second, wherever it begins."""
    moments = sorted(one.left for one in carried)
    second = timedelta(seconds=1)
    return max(
        sum(start <= moment < start + second for moment in moments[index:]) for index, start in enumerate(moments)
    )
