"""A database of an older program is upgraded with all its rows, and the present program goes on with it."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from news.delivery import DeliveryDesk
from news.errors import NameTaken
from news.ledger import Address, Delivery, Message
from news.model import Reader, Status
from news.newsroom import Newsroom, make_newsroom
from news.outcomes import Outcome
from news.ports import EditionContent
from news.ports.drafts import DraftList
from news.rate_limits import RateLimiter
from news.roles import Role
from storage import Database, Migration, migrate, open_storage, schema
from storage.engines import is_postgres
from tests.clocks import RunningClock
from tests.storage.old_databases import load_0006, migrate_to, run_sql, stored
from tests.storage.samples import claim, correct, plan, progress, raw, update

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

# The database of schema 0006 was left at 11:08:40; its leases have expired by now.
NOW_0006 = datetime(2024, 3, 5, 11, 12, tzinfo=UTC)
ADMIN, MEMBER, GUEST = 900, 500, 501
BRIDGE, MORE_BRIDGE, MAPS_MORE, LIBRARY, SCHOOLS, TRAMS, DRAFT, RETRACTED, FAIR = 1, 2, 4, 5, 6, 7, 8, 9, 10
LIBRARY_CORRECTION, TRAMS_EDITION = 3, 4
ALL_CHATS = set(range(1, 9))


class Courier:
    """Answers that every message arrived, and records the deliveries."""

    def __init__(self) -> None:
        self.carried: list[tuple[EditionContent, Delivery]] = []

    def size(self, push: EditionContent, delivery: Delivery) -> int:
        return 1

    def carry(self, push: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        self.carried.append((push, delivery))
        outcome = Outcome(200, (Message(1000 * delivery.edition + delivery.chat_id),))
        asyncio.get_running_loop().call_soon(done, outcome)

    def chats(self, edition: int) -> Counter[int]:
        """How often each chat got the edition."""
        return Counter(delivery.chat_id for _, delivery in self.carried if delivery.edition == edition)

    def edition_of(self, number: int, kind: str) -> int:
        """The edition of this kind that showed the article."""
        [found] = {
            push.edition
            for push, _ in self.carried
            if push.kind == kind and number in (article.number for article in push.articles)
        }
        return found


@pytest.fixture
async def url_0006(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database of schema 0006 with its rows, upgraded."""
    await migrate_to(empty_url, "0006", tmp_path / "older", monkeypatch)
    await load_0006(empty_url)
    assert await migrate(empty_url) == Migration("0006", schema.NEWEST)
    return empty_url


def newsroom(database: Database, courier: Courier, clock: RunningClock) -> Newsroom:
    zone = ZoneInfo("Europe/Moscow")
    return make_newsroom(database, courier, RateLimiter(50_000), clock, admins={ADMIN}, zone=zone)


async def carry_all(desk: DeliveryDesk, clock: RunningClock) -> None:
    """Open the next edition, and send until nothing is left; a correction waits two seconds for old contents."""
    await desk.tick()
    for _ in range(3):
        while await desk.carry_block():
            pass
        clock.passes(seconds=5)


