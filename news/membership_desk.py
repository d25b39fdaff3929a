"""The desk of memberships: who is in which group, who is meant by a number or an @name, and what has ended."""

import logging
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from news.appointing import as_of, set_role
from news.audit import record
from news.errors import ReaderUnknown, UsernameUnknown
from news.model import Reader
from news.notices import tell_of_membership
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.role_words import parse_until
from news.roles import STAFF, Deed, Role, require

logger = logging.getLogger(__name__)

PAGE_SIZE = 10
# Names of a group's members that stand in the list of groups.
SHOWN_NAMES = 5
MOST_COUNTED = 1000
# Memberships settled in one turn; each is a commit of its own.
DUE_BLOCK = 20
# Guests are in no list: they have no name here.
LISTED = (Role.ADMIN, Role.CHIEF, Role.EDITOR, Role.MODERATOR, Role.AUTHOR, Role.TRUSTED, Role.MEMBER, Role.BANNED)


@dataclass(frozen=True, slots=True)
class GroupOfPeople:
    """A group in the list: how many it has (up to MOST_COUNTED), and of the staff's some members."""

    role: Role
    count: int
    members: tuple[Reader, ...] = ()


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Members of a group by ascending id; `following` is the id behind which the next page begins, None at the end."""

    role: Role
    members: tuple[Reader, ...]
    following: int | None = None


class MembershipDesk:
    """Who is who, for those who give roles. `admins` are the Telegram ids of the settings."""

    def __init__(self, storage: Storage, clock: Clock, admins: Set[int], zone: ZoneInfo) -> None:
        self._storage = storage
        self._clock = clock
        self._admins = admins
        self._zone = zone

    def understand(self, admin: Reader, words: str) -> datetime | None:
        """Return when a membership ends that an admin limits in words; None for "".

        Raises NotAllowed, UntilUnclear, WhenPast, WhenMissing, WhenFar.
        """
        require(admin, Deed.APPOINT)
        return parse_until(words, self._clock.now(), self._zone)

    async def groups(self, admin: Reader) -> tuple[GroupOfPeople, ...]:
        """Return the groups in their order, highest first, with the names of some of the staff. Raises NotAllowed."""
        require(admin, Deed.APPOINT)
        async with self._storage.reading() as unit:
            return tuple([await self._group(unit, role) for role in LISTED])

    async def page(self, admin: Reader, role: Role, behind: int = 0) -> PeoplePage:
        """Return a page of a group's members with ids above `behind`. Raises NotAllowed."""
        require(admin, Deed.APPOINT)
        async with self._storage.reading() as unit:
            members = [] if behind or role is not Role.ADMIN else await self._named_in_settings(unit)
            stored = await unit.memberships.of_role(role, behind, PAGE_SIZE + 1)
        shown = [reader for reader in stored[:PAGE_SIZE] if reader.id not in self._admins]
        following = stored[PAGE_SIZE - 1].id if len(stored) > PAGE_SIZE else None
        return PeoplePage(role, (*members, *shown), following)

    async def find(self, admin: Reader, person: int | str) -> Reader:
        """Return the reader with a number, or with a Telegram username. Raises NotAllowed, UsernameUnknown."""
        require(admin, Deed.APPOINT)
        async with self._storage.reading() as unit:
            if isinstance(person, int):
                found = await unit.readers.get(person)
            else:
                found = await unit.memberships.by_username(person)
        if found is None:
            raise UsernameUnknown(username=person) if isinstance(person, str) else ReaderUnknown(id=person)
        return as_of(found, self._clock.now())

    async def end_memberships(self) -> list[Reader]:
        """Settle the memberships that are over, each in a commit of its own; return the readers of this process.

        Each reader is told, and so is everybody who gives roles.
        """
        async with self._storage.reading() as unit:
            due = await unit.memberships.due(self._clock.now(), DUE_BLOCK)
        settled = [await self._end(reader_id) for reader_id in due]
        return [reader for reader in settled if reader is not None]

    async def _end(self, reader_id: int) -> Reader | None:
        now = self._clock.now()
        async with self._storage.writing() as unit:
            stored = await unit.readers.lock(reader_id)
            if stored is None or as_of(stored, now) == stored:
                return None  # another process was faster, or an admin gave another role
            ended = as_of(stored, now)
            await set_role(unit, reader_id, ended.role)
            note = f"{stored.role} {ended.role}"
            await record(unit, None, AuditAct.MEMBERSHIP_ENDED, now, person=reader_id, note=note)
            await tell_of_membership(unit, stored, ended, self._admins, now)
        logger.info("the membership of reader %s in the group %s has ended", reader_id, stored.role)
        return ended

    async def _group(self, unit: Unit, role: Role) -> GroupOfPeople:
        count = await unit.memberships.count(role, MOST_COUNTED)
        if role not in STAFF:
            return GroupOfPeople(role, count)
        stored = await unit.memberships.of_role(role, 0, SHOWN_NAMES)
        if role is not Role.ADMIN:
            return GroupOfPeople(role, count, tuple(stored))
        named = await self._named_in_settings(unit)
        others = [reader for reader in stored if reader.id not in self._admins]
        also_stored = sum(reader.role is Role.ADMIN for reader in named)
        return GroupOfPeople(role, count + len(named) - also_stored, (*named, *others))

    async def _named_in_settings(self, unit: Unit) -> list[Reader]:
        """Return the admins of the settings as they are stored, who need not have registered."""
        return [await unit.readers.get(id) or Reader(id) for id in sorted(self._admins)]
