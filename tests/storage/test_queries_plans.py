"""Queries walk an index and stop early, however large the tables are; on both engines."""

from typing import Any, get_args

import pytest

from storage import Database, queries
from storage.sqlite import SQLiteDatabase
from tests.storage.full_tables import FILL, NUMBERS
from tests.storage.query_samples import INDEXES, QUERIES
from tests.storage.samples import raw

# These may be read whole: tables and indexes of a few rows, subqueries with a limit, a parameter, the neighbours of one
# article, the unfinished editions, and a row of constants.
SMALL = (
    "readers",
    "stop_phrases",
    "block",
    "counted",
    "json_each",
    "e VIRTUAL TABLE",
    "near",
    "CONSTANT ROW",
    "articles_to_correct",
    "editions",
    "(subquery-",
    "found",
    "waiting",
    "discussion_groups",
    "doer",
    *("urgent", "breaking", "normal", "low"),
)


async def explain(unit: Any, engine: queries.Engine, query: str, parameters: dict[str, Any]) -> list[str]:
    noun, name = query.split(".")
    function = getattr(queries.load(engine)[noun], name)
    connection = unit.fsm._connection
    if engine == "sqlite":
        rows = await connection.fetch(f"EXPLAIN QUERY PLAN {function.sql}", parameters)
        return [row["detail"] for row in rows]
    order = function.__self__.driver_adapter.var_sorted[name]
    rows = await connection.fetch(f"EXPLAIN {function.sql}", *(parameters[each] for each in order))
    return [row[0] for row in rows]


def reads_too_much(line: str, indexes: tuple[str, ...]) -> bool:
    """Return whether a line of a plan reads a whole table or sorts; a scan of one of `indexes` is allowed."""
    words = line.strip().removeprefix("->").strip()
    if any(f" {name}" in line for name in (*SMALL, *indexes)):
        return False
    return words.startswith(("Seq Scan", "Sort", "Bitmap", "SCAN ")) or "TEMP B-TREE" in words


async def test_no_query_reads_a_whole_table_or_sorts(database: Database) -> None:
    engine: queries.Engine = "sqlite" if isinstance(database, SQLiteDatabase) else "postgres"
    async with database.writing() as unit:
        for sql in map(str.strip, FILL.split(";")):
            await raw(unit, NUMBERS + sql if sql.startswith("INSERT") else sql)
        plans = {query: await explain(unit, engine, query, parameters) for query, parameters in QUERIES.items()}
    for query, lines in plans.items():
        indexes = INDEXES.get(query, ())
        assert all(f" {index}" in "\n".join(lines) for index in indexes), "\n".join([query, *lines])
        assert not any(reads_too_much(line, indexes) for line in lines), "\n".join([query, *lines])


def test_both_engines_have_the_same_queries() -> None:
    names = [
        {noun: found.available_queries for noun, found in queries.load(engine).items()}
        for engine in get_args(queries.Engine)
    ]
    assert names[0] == names[1]


@pytest.mark.parametrize("engine", get_args(queries.Engine))
def test_every_query_has_a_line_of_prose(engine: queries.Engine) -> None:
    for noun, found in queries.load(engine).items():
        for name in found.available_queries:
            if not name.endswith("_cursor"):
                assert getattr(found, name).__doc__.strip(), f"{noun}.{name}"
