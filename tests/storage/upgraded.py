"""The present program on an upgraded database: its newsroom, and a courier that records what it carries."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from news.delivery import DeliveryDesk
from news.ledger import Delivery, Message
from news.newsroom import Newsroom, make_newsroom
from news.outcomes import Outcome
from news.ports import EditionContent
from news.rate_limits import RateLimiter
from storage import Database
from tests.clocks import RunningClock

# The database of schema 0006 was left at 11:08:40; its leases have expired by now.
NOW_0006 = datetime(2024, 3, 5, 11, 12, tzinfo=UTC)
ADMIN = 900


class Courier:
    """Answers that every message arrived, and records the deliveries."""

    def __init__(self) -> None:
        self.carried: list[tuple[EditionContent, Delivery]] = []

    def size(self, push: EditionContent, delivery: Delivery) -> int:
        return 1

    def carry(self, push: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        self.carried.append((push, delivery))
        outcome = Outcome(200, (Message(1000 * delivery.edition + delivery.chat_id),))
        asyncio.get_running_loop().call_soon(done, outcome)

    def chats(self, edition: int) -> Counter[int]:
        """How often each chat got the edition."""
        return Counter(delivery.chat_id for _, delivery in self.carried if delivery.edition == edition)

    def edition_of(self, number: int, kind: str) -> int:
        """The edition of this kind that showed the article."""
        [found] = {
            push.edition
            for push, _ in self.carried
            if push.kind == kind and number in (article.number for article in push.articles)
        }
        return found


def newsroom(database: Database, courier: Courier, clock: RunningClock) -> Newsroom:
    zone = ZoneInfo("Europe/Moscow")
    return make_newsroom(database, courier, RateLimiter(50_000), clock, admins={ADMIN}, zone=zone)


async def carry_all(desk: DeliveryDesk, clock: RunningClock) -> None:
    """Open the next edition, and send until nothing is left; a correction waits two seconds for old contents."""
    await desk.tick()
    for _ in range(3):
        while await desk.carry_block():
            pass
        clock.passes(seconds=5)
