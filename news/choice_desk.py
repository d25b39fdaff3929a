"""The desk of choice: what a place gets of the newspaper, changed by its reader, and taken back by one press."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from news.choice.errors import NothingToUndo
from news.choice.evenings import evening_of
from news.choice.preferences import DEFAULT_PREFERENCES
from news.choosing import begin_anew
from news.ledger import Address, PlaceKind
from news.ports import Clock, Storage, Unit
from news.ports.choices import Change as Change
from news.ports.choices import Choice
from news.ports.choices import Chosen as Chosen

UTC = ZoneInfo("UTC")


class ChoiceDesk:
    """Preferences of places. A change takes effect with the next push: what waits for the place is looked at anew.

    `zone` is the newspaper's, for places that have chosen none.
    """

    def __init__(self, storage: Storage, clock: Clock, zone: ZoneInfo = UTC) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone

    async def get(self, address: Address) -> Chosen:
        """Return what a place has chosen; the default if it has chosen nothing."""
        async with self._storage.reading() as unit:
            place = await unit.places.get(address)
            choice = None if place is None else await unit.choices.get(place.id)
            return await _chosen(unit, address, choice)

    async def change(self, address: Address, language: str, change: Change) -> Chosen:
        """Change what a place has chosen, and return it; `change` may raise a refusal, and is called in the unit.

        A change that changes nothing is none: it leaves what can be taken back.
        """
        async with self._storage.writing() as unit:
            choice = await _locked(unit, await unit.places.obtain(address, language))
            preferences = change(choice.preferences)
            await self._follow_zone(unit, address, choice, replace(choice, preferences=preferences))
            if preferences != choice.preferences:
                before, now = choice.preferences, self._clock.now()
                choice = replace(choice, preferences=preferences, previous=before)
                if before.paused_until is not None and before.paused_until > now:
                    choice = await begin_anew(unit, choice, now)  # what was published in a pause never comes
                await self._store(unit, choice)
            return await _chosen(unit, address, choice)

    async def undo(self, address: Address) -> Chosen:
        """Take back the last change. Raises NothingToUndo."""
        async with self._storage.writing() as unit:
            place = await unit.places.get(address)
            choice = None if place is None else await unit.choices.lock(place.id)
            if choice is None or choice.previous is None:
                raise NothingToUndo
            before, choice = choice, replace(choice, preferences=choice.previous, previous=None)
            await self._follow_zone(unit, address, before, choice)
            await self._store(unit, choice)
            return await _chosen(unit, address, choice)

    async def _follow_zone(self, unit: Unit, address: Address, before: Choice, after: Choice) -> None:
        """Let what a person has put aside come in the evening of the zone that was chosen."""
        if after.preferences.zone != before.preferences.zone:
            now = self._clock.now()
            await unit.later.move(address.chat_id, now, evening_of(after.preferences, self._zone, now))

    async def _store(self, unit: Unit, choice: Choice) -> None:
        now = self._clock.now()
        waits = choice.wakes_at is not None
        tracking = choice.tracking
        if tracking.since is None:
            tracking = replace(tracking, since=now, served=await unit.choices.served(choice.place))
        await unit.choices.store(replace(choice, tracking=tracking, wakes_at=now if waits else None))


async def _locked(unit: Unit, place: int) -> Choice:
    return await unit.choices.lock(place) or Choice(place)


async def _chosen(unit: Unit, address: Address, choice: Choice | None) -> Chosen:
    subscription = await unit.subscriptions.get(address)
    subscribed = subscription is not None and subscription.active
    group = address if address.kind is PlaceKind.GROUP else None
    if choice is None:
        return Chosen(DEFAULT_PREFERENCES, subscribed, group=group)
    return Chosen(choice.preferences, subscribed, choice.previous, group)
