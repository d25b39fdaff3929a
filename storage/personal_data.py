"""The rows of one person in every table that names persons, by statements that are made of `news.personal_data`.

Rows are found in a unit for reading, which may read a whole table, and changed by their keys in another one, which
holds the writer for a moment only.
"""

from collections.abc import Sequence
from typing import Any

from news.personal_data import NOBODY, PERSONAL_TABLES, Forget, Naming, PersonalTable
from storage.numbers import clamp
from storage.times import from_micros

Key = dict[str, int | str]

# What leads to the rows of a person where the column itself does not hold the id, or holds it in too many rows to read.
_PLACES = "SELECT id FROM places WHERE chat_id = :id"
_UNFOLDED = "SELECT id FROM editions WHERE folded = 0 AND audience <> 'outlets'"
_SENT = f"SELECT edition_id FROM deliveries WHERE place_id IN ({_PLACES}) AND edition_id IN ({_UNFOLDED})"  # noqa: S608 - own names
_CONDITIONS = {
    ("subscriptions", "place_id"): f"place_id IN ({_PLACES})",
    ("choices", "place_id"): f"place_id IN ({_PLACES})",
    ("deliveries", "place_id"): f"place_id IN ({_PLACES}) AND edition_id IN ({_UNFOLDED})",
    ("editions", "id"): f"folded = 0 AND audience <> 'outlets' AND notice IS NOT NULL AND id IN ({_SENT})",
    ("inbox", "chat_id"): "chat_id = :id AND state = 'dead'",
}


class PersonalData:
    """Implements `news.ports.privacy.PersonalData`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["personal_data"]

    async def rows(self, table: PersonalTable, naming: Naming, reader_id: int, limit: int) -> Sequence[dict[str, Any]]:
        """Return what the person is shown of up to `limit` rows, in the order of their keys."""
        find = getattr(self._queries, _name(table, naming, "rows"))
        return [_shown(row) async for row in find(self._connection, id=clamp(reader_id), limit=limit)]

    async def keys(self, table: PersonalTable, naming: Naming, reader_id: int, limit: int) -> Sequence[Key]:
        """Return the keys of up to `limit` rows."""
        find = getattr(self._queries, _name(table, naming, "keys"))
        return [dict(row) async for row in find(self._connection, id=clamp(reader_id), limit=limit)]

    async def forget(self, table: PersonalTable, naming: Naming, reader_id: int, keys: Sequence[Key]) -> None:
        """Delete these rows, or take the person out of them; a row that names somebody else by now stays as it is."""
        forget = getattr(self._queries, _name(table, naming, "forget"))
        await forget(self._connection, [{**key, "forgotten": clamp(reader_id)} for key in keys])


def _shown(row: Any) -> dict[str, Any]:
    return {name: from_micros(value) if _is_time(name) else value for name, value in dict(row).items()}


def _is_time(column: str) -> bool:
    return column in {"at", "since", "until"} or column.endswith(("_at", "_since", "_until"))


def sql() -> str:
    """Return the statements, in the form of a file of `storage/sql`."""
    return "\n\n".join(
        statement for table in PERSONAL_TABLES for naming in table.namings for statement in _statements(table, naming)
    )


def _statements(table: PersonalTable, naming: Naming) -> Sequence[str]:
    column = naming.column
    condition = _CONDITIONS.get((table.name, column), f"{column} = :id")
    key = ", ".join(table.key)
    found = f"FROM {table.name} WHERE {condition} ORDER BY {key} LIMIT :limit;"
    about = f"-- The rows of {table.name} in which {column} names a person."
    made = [
        f"-- name: {_name(table, naming, 'rows')}(id, limit)\n{about}\n"
        f"SELECT {', '.join(naming.shown or table.key)} {found}",
        f"-- name: {_name(table, naming, 'keys')}(id, limit)\n{about}\nSELECT {key} {found}",
    ]
    if naming.forget in _CHANGES:
        by_key = " AND ".join(f"{name} = :{name}" for name in table.key)
        parameters = ", ".join((*table.key, "forgotten"))
        change = _CHANGES[naming.forget].format(table=table.name, column=column)
        made.append(
            f"-- name: {_name(table, naming, 'forget')}({parameters})*!\n{about}\n"
            f"{change} WHERE {by_key} AND {column} = :forgotten;"
        )
    return made


_CHANGES = {
    Forget.DELETE: "DELETE FROM {table}",
    Forget.CLEAR: "UPDATE {table} SET {column} = NULL",
    Forget.NOBODY: f"UPDATE {{table}} SET {{column}} = {NOBODY}",  # noqa: S608 - own names
}


def _name(table: PersonalTable, naming: Naming, what: str) -> str:
    return f"{table.name}_{naming.column}_{what}"
