"""The audit's rows: stored with their deed, never twice, and read newest first."""

import pytest

from news.ports.audit import Area, AuditAct, AuditFilter, NewAuditRow
from storage import Database
from tests.storage.samples import NOON, article, at


def deed(seconds: float = 0, **fields: object) -> NewAuditRow:
    given: dict[str, object] = {"by": 1, "act": AuditAct.PUBLISHED, "area": Area.ARTICLES, **fields}
    return NewAuditRow(at(seconds), **given)  # type: ignore[arg-type]


async def add(database: Database, *deeds: NewAuditRow) -> None:
    async with database.writing() as unit:
        for each in deeds:
            await unit.audit.add(each)


async def test_a_row_is_read_as_it_was_stored_with_names_and_headline(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        number, _ = await unit.articles.add(article("k"))
        await unit.readers.register(1, "Вера", "вера", "ru", NOON)
        await unit.readers.register(2, "Анна", "анна", "ru", NOON)
    stored = deed(article=number, person=2, number=7, note="Дата; время")
    await add(database, stored, deed(1, by=None, article=404, person=404))

    async with other.reading() as unit:
        newest, oldest = await unit.audit.rows(AuditFilter(), None, 9)

    assert (oldest.deed, oldest.by_name, oldest.person_name, oldest.title) == (stored, "Вера", "Анна", "Title of k")
    assert (newest.deed.by, newest.by_name, newest.person_name, newest.title) == (None, "", "", "")


async def test_a_row_goes_when_its_deed_is_rolled_back(database: Database, other: Database) -> None:
    async def fail() -> None:
        async with database.writing() as unit:
            await unit.audit.add(deed())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    async with other.reading() as unit:
        assert await unit.audit.rows(AuditFilter(), None, 9) == []


async def test_a_deed_of_a_person_to_the_same_person_is_read_once(database: Database) -> None:
    await add(database, deed(by=5, person=5), deed(1, by=5), deed(2, by=6, person=5), deed(3, by=6))

    async with database.reading() as unit:
        found = await unit.audit.rows(AuditFilter(person=5), None, 9)
        page = await unit.audit.rows(AuditFilter(person=5), found[0].id, 1)

    assert [row.deed.at for row in found] == [at(2), at(1), at(0)]
    assert [row.deed.at for row in page] == [at(1)]


async def test_doers_are_told_by_ascending_id_without_the_program(database: Database) -> None:
    async with database.reading() as unit:
        assert await unit.audit.doers() == []
    await add(database, deed(by=9), deed(by=None), deed(by=3), deed(by=9))

    async with database.reading() as unit:
        assert await unit.audit.doers() == [(3, ""), (9, "")]
