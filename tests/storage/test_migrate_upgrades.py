"""A database of an older program is upgraded with all its rows, and the present program goes on with it."""

from pathlib import Path

import pytest

from news.errors import NameTaken
from news.ledger import Message
from news.model import Reader
from news.readers import ANONYMOUS
from news.roles import Role
from storage import Migration, migrate, open_storage, schema
from tests.clocks import RunningClock
from tests.storage.old_databases import migrate_to, run_sql, stored
from tests.storage.samples import claim, correct, plan, progress, update
from tests.storage.upgraded import NOW_0006, Courier, newsroom

# Every table of schema 0001 has a row; one edition was sent, one waits.
ROWS_0001 = """
    INSERT INTO articles (key, title, lead, status, breaking, created_at, published_at, updated_at, edition_id)
    VALUES ('k', 'Мост', '', 'published', 0, 1, 1, 5, 1);
    INSERT INTO article_bodies (number, body) VALUES (1, '[]');
    INSERT INTO comments (article, author_id, text, at, chat_id, message_id) VALUES (1, 7, 'Слово', 2, 7, 1);
    INSERT INTO readers (id, role, language, name, name_key, registered_at) VALUES (7, 'member', 'ru', 'А', 'а', 1);
    INSERT INTO subscriptions (chat_id, language, since) VALUES (7, 'ru', 1);
    INSERT INTO talks (chat_id, user_id, state, data, at) VALUES (7, 7, 's', '{}', 1);
    INSERT INTO editions (kind, shown, total, created_at, cursor, planned, finished)
    VALUES ('headlines', '[1]', 1, 3, 8, 1, 1), ('headlines', '[1]', 1, 4, 7, 1, 0);
    INSERT INTO deliveries (edition_id, chat_id, state, due_at, message_id, tries, unknowns, error)
    VALUES (1, 7, 'sent', 3, 70, 1, 0, NULL), (1, 8, 'gone', 3, NULL, 2, 1, 'x'),
           (2, 7, 'pending', 4, NULL, 0, 0, NULL);
    INSERT INTO inbox (update_id, chat_id, raw, kept_at) VALUES (9, 7, '{}', 1);
    UPDATE budget SET next_at = 6
"""
# What each table of schema 0001 had, and the same in the newest schema.
QUERIES_0001 = {
    "articles": "SELECT * FROM articles ORDER BY number",
    "article_bodies": "SELECT * FROM article_bodies ORDER BY number",
    "comments": "SELECT * FROM comments ORDER BY id",
    "readers": "SELECT * FROM readers ORDER BY id",
    "subscriptions": "SELECT * FROM subscriptions ORDER BY chat_id",
    "fsm": "SELECT * FROM talks ORDER BY chat_id",
    "editions": "SELECT * FROM editions ORDER BY id",
    "deliveries": "SELECT * FROM deliveries ORDER BY edition_id, chat_id",
    "inbox": "SELECT * FROM inbox ORDER BY update_id",
    "budget": "SELECT * FROM budget ORDER BY id",
}
# Columns that a later migration replaced.
DROPPED = {"comments_open"}
QUERIES_NEWEST = QUERIES_0001 | {
    "articles": "SELECT articles.*, NULL AS cover, MIN(edition_id) AS edition_id FROM articles "
    "JOIN edition_articles ON article = number GROUP BY number",
    "subscriptions": "SELECT chat_id, language, since, ended_at, end_reason FROM subscriptions "
    "JOIN places ON places.id = place_id ORDER BY chat_id",
    "editions": "SELECT editions.id, editions.kind, shown, total, created_at, chat_id AS cursor, planned, finished "
    "FROM editions LEFT JOIN places ON places.id = cursor ORDER BY editions.id",
    "fsm": "SELECT * FROM fsm ORDER BY chat_id",
    "deliveries": "SELECT deliveries.*, chat_id, NULL AS version FROM deliveries JOIN places ON places.id = place_id "
    "ORDER BY edition_id, chat_id",
    "inbox": "SELECT inbox.*, stored_at AS kept_at, dead_at AS buried_at FROM inbox ORDER BY update_id",
}


