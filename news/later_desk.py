"""The desk of what is read later: a person puts articles aside, and gets them as one list in the evening.

A quiet time or a pause does not hold the message up: the person has asked for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from news.choice.deciding import zone_of
from news.choice.evenings import evening_of
from news.choice.preferences import Preferences
from news.errors import ArticleUnknown, LaterFull, NotAllowed
from news.ledger import Address, Audience, EditionRules
from news.lifecycle import is_readable
from news.model import Reader
from news.notices import Notice, NoticeKind
from news.ports import Clock, Storage, Unit
from news.ports.choices import Getting
from news.roles import Deed

MAX_ASIDE = 50
BLOCK = 100
# No evening is further away than this.
LONGEST_WAIT = timedelta(days=2)
LATER_RULES = EditionRules(Audience.PLACES, lifetime=timedelta(days=1), pausable=False, listed=False)


@dataclass(frozen=True, slots=True)
class Evening:
    """When a person gets what is put aside: a moment, in the zone that the person lives in."""

    at: datetime
    zone: ZoneInfo
    tomorrow: bool


class LaterDesk:
    """Puts articles aside and tells of them. Any number of processes may tick: a person is told by one of them.

    `get` is the choice desk's; `zone` is the newspaper's, for those who have chosen none.
    """

    def __init__(self, storage: Storage, clock: Clock, zone: ZoneInfo, get: Getting) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone
        self._get = get

    async def toggle(self, reader: Reader, number: int, language: str) -> Evening | None:
        """Put an article aside and return until when; one that is aside is put back, which returns None.

        Raises NotAllowed for a sender that is no person, ArticleUnknown, LaterFull.
        """
        if reader.id == 0:
            raise NotAllowed(deed=Deed.READ)
        chosen = await self._get(Address(reader.id))
        until = self._next_evening(chosen.preferences)
        async with self._storage.writing() as unit:
            if await unit.later.remove(reader.id, number):
                return None
            await _require_room(unit, reader.id, number)
            await unit.later.add(reader.id, number, self._clock.now(), until.at)
            await unit.places.obtain(Address(reader.id), language)
        return until

    def _next_evening(self, preferences: Preferences) -> Evening:
        zone, now = zone_of(preferences, self._zone), self._clock.now()
        at = evening_of(preferences, self._zone, now)
        return Evening(at, zone, tomorrow=at.astimezone(zone).date() > now.astimezone(zone).date())

    async def tick(self) -> int:
        """Tell a block of persons what they have put aside until now; return how many persons there were."""
        now = self._clock.now()
        async with self._storage.reading() as unit:
            if not await unit.later.has_due(now):
                return 0
        async with self._storage.writing() as unit:
            taken = await unit.later.take(now, BLOCK)
            for reader_id, numbers in taken.items():
                await _tell(unit, reader_id, numbers, now)
        return len(taken)

    async def clean_up(self) -> None:
        """Correct times that a clock which was ahead has stored."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            await unit.later.correct_due(now, now + LONGEST_WAIT)


async def _require_room(unit: Unit, reader_id: int, number: int) -> None:
    article = await unit.articles.get(number)
    if article is None or not is_readable(article.status):
        raise ArticleUnknown(number=number)
    if await unit.later.count(reader_id) >= MAX_ASIDE:
        raise LaterFull(most=MAX_ASIDE)


async def _tell(unit: Unit, reader_id: int, numbers: Sequence[int], now: datetime) -> None:
    """Open the message, unless all articles were withdrawn. What is withdrawn before it is sent is left out as well."""
    readable = [each.number for each in await unit.articles.listed(numbers) if is_readable(each.status)]
    if readable:
        place = await unit.places.obtain(Address(reader_id))
        await unit.editions.notify([place], Notice(NoticeKind.LATER).dump(), LATER_RULES, now, shown=readable)
