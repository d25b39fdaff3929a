"""The privacy desk: the newspaper's statement, and everything that it stores about the person who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from news.errors import NotAllowed
from news.model import Reader
from news.personal_data import PERSONAL_TABLES, Forget, Naming, PersonalTable
from news.ports import Clock, Storage, Unit
from news.privacy_rules import MARK_RETENTION, PrivacyRules
from news.roles import STAFF, Deed

# Rows of one table in the file; it says if there are more.
MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class StoredPart:
    """The rows of a table that name the person in one column; `more` are stored than `rows` shows."""

    table: str
    column: str
    rows: Sequence[dict[str, Any]]
    more: bool = False


@dataclass(frozen=True, slots=True)
class StoredData:
    """What is stored about a person at a time. `marked_until`: until then the ledger has a mark of an earlier life."""

    reader_id: int
    at: datetime
    parts: tuple[StoredPart, ...]
    marked_until: datetime | None = None


class PrivacyDesk:
    """Tells a person what the newspaper knows. Its verbs raise NotAllowed for a sender that is no person."""

    def __init__(self, storage: Storage, clock: Clock, rules: PrivacyRules) -> None:
        self._storage = storage
        self._clock = clock
        self.rules = rules

    async def stored(self, reader: Reader) -> StoredData:
        """Return everything that is stored about the person, part by part; parts without rows are left out."""
        if reader.id == 0:
            raise NotAllowed(deed=Deed.READ)
        parts = [
            part
            for table, naming in await self._namings(reader)
            if (part := await self._part(table, naming, reader.id)) is not None
        ]
        async with self._storage.reading() as unit:
            marked_at = await unit.forgettings.forgotten_at(self.rules.mark_of(reader.id))
        return StoredData(reader.id, self._clock.now(), tuple(parts), marked_at and marked_at + MARK_RETENTION)

    async def _part(self, table: PersonalTable, naming: Naming, reader_id: int) -> StoredPart | None:
        async with self._storage.reading() as unit:
            rows = await unit.personal_data.rows(table, naming, reader_id, MAX_ROWS + 1)
        return StoredPart(table.name, naming.column, rows[:MAX_ROWS], len(rows) > MAX_ROWS) if rows else None

    async def _namings(self, reader: Reader) -> list[tuple[PersonalTable, Naming]]:
        """Return the columns to look in: those of the staff only for a person who works or has worked here."""
        async with self._storage.reading() as unit:
            staff = reader.role in STAFF or await has_worked(unit, reader.id)
        return [
            (table, naming)
            for table in PERSONAL_TABLES
            for naming in table.namings
            if (staff or not naming.staff) and (naming.shown or naming.forget is not Forget.STEP)
        ]


async def has_worked(unit: Unit, reader_id: int) -> bool:
    """Whether the person has done something as one of the staff."""
    table, naming = next(
        (table, naming) for table in PERSONAL_TABLES for naming in table.namings if (table.name, naming.column) == _DOER
    )
    return bool(await unit.personal_data.keys(table, naming, reader_id, 1))


_DOER = ("audit", "by_id")


def days_of(span: timedelta) -> int:
    """Return the whole days of a span."""
    return span // timedelta(days=1)
