"""Every column that names a person is in the list of personal data, on both engines, and its statements work."""

import re
from typing import Any

import pytest

from news.personal_data import OTHER_TABLES, PERSONAL_TABLES, Forget
from storage import Database
from storage.sqlite import SQLiteDatabase
from tests.storage.samples import raw

# Names of columns that hold a person's id, or the key of a place, which may be a person's chat.
NAMES_A_PERSON = re.compile(
    r"(^|_)(by|by_id|added_by|author|author_id|reader|reader_id|editor|editor_id|user|user_id|person|person_id|place_id"
    r"|chat|chat_id|sender|sender_id|owner|owner_id|judge|judge_id|moderator|moderator_id|ignored|ignored_id"
    r"|reporter|reporter_id|member|member_id|actor|holder|bot_id)$"
)
# Chats that are groups, and a process.
NO_PERSONS = {
    ("group_deeds", "chat_id"),
    ("group_notices", "chat_id"),
    ("join_requests", "chat_id"),
    ("inbox", "holder"),
}
# The parts of the search's index on SQLite.
SHADOWS = re.compile(r"search_(config|content|data|idx)|sqlite_.*")


async def columns(database: Database) -> set[tuple[str, str]]:
    """Return every column of every table."""
    async with database.reading() as unit:
        if isinstance(database, SQLiteDatabase):
            found = await raw(
                unit,
                "SELECT m.name AS name, c.name AS attribute FROM sqlite_master AS m "
                "JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'",
            )
        else:
            found = await raw(
                unit,
                "SELECT table_name AS name, column_name AS attribute FROM information_schema.columns "
                "WHERE table_schema = 'public'",
            )
    return {(row["name"], row["attribute"]) for row in found if not SHADOWS.fullmatch(row["name"])}


async def test_every_table_is_in_one_of_the_two_lists(database: Database) -> None:
    tables = {table for table, _ in await columns(database)}
    listed = [table.name for table in PERSONAL_TABLES] + list(OTHER_TABLES)

    assert len(listed) == len(set(listed))
    # Engines differ in the tables of the search.
    assert tables - set(listed) == set()
    assert {name for name in listed if not name.startswith("search")} - tables == set()


async def test_every_column_that_names_a_person_is_listed(database: Database) -> None:
    named = {(table.name, naming.column) for table in PERSONAL_TABLES for naming in table.namings}
    explained = {table for table, reason in OTHER_TABLES.items() if reason}
    looks_so = {(table, column) for table, column in await columns(database) if NAMES_A_PERSON.search(column)}

    left = {(table, column) for table, column in looks_so - named if table not in explained}
    assert left == NO_PERSONS


async def test_the_listed_columns_and_keys_exist(database: Database) -> None:
    known = await columns(database)
    listed = {
        (table.name, column)
        for table in PERSONAL_TABLES
        for naming in table.namings
        for column in (naming.column, *naming.shown, *table.key)
    }

    assert listed - known == set()


@pytest.mark.parametrize("table", PERSONAL_TABLES, ids=lambda table: table.name)
async def test_a_person_without_rows_has_none_in_any_table(database: Database, table: Any) -> None:
    async with database.writing() as unit:
        for naming in table.namings:
            assert await unit.personal_data.rows(table, naming, 7, 10) == []
            assert await unit.personal_data.keys(table, naming, 7, 10) == []
            if naming.forget in {Forget.DELETE, Forget.CLEAR, Forget.NOBODY}:
                keys = [{name: "7" if name in {"key", "kind"} else 7 for name in table.key}]
                await unit.personal_data.forget(table, naming, 7, keys)
