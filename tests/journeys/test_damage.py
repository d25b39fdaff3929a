"""A damaged part of the database: who needs it is told, nobody else notices, and the operator's site says so."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.timings import Timings
from storage.engines import is_postgres
from tests.bot.intakes import inbox_states
from tests.databases import execute
from tests.journeys.sentences import NOT_UNDERSTOOD
from tests.journeys.steps import answer_to, publish, register
from tests.news.delivering import until
from tests.newspaper import Newspaper, open_newspaper, open_quickly

pytestmark = pytest.mark.slow

SORRY = "У нас что-то сломалось. Мы это записали; попробуйте ещё раз через минуту."
QUICK = replace(Timings(), intake=replace(Timings().intake, retry_seconds=0.05))


def damage_index(path: Path, name: str) -> None:
    """Overwrite the first page of an index of an SQLite file that nobody has open."""
    with closing(sqlite3.connect(path)) as connection:
        ((page,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [name])
        ((size,),) = connection.execute("PRAGMA page_size")
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xaa" * size)


async def damage_comments(url: str) -> None:
    """Make each statement fail that adds a comment, as a damaged page of the index does."""
    if is_postgres(url):
        await execute(
            url,
            "CREATE FUNCTION damaged() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'index contains unexpected zero page' USING ERRCODE = 'XX002'; END $$;"
            "CREATE TRIGGER damaged BEFORE INSERT ON comments FOR EACH ROW EXECUTE FUNCTION damaged()",
        )
        return
    damage_index(Path(url.removeprefix("sqlite:///")), "comments_author")


async def mend_comments(url: str) -> None:
    """Undo the damage where the database outlives the test."""
    if is_postgres(url):
        await execute(url, "DROP TRIGGER damaged ON comments; DROP FUNCTION damaged()")


async def readiness(newspaper: Newspaper) -> str | None:
    assert newspaper.app is not None
    return (await newspaper.app.health.readiness(make_mocked_request("GET", "/readyz"))).text


async def test_a_person_who_needs_the_damaged_part_is_told_and_all_go_on(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_quickly(monkeypatch)
    async with open_newspaper(database_url, QUICK) as newspaper:
        anna, boris = (newspaper.emulator.person(name) for name in ("Анна", "Борис"))
        await publish(newspaper, "Мост открыт")
        await register(newspaper, anna, "Анна из Твери")
        assert await readiness(newspaper) == "ready\n"
        await newspaper.stop()
        await damage_comments(database_url)
        try:
            await newspaper.start()
            comment = await anna.says("/comment 1 Слово")
            following = await anna.says("что?")
            assert (await answer_to(newspaper, await boris.says("что?")))["text"] == NOT_UNDERSTOOD
            assert (await answer_to(newspaper, comment, SORRY))["text"] == SORRY
            assert (await answer_to(newspaper, following, NOT_UNDERSTOOD))["text"] == NOT_UNDERSTOOD
            assert newspaper.app is not None
            intake = newspaper.app.intake
            await until(lambda: intake.idle)
            states = await inbox_states(newspaper.app.database)
            assert sorted(states.values()) == ["dead", "done", "done"]
            assert await readiness(newspaper) == "the database is damaged\n"
        finally:
            await mend_comments(database_url)
