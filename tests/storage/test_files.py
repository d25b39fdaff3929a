"""Files on both engines: their ids at Telegram, the bytes of pictures, and covers of an older schema."""

from pathlib import Path

import pytest

from news.ledger import MessageKind, SentFile
from news.model import Attachment
from storage import Database, migrate, open_storage
from tests.storage.old_databases import migrate_to, run_sql
from tests.storage.samples import at

PHOTO = SentFile("tg:one", MessageKind.PHOTO, "id-1")
ONE, TWO = Attachment(MessageKind.PHOTO, "tg:one"), Attachment(MessageKind.DOCUMENT, "tg:two")


async def test_attachments_get_the_ids_of_the_present_bot(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.files.keep([PHOTO, SentFile("tg:one", MessageKind.DOCUMENT, "as a document")], at(1))
    async with other.reading() as unit:
        assert [each.file_id for each in await unit.files.with_ids([ONE, TWO])] == ["id-1", None]
    async with database.writing() as unit:
        await unit.files.forget()
        assert [each.file_id for each in await unit.files.with_ids([ONE])] == [None], "another bot has taken over"


async def test_the_bytes_of_a_picture_are_fetched_once_and_outlive_the_ids(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.files.keep([PHOTO], at(1))
        await unit.files.expect(["tg:one", "tg:one", "tg:unknown"], at(5))
    async with database.reading() as unit:
        assert await unit.files.due(at(4), 10) == []
        assert await unit.files.due(at(5), 10) == [(PHOTO, 0)], "the other one has no id to be fetched by"
        assert await unit.files.content("tg:one") is None
    async with database.writing() as unit:
        await unit.files.store("tg:one", b"\x00\xff")
        await unit.files.expect(["tg:one"], at(6))
        await unit.files.forget()
    async with other.reading() as unit:
        assert await unit.files.due(at(9), 10) == []
        assert await unit.files.content("tg:one") == b"\x00\xff"


async def test_a_picture_that_cannot_be_fetched_waits_and_is_given_up(database: Database) -> None:
    async with database.writing() as unit:
        await unit.files.keep([PHOTO], at(1))
        await unit.files.expect(["tg:one"], at(1))
        await unit.files.postpone("tg:one", at(10), "HTTP 502")
        assert await unit.files.due(at(9), 10) == []
        assert await unit.files.due(at(10), 10) == [(PHOTO, 1)]
        await unit.files.postpone("tg:one", None, "file is too big")
        assert await unit.files.due(at(99), 10) == []


async def test_covers_of_an_older_schema_become_attachments(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate_to(empty_url, "0011", tmp_path / "older", monkeypatch)
    values = ", ".join(
        f"('k{index}', 'Мост', '', 'published', 0, 1, 1, {cover})"
        for index, cover in enumerate(("'https://example.org/«1».jpg'", "'AgAC-1'", "'AgAC-1'", "NULL"))
    )
    columns = "key, title, lead, status, breaking, created_at, published_at, cover"
    bodies = ", ".join(f"({number}, '[]')" for number in range(1, 5))
    await run_sql(
        empty_url,
        f"INSERT INTO articles ({columns}) VALUES {values}",  # noqa: S608 - constants of this test
        f"INSERT INTO article_bodies (number, body) VALUES {bodies}",  # noqa: S608 - constants of this test
    )
    await migrate(empty_url)
    async with open_storage(empty_url) as database, database.reading() as unit:
        found = [await unit.articles.get(number) for number in range(1, 5)]
        due = await unit.files.due(at(9), 10)
    old = Attachment(MessageKind.PHOTO, "file:AgAC-1", "AgAC-1")
    assert [each.attachments for each in found if each] == [
        (Attachment(MessageKind.PHOTO, "https://example.org/«1».jpg"),),
        (old,),
        (old,),
        (),
    ]
    assert due == [(SentFile("file:AgAC-1", MessageKind.PHOTO, "AgAC-1"), 0)]