async def test_rows_of_the_first_schema_are_all_there_and_its_copies_can_be_corrected(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate_to(empty_url, "0001", tmp_path / "older", monkeypatch)
    await run_sql(empty_url, *ROWS_0001.split(";"))
    before = dict(zip(QUERIES_0001, await run_sql(empty_url, *QUERIES_0001.values()), strict=True))
    assert await migrate(empty_url) == Migration("0001", schema.NEWEST)
    after = await stored(empty_url, QUERIES_NEWEST)
    for table, rows in before.items():
        assert [{column: row[column] for column in rows[0]} for row in after[table]] == rows, table
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


async def test_a_push_half_done_goes_on_where_the_older_program_stopped(url_0006: str) -> None:
    courier, clock = Courier(), RunningClock(NOW_0006)
    async with open_storage(url_0006) as database:
        await carry_all(newsroom(database, courier, clock).delivery, clock)
    # Chats 1, 2 and 4 had their result, 3 waited for its next try, 5 and 6 were in flight, 7 and 8 were not planned.
    assert courier.chats(TRAMS_EDITION) == Counter({3: 1, 5: 1, 6: 1, 7: 1, 8: 1})
    found = await stored(
        url_0006,
        {
            "trams": "SELECT chat_id, state, unknowns, message_id FROM deliveries "
            "JOIN places ON places.id = place_id WHERE edition_id = 4 ORDER BY chat_id",
            "open": "SELECT * FROM deliveries WHERE state IN ('pending', 'sending')",
            "unfinished": "SELECT id FROM editions WHERE finished = 0",
        },
    )
    assert [tuple(row.values()) for row in found["trams"]] == [
        (1, "sent", 0, 401),
        (2, "sent", 0, 402),
        (3, "sent", 0, 4003),
        (4, "failed", 0, None),
        (5, "sent", 1, 4005),
        (6, "sent", 1, 4006),
        (7, "sent", 0, 4007),
        (8, "sent", 0, 4008),
    ]
    assert (found["open"], found["unfinished"]) == ([], [])


async def test_an_article_published_before_the_upgrade_is_pushed_once_to_every_subscriber(url_0006: str) -> None:
    courier, clock = Courier(), RunningClock(NOW_0006)
    async with open_storage(url_0006) as database:
        desk = newsroom(database, courier, clock).delivery
        await carry_all(desk, clock)
        await carry_all(desk, clock)
    assert courier.chats(courier.edition_of(FAIR, "headlines")) == Counter(ALL_CHATS)


async def test_corrections_that_were_open_or_due_reach_the_copies(url_0006: str) -> None:
    courier, clock = Courier(), RunningClock(NOW_0006)
    async with open_storage(url_0006) as database:
        await carry_all(newsroom(database, courier, clock).delivery, clock)
    edits = [(push, each) for push, each in courier.carried if each.copy]
    library = [(each.chat_id, each.copy[0].id) for _, each in edits if each.edition == LIBRARY_CORRECTION]
    assert library == [(1, 101)], "one edit was in flight, the others had arrived"
    schools = {(each.chat_id, each.copy[0].id) for _, each in edits if each.edition != LIBRARY_CORRECTION}
    assert schools == {(chat, 200 + chat) for chat in ALL_CHATS}
    assert len(edits) == 1 + len(ALL_CHATS)
    assert {push.articles[0].update_reason for push, _ in edits} == {"Уточнён заголовок", "Исправлен день"}


async def test_times_of_deliveries_are_split_by_state(url_0006: str) -> None:
    begun, settled_at, lease_end, retry_at = (
        1_709_636_798_000_000,
        1_709_636_800_000_000,
        1_709_636_858_000_000,
        1_709_636_829_000_000,
    )
    found = await stored(
        url_0006,
        {
            "trams": "SELECT state, due_at, claimed_at, leased_until, settled_at FROM deliveries "
            "JOIN places ON places.id = place_id WHERE edition_id = 4 ORDER BY chat_id"
        },
    )
    assert [tuple(row.values()) for row in found["trams"]] == [
        ("sent", begun, begun, None, settled_at),
        ("sent", begun, begun, None, settled_at),
        ("pending", retry_at, begun, None, None),
        ("failed", begun, begun, None, settled_at),
        ("sending", begun, begun, lease_end, None),
        ("sending", begun, begun, lease_end, None),
    ]


async def test_readers_comments_drafts_and_counters_are_there(url_0006: str) -> None:
    async with open_storage(url_0006) as database, database.reading() as unit:
        member, guest = await unit.readers.get(MEMBER), await unit.readers.get(GUEST)
        assert member is not None
        assert (member.role, member.name) == (Role.MEMBER, "Мария")
        assert guest is not None
        assert (guest.role, guest.language, guest.name) == (Role.GUEST, "en", None)
        assert [each.text for each in await unit.comments.before(TRAMS, None, 9)] == ["А когда именно осенью?"]
        assert [each.number for each in await unit.drafts.page(DraftList.ALL, 0, 0, 9)] == [DRAFT]
        statuses = [found.status for number in (LIBRARY, RETRACTED) if (found := await unit.articles.get(number))]
        assert statuses == [Status.PUBLISHED, Status.RETRACTED]
        library = await unit.articles.get(LIBRARY)
        assert library is not None
        assert (library.comment_count, library.reads, library.version) == (1, 7, 2)
        assert [(await unit.editions.counts(1))[state] for state in ("sent", "gone")] == [8, 1]
        gone, left = await unit.subscriptions.get(Address(9)), await unit.subscriptions.get(Address(10))
        assert [found is not None and found.active for found in (gone, left)] == [False, False]


async def test_search_and_related_articles_work(url_0006: str) -> None:
    async with open_storage(url_0006) as database:
        news = newsroom(database, Courier(), RunningClock(NOW_0006))
        found = await news.search.find("мост волга")
        assert {hit.article.number for hit in found.hits} == {BRIDGE, MORE_BRIDGE}
        assert [headline.number for headline in await news.related.near(MORE_BRIDGE)] == [BRIDGE]
        assert [headline.number for headline in await news.related.near(BRIDGE)] == [MAPS_MORE, MORE_BRIDGE]


async def test_conversations_go_on_and_pending_updates_can_be_claimed(url_0006: str) -> None:
    async with open_storage(url_0006) as database:
        async with database.writing() as unit:
            assert (await unit.fsm.get(GUEST, GUEST))[:2] == ("Registration:name", {"article": TRAMS})
            claimed = await unit.inbox.claim("new", NOW_0006, timedelta(seconds=60), 10)
            assert await unit.leases.acquire("polling", "new", NOW_0006, timedelta(seconds=30))
        async with open_storage(url_0006) as other, other.reading() as unit:
            assert [update_id for update_id, _, _ in claimed] == [71, 72, 73]
            assert await unit.inbox.count_dead() == 1
            assert await unit.leases.get("polling") == ("new", NOW_0006 + timedelta(seconds=30))


async def test_articles_keep_indexes_references_and_numbers_and_any_status_can_be_stored(url_0006: str) -> None:
    async with open_storage(url_0006) as database:
        async with database.writing() as unit:
            await raw(unit, f"UPDATE articles SET status = 'in review' WHERE number = {DRAFT}")  # noqa: S608
            await raw(unit, f"DELETE FROM article_bodies WHERE number = {FAIR}")  # noqa: S608
            await raw(unit, f"DELETE FROM articles WHERE number = {FAIR}")  # noqa: S608
            insert = "INSERT INTO articles (key, title, lead, status, created_at) VALUES ('new', '', '', 'draft', 1)"
            [row] = await raw(unit, f"{insert} RETURNING number")
            assert row["number"] == FAIR + 1, "a number is not given out twice"
        for broken in (
            f"DELETE FROM articles WHERE number = {LIBRARY}",  # noqa: S608 - the body refers to it
            f"UPDATE articles SET published_at = NULL WHERE number = {LIBRARY}",  # noqa: S608
            f"UPDATE articles SET key = 'post:2' WHERE number = {LIBRARY}",  # noqa: S608
            f"UPDATE articles SET source_url = 'https://example.org/1' WHERE number = {LIBRARY}",  # noqa: S608
        ):
            with pytest.raises(Exception, match=r"(?i)constraint"):
                async with database.writing() as unit:
                    await raw(unit, broken)
    names = "pg_indexes WHERE tablename" if is_postgres(url_0006) else "sqlite_master WHERE type = 'index' AND tbl_name"
    column = "indexname" if is_postgres(url_0006) else "name"
    found = await stored(url_0006, {"indexes": f"SELECT {column} AS name FROM {names} = 'articles'"})  # noqa: S608
    assert {"articles_archive", "articles_unpublished", "articles_to_push", "articles_to_correct"} < {
        row["name"] for row in found["indexes"]
    }


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
        assert [each.text for each in (await news.comments.page(1)).comments] == ["Гадость", "Слово", "Ещё"]
