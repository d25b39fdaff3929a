"""The desk of digests in channels: a channel gets collections by a timetable, beside its posts or in place of them."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from news.audit import record
from news.choice.changes import with_breaking, with_hours
from news.choice.preferences import Breaking, Pace, Preferences
from news.errors import OutletUnknown
from news.ledger import Address, PlaceKind
from news.model import Reader
from news.ports import Clock, Storage
from news.ports.audit import AuditAct
from news.ports.choices import Changing, Chosen, Getting
from news.posts import Outlet, OutletState
from news.roles import Deed, require

# Local minutes of the day, for a channel that has no timetable of its own.
USUAL_HOURS = (9 * 60, 19 * 60)

# The verbs of the subscriptions' desk: `start` with the person who did it, and `end`.
Starting = Callable[[Address, str, int | None], Awaitable[bool]]
Ending = Callable[[Address], Awaitable[bool]]


class ChannelDigests(NamedTuple):
    """An outlet, and what is chosen for its digests; it gets them if `chosen.subscribed`."""

    outlet: Outlet
    chosen: Chosen


class DigestDesk:
    """Digests of the outlets that are channels. A group has settings of its own, which its administrators change.

    The verbs raise NotAllowed, and OutletUnknown for a place that is no such outlet. `get` and `change` are the choice
    desk's, `start` and `end` those of the subscriptions.
    """

    def __init__(
        self, storage: Storage, clock: Clock, get: Getting, change: Changing, start: Starting, end: Ending
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._get = get
        self._change = change
        self._start = start
        self._end = end

    async def channel(self, chief: Reader, place: int) -> Outlet:
        """Return the channel for which a person may choose."""
        require(chief, Deed.MANAGE_OUTLETS)
        async with self._storage.reading() as unit:
            outlet = await unit.outlets.get(place)
        if outlet is None or outlet.place.kind is not PlaceKind.CHANNEL or outlet.state is OutletState.ASKED:
            raise OutletUnknown
        return outlet

    async def get(self, chief: Reader, place: int) -> ChannelDigests:
        """Return what is chosen for a channel."""
        outlet = await self.channel(chief, place)
        return ChannelDigests(outlet, await self._get(outlet.place.address))

    async def turn(self, chief: Reader, place: int, *, on: bool) -> ChannelDigests:
        """Begin or end the digests of a channel. One that is lost gets none: nothing changes."""
        outlet = await self.channel(chief, place)
        address = outlet.place.address
        if await (self._begin(chief, outlet) if on else self._end(address)):
            await self._record(chief, outlet)
        return ChannelDigests(outlet, await self._get(address))

    async def _begin(self, chief: Reader, outlet: Outlet) -> bool:
        """Begin the digests of a channel, with a timetable before anything can come; return whether that is new."""
        address = outlet.place.address
        if outlet.state is OutletState.LOST or (await self._get(address)).subscribed:
            return False
        await self._change(address, "", with_timetable)
        return await self._start(address, "", chief.id)

    async def _record(self, chief: Reader, outlet: Outlet) -> None:
        async with self._storage.writing() as unit:
            await record(unit, chief.id, AuditAct.OUTLET_ARRANGED, self._clock.now(), note=outlet.chat.title)


def with_timetable(chosen: Preferences) -> Preferences:
    """Give the usual hours to a channel that has no timetable: its breaking news is in the digest, as all others."""
    if chosen.timetable.pace is not Pace.AT_ONCE:
        return chosen
    return with_breaking(with_hours(chosen, USUAL_HOURS), Breaking.AS_OTHERS)
