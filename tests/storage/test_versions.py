"""Versions fulfil the promises of their port, on both engines: every change keeps what it replaces."""

import asyncio
from dataclasses import replace

from news.ledger import MessageKind, SentFile
from news.model import Article, Attachment, Revision, Version
from news.richtext import from_plain, plain
from storage import Database
from tests.storage.samples import NOON, article, at

AUTHOR, EDITOR = 41, 42


async def add(database: Database) -> int:
    async with database.writing() as unit:
        number, _ = await unit.articles.add(article("k1", author_id=AUTHOR, lead="Лид", published_at=at(1)))
    return number


async def revise(database: Database, number: int, seconds: float, **fields: object) -> bool:
    async with database.writing() as unit:
        return await unit.articles.revise(number, Revision(EDITOR, at(seconds), **fields))  # type: ignore[arg-type]


async def get(database: Database, number: int, version: int) -> Article | None:
    async with database.reading() as unit:
        return await unit.versions.get(number, version)


async def test_the_original_is_version_1_and_stays_as_it_was(database: Database, other: Database) -> None:
    number = await add(database)
    async with database.reading() as unit:
        original = await unit.articles.get(number)
    assert original is not None
    await revise(database, number, 2, title="Новый", lead="Новый лид", body=from_plain("Новый текст."), reason="Ошибка")

    assert await get(other, number, 1) == replace(original, updated_by=EDITOR)
    async with other.reading() as unit:
        assert await unit.versions.before(number, 2, 10) == [Version(1, NOON, AUTHOR, None)]


async def test_each_version_tells_who_made_it_when_and_whether_readers_were_told(database: Database) -> None:
    number = await add(database)
    async with database.writing() as unit:
        assert await unit.readers.register(EDITOR, "Вера", "вера", "ru", NOON)
    await revise(database, number, 2, title="Второй")
    await revise(database, number, 3, title="Третий", reason="Уточнено")
    await revise(database, number, 3, title="Четвёртый")
    await revise(database, number, 4, title="Пятый")

    async with database.reading() as unit:
        found = await unit.versions.before(number, 5, 3)
        present = await unit.articles.get(number)
    assert found == [
        Version(4, at(3), EDITOR, "Вера"),
        Version(3, at(3), EDITOR, "Вера", True, "Уточнено"),
        Version(2, at(2), EDITOR, "Вера"),
    ]
    assert present is not None
    assert (present.version, present.updated_version) == (5, 3)


async def test_a_silent_fix_is_shown_with_the_update_before_it(database: Database) -> None:
    number = await add(database)
    await revise(database, number, 2, title="Второй", reason="Уточнено")
    await revise(database, number, 3, title="Третий")
    await revise(database, number, 4, title="Четвёртый")

    third = await get(database, number, 3)

    assert third is not None
    assert (third.title, third.updated_at, third.update_reason) == ("Третий", at(2), "Уточнено")


async def test_the_pictures_of_a_version_come_back_with_the_ids_of_their_files(database: Database) -> None:
    old, new = (Attachment(MessageKind.PHOTO, f"tg:{name}", f"id-{name}") for name in ("old", "new"))
    async with database.writing() as unit:
        number, _ = await unit.articles.add(article("k1", attachments=(old,)))
        await unit.files.keep([SentFile(each.source, each.kind, each.file_id or "") for each in (old, new)], NOON)
    await revise(database, number, 2, attachments=(new,))
    await revise(database, number, 3, attachments=())

    assert [each.attachments for version in (1, 2) if (each := await get(database, number, version))] == [
        (old,),
        (new,),
    ]


async def test_what_was_not_kept_is_not_found(database: Database) -> None:
    number = await add(database)

    assert [await get(database, number, version) for version in (0, 1, 2**70)] == [None] * 3


async def test_a_change_that_is_refused_keeps_nothing(database: Database) -> None:
    number = await add(database)
    async with database.writing() as unit:
        assert not await unit.articles.revise(number, Revision(EDITOR, at(2), title="Нет"), version=7)

    assert await get(database, number, 1) is None


async def test_of_two_processes_that_change_an_article_each_keeps_what_it_replaces(
    database: Database, other: Database
) -> None:
    number = await add(database)
    databases = (database, other) * 5
    await asyncio.gather(
        *(
            revise(each, number, index, title=f"Заголовок {index}", body=from_plain(f"Текст {index}."))
            for index, each in enumerate(databases)
        )
    )

    async with other.reading() as unit:
        kept = await unit.versions.before(number, 11, 20)
    assert [version.number for version in kept] == list(range(10, 0, -1))
    for version in range(2, 11):
        found = await get(database, number, version)
        assert found is not None
        assert found.title.removeprefix("Заголовок ") == plain(found.body).removeprefix("Текст ").rstrip(".")
