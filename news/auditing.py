"""The auditors' desk: the staff's deeds, read page by page or as rows of a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from news.model import Reader
from news.ports import Storage
from news.ports.audit import AuditFilter, AuditRow
from news.roles import Deed, require

PAGE_SIZE = 10
# A file for a table program: it holds the newest rows, and says if there are more.
MAX_FILE_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Rows of the audit, newest first; `before` is the id below which the next page begins, None at the end."""

    rows: tuple[AuditRow, ...]
    before: int | None = None


class AuditDesk:
    """Reads what `news.audit.record` has stored. Every verb raises NotAllowed."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def page(
        self, admin: Reader, chosen: AuditFilter, before: int | None = None, size: int = PAGE_SIZE
    ) -> AuditPage:
        """Return a page of the chosen rows with ids below `before`, by default of the newest ones."""
        require(admin, Deed.SEE_LOG)
        async with self._storage.reading() as unit:
            rows = await unit.audit.rows(chosen, before, size + 1)
        return AuditPage(tuple(rows[:size]), rows[size - 1].id if len(rows) > size else None)

    async def file(self, admin: Reader, chosen: AuditFilter) -> AuditPage:
        """Return the newest of the chosen rows, as many as one file holds."""
        return await self.page(admin, chosen, size=MAX_FILE_ROWS)

    async def doers(self, admin: Reader) -> Sequence[tuple[int, str]]:
        """Return the id and name ("" if not registered) of everybody who has done something."""
        require(admin, Deed.SEE_LOG)
        async with self._storage.reading() as unit:
            return await unit.audit.doers()
