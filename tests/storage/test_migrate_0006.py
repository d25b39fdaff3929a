"""A database of schema 0006 is upgraded: pushes and corrections go on; readers, search and updates are there."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from news.ledger import Address
from news.model import Status
from news.ports.drafts import DraftList
from news.roles import Role
from storage import Migration, migrate, open_storage, schema
from storage.engines import is_postgres
from tests.clocks import RunningClock
from tests.storage.old_databases import load_0006, migrate_to, stored
from tests.storage.samples import raw
from tests.storage.upgraded import NOW_0006, Courier, carry_all, newsroom

MEMBER, GUEST = 500, 501
BRIDGE, MORE_BRIDGE, MAPS_MORE, LIBRARY, SCHOOLS, TRAMS, DRAFT, RETRACTED, FAIR = 1, 2, 4, 5, 6, 7, 8, 9, 10
LIBRARY_CORRECTION, TRAMS_EDITION = 3, 4
ALL_CHATS = set(range(1, 9))


@pytest.fixture
async def url_0006(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database of schema 0006 with its rows, upgraded."""
    await migrate_to(empty_url, "0006", tmp_path / "older", monkeypatch)
    await load_0006(empty_url)
    assert await migrate(empty_url) == Migration("0006", schema.NEWEST)
    return empty_url


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
