"""A copied database is recognised, and what it believes unsent is held; on both engines."""

import shutil
from dataclasses import replace
from pathlib import Path

from news.identity import take_over
from news.ledger import DeliveryState
from news.notices import Notice, NoticeKind
from news.ports.drafts import Plan
from news.ports.identity import Identity
from storage import Database, back_up, open_storage
from storage.beats import beat_path
from tests.databases import copied
from tests.storage.samples import (
    article,
    at,
    claim,
    correct,
    counts,
    facts,
    notify,
    open_edition,
    plan,
    progress,
    publish,
    raw,
    sent,
    settle,
    settled,
    subscribe,
    update,
)

ELSEWHERE = Identity("elsewhere", None)


async def start(database: Database, found: Identity | None = None, seconds: float = 100) -> list[int] | None:
    """Begin to serve the database, where it is or as if it were found elsewhere; return what is held."""
    held = await take_over(database, found or await database.identify(), at(seconds), 20)
    return None if held is None else list(held)


async def test_a_database_that_stays_where_it_is_goes_on(database: Database, other: Database) -> None:
    await subscribe(database, 1, 2)
    edition = await open_edition(database)
    assert await start(database) is None
    await database.beat()
    assert await start(other) is None
    await plan(other)
    assert [(each.edition, each.chat_id) for each in await claim(other)] == [(edition, 1), (edition, 2)]


async def test_a_copy_sends_nothing_that_it_believes_unsent(database: Database) -> None:
    assert await start(database) is None
    old = await sent(database, 1, 2)
    await subscribe(database, 3, 4, 5)
    half = await open_edition(database, "half", 11)
    await plan(database, limit=4)
    first, second = await claim(database, limit=2)
    await settle(database, settled(first, DeliveryState.SENT, message_id=9))
    await publish(database, "waiting", 12, to_push=True)

    held = await start(database, ELSEWHERE)

    assert held == [half, half + 1]
    assert await claim(database, 200) == []
    assert await plan(database, seconds=200) == 0
    assert (await facts(database, half, second.chat_id))["state"] == "pending"
    assert await counts(database, half) == {"sent": 1, "pending": 3}
    assert [(await progress(database, each)).edition.paused for each in (old, *held)] == [False, True, True]
    assert await start(database, Identity("elsewhere", 0)) is None, "the next start has nothing to hold"


async def test_the_staff_resumes_what_a_copy_held(database: Database) -> None:
    await start(database)
    await subscribe(database, 1, 2)
    edition = await open_edition(database)
    await plan(database)
    await claim(database)
    await start(database, ELSEWHERE)
    async with database.writing() as unit:
        assert await unit.editions.resume(edition, at(200))
    assert [each.chat_id for each in await claim(database, 200)] == [1, 2]


async def test_corrections_of_a_copy_go_on_and_notices_end(database: Database) -> None:
    await start(database)
    edition = await sent(database, 1, 2)
    notice = await notify(database, 7)
    await update(database, edition, 30)
    (correction,) = await correct(database, 40)
    assert await start(database, ELSEWHERE) == []
    await plan(database, seconds=200)
    claimed = await claim(database, 200)
    assert {each.edition for each in claimed} == {correction}
    assert (await progress(database, notice)).edition.stopped


async def test_a_copy_forgets_what_was_put_aside_since_its_original_tells_of_it(database: Database) -> None:
    await start(database)
    async with database.writing() as unit:
        await unit.later.add(7, 1, at(0), at(50))
        await unit.later.add(7, 2, at(0), at(5000))
    await start(database)
    async with database.reading() as unit:
        assert await unit.later.count(7) == 2
    await start(database, ELSEWHERE)
    async with database.reading() as unit:
        assert await unit.later.count(7) == 0


async def test_of_two_processes_that_start_on_a_copy_one_holds_its_pushes(database: Database, other: Database) -> None:
    await start(database)
    await subscribe(database, 1)
    edition = await open_edition(database)
    assert await start(database, ELSEWHERE) == [edition]
    assert await start(other, Identity("elsewhere", 0)) is None