async def test_rows_of_the_first_schema_are_all_there_and_its_copies_can_be_corrected(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate_to(empty_url, "0001", tmp_path / "older", monkeypatch)
    await run_sql(empty_url, *ROWS_0001.split(";"))
    before = dict(zip(QUERIES_0001, await run_sql(empty_url, *QUERIES_0001.values()), strict=True))
    assert await migrate(empty_url) == Migration("0001", schema.NEWEST)
    after = await stored(empty_url, QUERIES_NEWEST)
    for table, rows in before.items():
        kept = [{column: row[column] for column in rows[0] if column not in DROPPED} for row in after[table]]
        assert kept == [{column: row[column] for column in row if column not in DROPPED} for row in rows], table
    async with open_storage(empty_url) as database:
        assert await correct(database, 100) == [], "changes before the upgrade are not corrected"
        found_progress = await progress(database, 1)
        assert (found_progress.counts, found_progress.edition.paused) == ({"sent": 1, "gone": 1}, False)
        await update(database, 1, 100)
        assert len(await correct(database, 100)) == 2
        while await plan(database, seconds=200):
            pass
        claimed = [*await claim(database, 200), *await claim(database, 200)]
        assert [(each.chat_id, each.copy) for each in claimed] == [(7, (Message(70),))]
        assert (await progress(database, 2)).counts == {"expired": 1}, "it waited longer than headlines may"


async def test_topics_are_made_of_the_names_that_the_articles_have(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate_to(empty_url, "0011", tmp_path / "older", monkeypatch)
    rows = (
        (1, "город", "published"), (2, "Город", "published"), (3, "Город", "draft"), (4, None, "published"),
        (5, "Спорт", "published"),
    )  # fmt: skip
    for number, topic, status in rows:
        name = "NULL" if topic is None else f"'{topic}'"
        columns, values = (
            "key, title, lead, topic, status, created_at, published_at",
            f"{name}, '{status}', 1, {number}",
        )
        await run_sql(empty_url, f"INSERT INTO articles ({columns}) VALUES ('k{number}', 'Т', '', {values})")  # noqa: S608 - own rows
    assert await migrate(empty_url) == Migration("0011", schema.NEWEST)

    async with open_storage(empty_url) as database, database.reading() as unit:
        found = [await unit.articles.get(number) for number in range(1, 6)]
        assert [topic.name for topic in await unit.topics.after(None, 9)] == ["Город", "Спорт"]
        listed = [headline.number for headline in await unit.topics.older(1, None, 9)]
    assert [(each.topic, each.topics, each.topic_ids) for each in found if each] == [
        *[("Город", ("Город",), (1,))] * 3, (None, (), ()), ("Спорт", ("Спорт",), (2,)),
    ]  # fmt: skip
    assert listed == [2, 1]


ROWS_0007 = """
    INSERT INTO articles (key, title, lead, status, created_at, published_at, comment_count)
    VALUES ('a', 'Мост', '', 'published', 1, 1, 3), ('b', 'Тоннель', '', 'published', 1, 1, 1);
    INSERT INTO article_bodies (number, body) VALUES (1, '[]'), (2, '[]');
    INSERT INTO comments (article, author_id, text, at, chat_id, message_id)
    VALUES (1, 7, 'Гадость', 2, 7, 1), (1, 8, 'Слово', 2, 8, 1), (1, 7, 'Ещё', 2, 7, 2), (2, 8, 'Слово', 2, 8, 2);
    INSERT INTO readers (id, role, language, name, name_key, registered_at)
    VALUES (7, 'banned', 'ru', 'Тиᴍур', 'тиᴍур', 3), (8, 'member', 'ru', 'Тимур', 'тимур', 2),
           (9, 'guest', 'en', NULL, NULL, NULL)
"""


async def test_old_names_stay_with_new_keys_and_the_comments_of_banned_readers_are_hidden(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate_to(empty_url, "0007", tmp_path / "older", monkeypatch)
    await run_sql(empty_url, *ROWS_0007.split(";"))
    await migrate(empty_url)

    async with open_storage(empty_url) as database:
        async with database.reading() as unit:
            assert [each.text for each in await unit.comments.before(1, None, 9)] == ["Слово"]
            counts = [found.comment_count for number in (1, 2) if (found := await unit.articles.get(number))]
            assert counts == [1, 1]
            names = [found.name for number in (7, 8, 9) if (found := await unit.readers.get(number))]
            assert names == ["Тиᴍур", "Тимур", None]
        news = newsroom(database, Courier(), RunningClock(NOW_0006))
        for taken in ("Тимур", "Тиᴍуp"):
            with pytest.raises(NameTaken):
                await news.readers.register(await news.readers.recognise(77, "ru"), taken)
        await news.readers.appoint(Reader(900, Role.ADMIN), 7, Role.MEMBER)
        assert [each.text for each in (await news.threads.page(ANONYMOUS, 1)).comments] == ["Гадость", "Слово", "Ещё"]
