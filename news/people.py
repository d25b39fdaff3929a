"""The desk of people, for moderators: what is known of a person, notes on people, and the newsroom's own reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from news.audit import record
from news.errors import TooManyMacros, WordsMissing
from news.limits import checked_reason
from news.model import CommentStatus, Reader
from news.ports import Clock, Storage
from news.ports.audit import AuditAct
from news.ports.verdicts import Macro, PersonNote
from news.roles import Deed, Role, require

MAX_NOTES = 10
MAX_MACROS = 8


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the staff knows of a person: the reader, the comments by status, how many are held, the newest notes."""

    reader: Reader
    counts: Mapping[CommentStatus, int]
    notes: Sequence[PersonNote]
    muted_until: datetime | None = None

    @property
    def banned(self) -> bool:
        """Whether the person is banned."""
        return self.reader.role is Role.BANNED


class PeopleDesk:
    """Every verb is for moderators, and raises NotAllowed."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def open(self, moderator: Reader, person: int) -> Dossier:
        """Return what is known of a person."""
        require(moderator, Deed.MODERATE)
        now = self._clock.now()
        async with self._storage.reading() as unit:
            reader = await unit.readers.get(person) or Reader(person)
            counts = await unit.comments.count_by_status(person)
            notes = await unit.person_notes.newest(person, MAX_NOTES)
        until = reader.restricted_until
        return Dossier(reader, counts, notes, until if until is not None and until > now else None)

    async def note(self, moderator: Reader, person: int, text: str) -> None:
        """Write a note on a person, for the staff only. Raises WordsMissing, ReasonTooLong."""
        require(moderator, Deed.MODERATE)
        text, now = _words(text), self._clock.now()
        async with self._storage.writing() as unit:
            await unit.person_notes.add(person, moderator.id, now, text)
            await record(unit, moderator.id, AuditAct.NOTED, now, person=person)

    async def macros(self, moderator: Reader) -> Sequence[Macro]:
        """Return the newsroom's own reasons."""
        require(moderator, Deed.MODERATE)
        async with self._storage.reading() as unit:
            return await unit.macros.all()

    async def add_macro(self, moderator: Reader, text: str) -> Sequence[Macro]:
        """Add a reason, and return all; adding one again changes nothing.

        Raises WordsMissing, ReasonTooLong, TooManyMacros.
        """
        require(moderator, Deed.MODERATE)
        text, now = _words(text), self._clock.now()
        async with self._storage.writing() as unit:
            known = await unit.macros.all()
            if text in {macro.text for macro in known}:
                return known
            if len(known) >= MAX_MACROS:
                raise TooManyMacros(most=MAX_MACROS)
            await unit.macros.add(text)
            await record(unit, moderator.id, AuditAct.MACRO_ADDED, now, note=text)
            return await unit.macros.all()

    async def drop_macro(self, moderator: Reader, macro_id: int) -> Sequence[Macro]:
        """Delete a reason; return all that are left."""
        require(moderator, Deed.MODERATE)
        async with self._storage.writing() as unit:
            known = {macro.id: macro.text for macro in await unit.macros.all()}
            if await unit.macros.drop(macro_id):
                note, now = known.get(macro_id, ""), self._clock.now()
                await record(unit, moderator.id, AuditAct.MACRO_DROPPED, now, note=note)
            return await unit.macros.all()


def _words(text: str) -> str:
    words = checked_reason(text)
    if not words:
        raise WordsMissing
    return words