async def test_a_file_that_is_copied_put_back_or_moved_is_told_apart(sqlite_template: Path, tmp_path: Path) -> None:
    url = copied(sqlite_template, tmp_path)
    path = Path(url.removeprefix("sqlite:///"))
    async with open_storage(url) as database:
        assert await start(database) is None
        await database.beat()
        await subscribe(database, 1)
        await database.beat()
        shutil.copytree(tmp_path, tmp_path / "folder", ignore=shutil.ignore_patterns("folder"))
        shutil.copy(path, tmp_path / "plain.db")  # without the log
        back_up(url, tmp_path / "older.db")
        await subscribe(database, 2)
        await database.beat()
    for copy in (tmp_path / "folder" / "vestnik.db", tmp_path / "plain.db"):
        async with open_storage(f"sqlite:///{copy}") as database:
            assert await start(database) == []
    moved = tmp_path / "moved"
    moved.mkdir()
    for each in (path, beat_path(path)):
        each.rename(moved / each.name)
    async with open_storage(f"sqlite:///{moved}/vestnik.db") as database:
        assert await start(database) is None
    # An older copy is put into the place, and the file stays the same one.
    (moved / "vestnik.db").write_bytes((tmp_path / "older.db").read_bytes())
    async with open_storage(f"sqlite:///{moved}/vestnik.db") as database:
        assert await start(database) == []


async def test_a_database_that_nothing_is_written_to_has_no_beat(sqlite_template: Path, tmp_path: Path) -> None:
    async with open_storage(copied(sqlite_template, tmp_path)) as database:
        await database.beat()
        before = await database.identify()
        await database.beat()
        assert await database.identify() == before
        await subscribe(database, 1)
        await database.beat()
        assert (await database.identify()).beat == 2


async def test_a_crash_at_a_beat_does_not_look_like_a_copy(sqlite_template: Path, tmp_path: Path) -> None:
    url = copied(sqlite_template, tmp_path)
    beat = beat_path(Path(url.removeprefix("sqlite:///")))
    async with open_storage(url) as database:
        await start(database)
        await database.beat()
        for left in ("", "0000000000000000000\n", "000000"):
            beat.write_text(left)
            assert await start(database) is None
        beat.unlink()
        assert await start(database) == []


async def test_without_a_place_for_beats_none_is_counted(sqlite_template: Path, tmp_path: Path) -> None:
    url = copied(sqlite_template, tmp_path)
    beat_path(Path(url.removeprefix("sqlite:///"))).mkdir()
    async with open_storage(url) as database:
        await start(database)
        await database.beat()
        async with database.reading() as unit:
            assert (await unit.identity.stored()).beat == 0
        assert await start(database) is None


async def test_a_copy_publishes_nothing_that_has_a_time_and_whoever_set_it_is_told(database: Database) -> None:
    assert await start(database) is None
    async with database.writing() as unit:
        numbers = [(await unit.articles.add(replace(article(key), published_at=None)))[0] for key in "ab"]
        for number in numbers:
            await unit.drafts.schedule(number, at(200 + number), by=7)

    assert await start(database, ELSEWHERE, seconds=150) == []

    async with database.writing() as unit:
        assert await unit.drafts.due(at(10_000), 9) == []
        assert [await unit.articles.get(number) for number in numbers]
        rows = await raw(unit, "SELECT notice FROM editions WHERE finished = 0 AND stopped = 0 ORDER BY id")
    notices = [Notice.load(row["notice"]) for row in rows]
    assert [(each.what, each.number, each.moment) for each in notices] == [
        (NoticeKind.UNSCHEDULED, number, at(200 + number)) for number in numbers
    ]


async def test_a_copy_takes_both_times_from_an_article_in_its_seconds_of_undo(database: Database) -> None:
    assert await start(database) is None
    async with database.writing() as unit:
        drafted, reviewed = [
            (await unit.articles.add(replace(article(key), published_at=None)))[0] for key in ("draft", "review")
        ]
        await unit.drafts.submit(reviewed, 8, at(1))
        for number in (drafted, reviewed):
            await unit.drafts.schedule(number, at(500), by=7)
            await unit.drafts.schedule(number, at(110), by=7, undoable=True)

    assert await start(database, ELSEWHERE, seconds=105) == []

    async with database.reading() as unit:
        assert await unit.drafts.due(at(10_000), 9) == []
        assert [await unit.drafts.plan(number) for number in (drafted, reviewed)] == [Plan(), Plan(submitted_by=8)]
        rows = await raw(unit, "SELECT status, publish_at, resume_at, undoable FROM articles ORDER BY number")
    assert [tuple(dict(row).values()) for row in rows] == [("draft", None, None, 0), ("in_review", None, None, 0)]
