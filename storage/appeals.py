"""Appeals: what persons say against verdicts."""

from typing import Any

from news.ports.appeals import Appeal
from storage.numbers import clamp
from storage.times import from_micros, to_micros


class Appeals:
    """Implements `news.ports.appeals.Appeals`. Texts must be clean (`news.words.clean`)."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["appeals"]

    async def add(self, appeal: Appeal) -> bool:
        """Store an appeal; False if there was one against this verdict."""
        added = await self._queries.add(
            self._connection,
            verdict_id=appeal.verdict,
            case_id=appeal.case,
            person=appeal.person,
            text=appeal.text,
            at=to_micros(appeal.at),
        )
        return added is not None

    async def of_verdict(self, verdict_id: int) -> Appeal | None:
        """Return the appeal against a verdict, or None."""
        return _appeal(await self._queries.of_verdict(self._connection, verdict_id=clamp(verdict_id)))

    async def of_case(self, case_id: int) -> Appeal | None:
        """Return the appeal that a case is about, or None."""
        return _appeal(await self._queries.of_case(self._connection, case_id=clamp(case_id)))


def _appeal(row: Any) -> Appeal | None:
    if row is None:
        return None
    return Appeal(row["verdict_id"], row["case_id"], row["person"], row["text"], from_micros(row["at"]))
