"""Articles and the archive's order fulfil the promises of their port, on both engines."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from news.ledger import MessageKind
from news.model import Article, Attachment, Keyset, Revision, Status
from news.ports.drafts import DraftList
from news.richtext import from_plain
from storage import Database
from tests.storage.samples import NOON, RULES, article, at, publish, raw

EDITOR = 42


async def read(database: Database, number: int) -> Article:
    async with database.reading() as unit:
        found = await unit.articles.get(number)
    assert found is not None
    return found


async def add(database: Database, *articles: object) -> list[tuple[int, bool]]:
    async with database.writing() as unit:
        return [await unit.articles.add(each) for each in articles]  # type: ignore[arg-type]


PICTURE = Attachment(MessageKind.PHOTO, "tg:one", caption="Мост", name="bridge.jpg")


async def test_an_article_comes_back_as_it_was_stored(database: Database, other: Database) -> None:
    body = from_plain("Первый абзац «в кавычках».\n\nВторой — с тире и 😀.")
    new = article(
        "k1",
        title="Заголовок",
        body=body,
        lead="Лид",
        topic="Политика",
        source_url="https://example.org/1",
        attachments=(PICTURE,),
        author_id=EDITOR,
        created_at=at(0.000001),
        published_at=at(1.234567),
    )
    [(number, fresh)] = await add(database, new)
    assert fresh
    assert await read(other, number) == Article(
        number=number,
        title="Заголовок",
        body=body,
        status=Status.PUBLISHED,
        created_at=at(0.000001),
        lead="Лид",
        topic="Политика",
        topics=("Политика",),
        topic_ids=(1,),
        source_url="https://example.org/1",
        attachments=(PICTURE,),
        author_id=EDITOR,
        published_at=at(1.234567),
    )


async def test_an_article_without_a_time_of_publication_is_a_draft(database: Database) -> None:
    [(number, _)] = await add(database, article("k1", to_push=True))
    assert (await read(database, number)).status is Status.DRAFT
    async with database.writing() as unit:
        assert await unit.editions.open_headlines(RULES, NOON, 20) is None


async def test_an_unknown_number_is_no_article(database: Database) -> None:
    async with database.reading() as unit:
        assert await unit.articles.get(404) is None
        assert await unit.articles.keyset(404) is None


async def test_articles_are_listed_in_the_order_that_is_asked_for_and_without_their_texts(
    database: Database, other: Database
) -> None:
    first, second = [await publish(database, key) for key in ("first", "second")]
    ((draft, _),) = await add(database, article("draft", topic="Город", attachments=(PICTURE,)))
    async with other.reading() as unit:
        found = await unit.articles.listed([second, 404, draft, first])
    assert [each.number for each in found] == [second, draft, first]
    assert [each.body for each in found] == [(), (), ()]
    assert not any(each.damaged for each in found)
    whole = await read(database, draft)
    assert found[1] == replace(whole, body=())
    async with other.reading() as unit:
        assert await unit.articles.listed([]) == []


async def test_the_same_key_is_the_same_article(database: Database, other: Database) -> None:
    [(number, first), (again, second)] = await add(database, article("k1"), article("k1", title="Another"))
    assert (first, second, again) == (True, False, number)
    assert (await read(other, number)).title == "Title of k1"


async def test_the_same_source_is_the_same_article_and_no_source_is_nobody_s(database: Database) -> None:
    url = "https://example.org/1"
    added = await add(
        database, article("k1", source_url=url), article("k2", source_url=url), article("k3"), article("k4")
    )
    assert [fresh for _, fresh in added] == [True, False, True, True]
    assert added[0][0] == added[1][0]


async def test_the_key_outweighs_the_source(database: Database) -> None:
    [(first, _), (second, _)] = await add(database, article("k1", source_url="u1"), article("k2", source_url="u2"))
    assert await add(database, article("k1", source_url="u2"), article("k2", source_url="u1")) == [
        (first, False),
        (second, False),
    ]


async def test_an_article_handed_in_twice_at_once_is_stored_once(database: Database, other: Database) -> None:
    async def hand_in(where: Database, key: str) -> tuple[int, bool]:
        async with where.writing() as unit:
            added = await unit.articles.add(article(key, source_url="https://example.org/1"))
            await asyncio.sleep(0.005)
        return added

    answers = await asyncio.gather(*(hand_in((database, other)[each % 2], f"k{each // 4}") for each in range(8)))
    assert len({number for number, _ in answers}) == 1
    assert sum(fresh for _, fresh in answers) == 1


async def test_numbers_have_no_gaps_where_articles_were_known(database: Database) -> None:
    added = await add(database, article("k1"), article("k1"), article("k1"), article("k2"))
    assert added[3][0] == added[0][0] + 1


async def test_a_number_is_never_given_out_twice(database: Database) -> None:
    [(first, _), (last, _)] = await add(database, article("k1"), article("k2"))
    async with database.writing() as unit:
        for table in ("article_bodies", "articles"):
            await raw(unit, f"DELETE FROM {table} WHERE number = (SELECT MAX(number) FROM {table})")  # noqa: S608
    assert (await add(database, article("k3")))[0][0] > last > first


async def test_the_archive_is_newest_first_and_equal_times_go_by_number(database: Database) -> None:
    old = await publish(database, "old", 1)
    twins = [await publish(database, key, 5) for key in ("a", "b", "c")]
    late = await publish(database, "published before the twins, stored after", 2)
    await add(database, article("draft"))
    async with database.reading() as unit:
        headlines = await unit.articles.older(None, 10)
    assert [headline.number for headline in headlines] == [*reversed(twins), late, old]


async def test_a_headline_is_the_article_s_own(database: Database) -> None:
    [(number, _)] = await add(database, article("k1", topic="Спорт", published_at=at(1)))
    async with database.reading() as unit:
        assert await unit.articles.older(None, 1) == [(await read(database, number)).headline]


async def test_older_begins_with_its_start_and_newer_with_the_next(database: Database) -> None:
    numbers = [await publish(database, f"k{second}", second // 2) for second in range(6)]
    async with database.reading() as unit:
        edge = await unit.articles.keyset(numbers[3])
        assert edge == Keyset(at(1), numbers[3])
        older = await unit.articles.older(edge, 2)
        newer = await unit.articles.newer(edge, 10)
    assert [headline.number for headline in older] == [numbers[3], numbers[2]]
    assert [headline.number for headline in newer] == [numbers[4], numbers[5]]


async def test_walking_back_and_forth_meets_every_article_once(database: Database) -> None:
    numbers = [await publish(database, f"k{each}", each % 4) for each in range(11)]
    seen: list[int] = []
    start: Keyset | None = None
    async with database.reading() as unit:
        while True:
            page = await unit.articles.older(start, 4)
            seen += [headline.number for headline in page[:3]]
            if len(page) < 4:
                break
            start = await unit.articles.keyset(page[3].number)
        assert sorted(seen) == sorted(numbers)
        last = await unit.articles.keyset(seen[-1])
        assert last is not None
        assert [headline.number for headline in await unit.articles.newer(last, 20)] == list(reversed(seen[:-1]))


async def test_a_retracted_article_keeps_its_place_but_is_not_listed(database: Database) -> None:
    kept, gone = await publish(database, "kept", 1), await publish(database, "gone", 2)
    async with database.writing() as unit:
        assert await unit.articles.retract(gone, Revision(EDITOR, at(3)))
        assert await unit.articles.keyset(gone) == Keyset(at(2), gone)
        assert [headline.number for headline in await unit.articles.older(None, 10)] == [kept]
        assert await unit.articles.newer(Keyset(at(1), kept), 10) == []
        assert await unit.articles.closest_date(at(2), at(3), latest=True) is None


async def test_closest_date_finds_the_ends_of_a_span_that_excludes_its_own_end(database: Database) -> None:
    for second in (10, 20, 30):
        await publish(database, f"k{second}", second)
    async with database.reading() as unit:
        assert await unit.articles.closest_date(at(10), at(30), latest=False) == at(10)
        assert await unit.articles.closest_date(at(10), at(30), latest=True) == at(20)
        assert await unit.articles.closest_date(at(11), at(20), latest=True) is None


async def test_drafts_are_listed_by_number_below_a_number(database: Database) -> None:
    numbers = [number for number, _ in await add(database, *(article(f"k{each}") for each in range(4)))]
    await publish(database, "published")
    async with database.reading() as unit:
        assert [each.number for each in await unit.drafts.page(DraftList.ALL, 0, 0, 2)] == [numbers[3], numbers[2]]
        assert [each.number for each in await unit.drafts.page(DraftList.ALL, 0, numbers[2], 9)] == [
            numbers[1],
            numbers[0],
        ]


async def test_a_draft_is_published_once(database: Database, other: Database) -> None:
    [(number, _)] = await add(database, article("k1"))
    async with database.writing() as unit:
        assert await unit.articles.publish(number, at(5), to_push=False)
    async with other.writing() as unit:
        assert not await unit.articles.publish(number, at(6), to_push=True)
        assert not await unit.articles.publish(404, at(6), to_push=True)
        assert await unit.editions.open_headlines(RULES, at(7), 20) is None
    assert (await read(other, number)).published_at == at(5)


async def test_a_silent_fix_counts_the_version_and_shows_nothing(database: Database, other: Database) -> None:
    number = await publish(database, "k1")
    body = from_plain("Mended")
    async with database.writing() as unit:
        assert await unit.articles.revise(
            number, Revision(EDITOR, at(9), title="New", body=body, attachments=(PICTURE,))
        )
    found = await read(other, number)
    assert (found.title, found.body, found.attachments, found.version) == ("New", body, (PICTURE,), 2)
    assert (found.updated_at, found.updated_by, found.update_reason) == (None, None, None)


async def test_an_update_with_a_reason_is_visible_and_leaves_the_rest_as_it_is(database: Database) -> None:
    number = await publish(database, "k1")
    before = await read(database, number)
    async with database.writing() as unit:
        assert await unit.articles.revise(number, Revision(EDITOR, at(9), reason=""))
        assert await unit.articles.revise(number, Revision(EDITOR + 1, at(10)))
    found = await read(database, number)
    assert (found.updated_at, found.updated_by, found.update_reason) == (at(9), EDITOR, "")
    assert (found.title, found.body, found.version) == (before.title, before.body, 3)


async def test_what_is_retracted_or_unknown_is_not_revised(database: Database) -> None:
    number = await publish(database, "k1")
    async with database.writing() as unit:
        await unit.articles.retract(number, Revision(EDITOR, at(1)))
        assert not await unit.articles.revise(number, Revision(EDITOR, at(2), body=from_plain("no")))
        assert not await unit.articles.revise(404, Revision(EDITOR, at(2), title="no"))
        assert not await unit.articles.retract(number, Revision(EDITOR, at(2)))
        assert not await unit.articles.publish(number, at(2), to_push=True)
    assert (await read(database, number)).body == from_plain("Text of k1")


async def test_a_retraction_keeps_the_reason_and_cancels_the_push(database: Database, other: Database) -> None:
    number = await publish(database, "k1", to_push=True)
    async with database.writing() as unit:
        assert await unit.articles.retract(number, Revision(EDITOR, at(1), reason="Ошибка"))
    found = await read(other, number)
    assert (found.status, found.retract_reason, found.published_at) == (Status.RETRACTED, "Ошибка", NOON)
    async with other.writing() as unit:
        assert await unit.editions.open_headlines(RULES, at(2), 20) is None


async def test_a_dropped_draft_is_kept_but_nowhere_listed(database: Database) -> None:
    [(number, _)] = await add(database, article("k1"))
    async with database.writing() as unit:
        assert await unit.articles.retract(number, Revision(EDITOR, at(1)))
        assert await unit.drafts.page(DraftList.ALL, 0, 0, 5) == []
        assert await unit.articles.keyset(number) is None
    assert (await read(database, number)).status is Status.RETRACTED


async def test_reads_are_added_up(database: Database, other: Database) -> None:
    one, two = await publish(database, "k1"), await publish(database, "k2")
    async with database.writing() as unit:
        await unit.articles.count_reads({two: 3, one: 1, 404: 9}, NOON, NOON.date())
        await unit.articles.count_reads({one: 2}, NOON, NOON.date())
        await unit.articles.count_reads({}, NOON, NOON.date())
    assert [(await read(other, number)).reads for number in (one, two)] == [3, 3]


async def test_times_are_exact_to_the_microsecond(database: Database) -> None:
    moments = [at(1) + timedelta(microseconds=each) for each in range(3)]
    for moment in moments:
        await add(database, article(str(moment), published_at=moment))
    async with database.reading() as unit:
        assert [each.published_at for each in await unit.articles.older(None, 9)] == moments[::-1]


async def test_only_the_version_that_an_editor_has_seen_is_changed(database: Database, other: Database) -> None:
    [(number, _)] = await add(database, article("k1"))
    async with database.reading() as unit:
        assert await unit.articles.last_change(number) is None
    async with database.writing() as unit:
        assert await unit.articles.revise(number, Revision(EDITOR, at(9), title="New"), version=1)
    async with other.writing() as unit:
        assert not await unit.articles.revise(number, Revision(EDITOR + 1, at(10), title="Lost"), version=1)
        assert not await unit.articles.publish(number, at(10), to_push=False, version=1)
        assert not await unit.articles.retract(number, Revision(EDITOR + 1, at(10)), version=1)
        change = await unit.articles.last_change(number)
        assert change is not None
        assert (change.editor_id, change.name, change.at) == (EDITOR, None, at(9))
        assert await unit.articles.publish(number, at(10), to_push=False, version=2)
    assert ((await read(database, number)).title, (await read(database, number)).version) == ("New", 2)


async def test_an_article_is_found_by_its_key(database: Database) -> None:
    [(number, _)] = await add(database, article("k1"))
    async with database.reading() as unit:
        assert await unit.articles.find_by_key("k1") == number
        assert await unit.articles.find_by_key("k2") is None
