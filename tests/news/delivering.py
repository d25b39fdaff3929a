"""What the tests of the delivery desk share: a courier that remembers, a clock that runs, a look into the ledger."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Self

from news.delivery import DEFAULT_TIMES, DeliveryDesk, DeliveryTimes, InFlightWindow
from news.model import Delivery, Reader
from news.newsroom import Newsroom
from news.outcomes import Outcome
from news.ports import Clock, EditionContent
from news.rate_limits import RateLimiter
from storage import Database
from tests.news.conftest import START, HandClock, published
from tests.news.faulty import Faulty

PATIENCE_SECONDS = 20
# Fast enough not to be noticed, and blocks of the largest size.
FULL_SPEED = 50_000
# A desk that checks for work, and tries a failed commit again, every 20 ms.
QUICK = DeliveryTimes(claim_interval=timedelta(seconds=0.02), commit_retry=timedelta(seconds=0.02))


class RunningClock(HandClock):
    """A clock that runs by itself from a fixed start, and can be moved on besides."""

    def __init__(self) -> None:
        super().__init__()
        self._started = monotonic()

    def now(self) -> datetime:
        return self.moment + timedelta(seconds=monotonic() - self._started)


@dataclass(frozen=True)
class Carried:
    """One send as the courier saw it: when it left, and when its answer came."""

    left: datetime
    answered: datetime
    push: EditionContent
    delivery: Delivery
    outcome: Outcome


class RecordingCourier:
    """Remembers every send. `answer` says what Telegram answers; each answer takes `seconds`."""

    def __init__(
        self, clock: Clock, answer: Callable[[Delivery], Outcome] | None = None, *, seconds: float = 0
    ) -> None:
        self._clock = clock
        self._answer = answer or (lambda delivery: Outcome(200, message_id=1))
        self._seconds = seconds
        self.carried: list[Carried] = []
        self.on_the_way = 0
        self.most_on_the_way = 0

    def carry(self, push: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        self.on_the_way += 1
        self.most_on_the_way = max(self.most_on_the_way, self.on_the_way)
        left = self._clock.now()
        asyncio.get_running_loop().call_later(self._seconds, self._arrive, left, push, delivery, done)

    def _arrive(
        self, left: datetime, push: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]
    ) -> None:
        self.on_the_way -= 1
        outcome = self._answer(delivery)
        self.carried.append(Carried(left, self._clock.now(), push, delivery, outcome))
        done(outcome)

    @property
    def chats(self) -> list[int]:
        """Whom something was sent to, in order, as often as it was."""
        return [carried.delivery.chat_id for carried in self.carried]

    @property
    def sent(self) -> list[int]:
        """Whom a message reached."""
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
    """Make a desk of its own, as another process would."""
    limiter = rate if isinstance(rate, RateLimiter) else RateLimiter(rate)
    return DeliveryDesk(storage, courier, limiter, clock, admins=admins, window=window, times=times)


async def subscribe(database: Database, chats: Iterable[int], language: str = "ru") -> None:
    """Subscribe many chats in one commit, an hour before the tests' start."""
    async with database.writing() as unit:
        for chat in chats:
            await unit.subscriptions.start(chat, language, START - timedelta(hours=1))


async def carry_all(desk: DeliveryDesk) -> None:
    """Carry blocks until nothing is due."""
    while await desk.carry_block():
        pass


async def until(happened: Callable[[], bool | Awaitable[bool]], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for something that must come. Raises TimeoutError when it does not."""
    async with asyncio.timeout(seconds):
        while True:
            found = happened()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.005)


async def ledger(database: Database) -> list[dict[str, Any]]:
    """Return every delivery as it is stored, by edition and chat."""
    sql = "SELECT edition_id, chat_id, state, tries, unknowns, error, message_id FROM deliveries ORDER BY 1, 2"
    async with database.reading() as unit:
        connection = unit.deliveries._connection  # type: ignore[attr-defined]
        return [dict(row) for row in await connection.fetch(sql)]


async def states(database: Database) -> dict[int, str]:
    """Return the state of each chat's delivery, where there is one edition."""
    return {row["chat_id"]: row["state"] for row in await ledger(database)}


async def all_settled(database: Database, chats: int) -> bool:
    """Whether so many deliveries are written and none is open."""
    found = await states(database)
    return len(found) == chats and not {"pending", "sending"} & set(found.values())


@asynccontextmanager
async def running(*desks: DeliveryDesk) -> AsyncIterator[None]:
    """Let desks work while the block lasts, then stop them and wait until they have."""
    async with asyncio.timeout(2 * PATIENCE_SECONDS), asyncio.TaskGroup() as group:
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
    """Measures for how long the machine kept this process from running: a late send is then not the desk's fault."""

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
        """Return how many sends may fall into one second: one above the rate, and those that were held up.

        By the machine, or by the commit that follows when the budget is taken.
        """
        late = self.longest + max(database.longest for database in databases)
        return rate * (1 + late) + 1


def worst_second(carried: Iterable[Carried]) -> int:
    """Return the most sends that left within any second, wherever it begins."""
    moments = sorted(one.left for one in carried)
    second = timedelta(seconds=1)
    return max(
        sum(start <= moment < start + second for moment in moments[index:]) for index, start in enumerate(moments)
    )
