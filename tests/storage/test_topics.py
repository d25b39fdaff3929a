"""Topics fulfil the promises of their port, on both engines; names in articles follow a change in blocks."""

import asyncio

from news.model import Article, Keyset, Revision, Topic
from storage import Database
from tests.storage.samples import article, at


async def add(database: Database, key: str, topic: str | None, seconds: float | None = 1) -> int:
    published_at = None if seconds is None else at(seconds)
    async with database.writing() as unit:
        number, _ = await unit.articles.add(article(key, topic=topic, published_at=published_at))
    return number


async def read(database: Database, number: int) -> Article:
    async with database.reading() as unit:
        found = await unit.articles.get(number)
    assert found is not None
    return found


async def listed(database: Database, topic_id: int) -> list[int]:
    async with database.reading() as unit:
        return [headline.number for headline in await unit.topics.older(topic_id, None, 10)]


async def choose(database: Database, number: int, *names: str) -> None:
    async with database.writing() as unit:
        topics = await unit.topics.obtain(names)
        await unit.topics.of_article(number)
        await unit.topics.choose(number, topics)


async def renew(database: Database, limit: int = 100) -> list[list[int]]:
    blocks = []
    while True:
        async with database.writing() as unit:
            if not await unit.topics.is_stale():
                return blocks
            blocks.append(list(await unit.topics.renew(limit)))


async def test_a_name_is_one_topic_whatever_its_case_and_spaces(database: Database, other: Database) -> None:
    first, second = await add(database, "a", "Ёлки и  палки"), await add(database, "b", "ЕЛКИ И ПАЛКИ")

    assert (await read(other, first)).topic_ids == (await read(other, second)).topic_ids == (1,)
    assert (await read(other, second)).topics == ("Ёлки и  палки",)
    async with other.reading() as unit:
        assert await unit.topics.after(None, 10) == [Topic(1, "Ёлки и  палки", 1)]


async def test_an_article_has_several_topics_in_their_order(database: Database) -> None:
    number = await add(database, "a", "Город")
    await choose(database, number, "Спорт", "Город", "Власть")

    found = await read(database, number)

    assert (found.topic, found.topics) == ("Спорт", ("Спорт", "Город", "Власть"))
    assert [await listed(database, topic_id) for topic_id in found.topic_ids] == [[number]] * 3
    await choose(database, number)
    cleared = await read(database, number)
    assert (cleared.topic, cleared.topics, cleared.topic_ids) == (None, (), ())
    assert await listed(database, 1) == []


async def test_the_topics_of_an_article_are_parsed_once(database: Database) -> None:
    number = await add(database, "a", "Город")
    first, again = await read(database, number), await read(database, number)

    assert (first.topics, first.topic_ids) == (("Город",), (1,))
    assert first.topics is again.topics
    await choose(database, number, "Спорт")
    assert (await read(database, number)).topics == ("Спорт",)


async def test_a_topic_lists_published_articles_only_newest_first(database: Database) -> None:
    old, new, draft = [await add(database, key, "Город", when) for key, when in (("a", 1), ("b", 3), ("c", None))]
    await add(database, "d", "Спорт", 2)
    assert await listed(database, 1) == [new, old]

    async with database.writing() as unit:
        assert await unit.articles.publish(draft, at(2), to_push=False)
        assert await unit.articles.retract(old, Revision(7, at(4)))

    assert await listed(database, 1) == [new, draft]


async def test_a_topic_s_list_is_read_from_any_place(database: Database) -> None:
    numbers = [await add(database, f"k{index}", "Город", index) for index in range(6)]
    async with database.reading() as unit:
        older = await unit.topics.older(1, Keyset(at(3), numbers[3]), 2)
        newer = await unit.topics.newer(1, Keyset(at(3), numbers[3]), 9)

    assert [headline.number for headline in older] == [numbers[3], numbers[2]]
    assert [headline.number for headline in newer] == [numbers[4], numbers[5]]
    assert newer[0] == (await read(database, numbers[4])).headline


async def test_only_topics_with_published_articles_are_used(database: Database) -> None:
    await add(database, "a", "Город", None)
    await add(database, "b", "Спорт")
    async with database.reading() as unit:
        assert [topic.name for topic in await unit.topics.after(None, 10, used=True)] == ["Спорт"]
        assert [topic.name for topic in await unit.topics.after(None, 10)] == ["Город", "Спорт"]


async def test_a_new_name_comes_into_the_articles_in_blocks(database: Database, other: Database) -> None:
    numbers = [await add(database, f"k{index}", "Город") for index in range(5)]
    async with database.writing() as unit:
        await unit.topics.lock_order()
        await unit.topics.rename(1, "Столица")
    assert (await read(database, numbers[0])).topic == "Город"

    assert await renew(database, 2) == [numbers[:2], numbers[2:4], numbers[4:]]

    assert {(await read(other, number)).topic for number in numbers} == {"Столица"}
    assert {(await read(other, number)).topics for number in numbers} == {("Столица",)}
    assert (await read(database, await add(database, "k9", "столица"))).topic_ids == (1,)


async def test_a_merged_topic_gives_its_articles_and_its_name_to_the_other(database: Database) -> None:
    one, both = await add(database, "a", "Кино"), await add(database, "b", "Культура")
    await choose(database, both, "Кино", "Культура")
    async with database.writing() as unit:
        await unit.topics.lock_order()
        await unit.topics.merge(1, 2)
    await renew(database, 1)

    assert [(await read(database, number)).topics for number in (one, both)] == [("Культура",)] * 2
    assert await listed(database, 2) == [both, one]
    async with database.reading() as unit:
        assert await unit.topics.get(1) == Topic(2, "Культура", 2)
        assert await unit.topics.find("кино") == Topic(2, "Культура", 2)
        assert await unit.topics.after(None, 10) == [Topic(2, "Культура", 2)]
        assert await unit.topics.locked([1, 2, 3]) == [Topic(2, "Культура", 2)]
    assert (await read(database, await add(database, "c", "КИНО"))).topic == "Культура"


async def test_topics_merged_one_after_another_end_in_the_last(database: Database) -> None:
    number = await add(database, "a", "Первая")
    async with database.writing() as unit:
        await unit.topics.obtain(["Вторая", "Третья"])
        await unit.topics.merge(1, 2)
        await unit.topics.merge(2, 3)
    await renew(database)

    assert (await read(database, number)).topics == ("Третья",)


async def test_a_topic_takes_the_name_of_one_merged_into_it_and_gives_its_own(
    database: Database, other: Database
) -> None:
    number = await add(database, "a", "Кино")
    async with database.writing() as unit:
        await unit.topics.obtain(["Культура", "Театр"])
        await unit.topics.lock_order()
        await unit.topics.merge(1, 2)
        await unit.topics.merge(3, 2)
    for name, old in (("КИНО", "Культура"), ("Культура", "Кино")):
        async with database.writing() as unit:
            await unit.topics.lock_order()
            await unit.topics.rename(2, name)
        await renew(database)

        assert (await read(other, number)).topics == (name,)
        async with other.reading() as unit:
            assert await unit.topics.after(None, 10) == [Topic(2, name, 2)]
            assert [await unit.topics.find(each) for each in (name, old, "театр")] == [Topic(2, name, 2)] * 3
            assert await unit.topics.get(1) == Topic(2, name, 2)


async def test_neighbours_change_places(database: Database) -> None:
    async with database.writing() as unit:
        first, second = await unit.topics.obtain(["А", "Б"])
        assert await unit.topics.before(second, 5) == [first]
        await unit.topics.move(first.id, second.position)
        await unit.topics.move(second.id, first.position)
        assert [topic.name for topic in await unit.topics.after(None, 5)] == ["Б", "А"]


async def test_two_processes_rename_choose_and_import_at_once(database: Database, other: Database) -> None:
    numbers = [await add(database, f"k{index}", "Город") for index in range(10)]

    async def rename(where: Database) -> None:
        for name in ("Столица", "Посёлок", "Деревня"):
            async with where.writing() as unit:
                await unit.topics.lock_order()
                await unit.topics.rename(1, name)
            await renew(where, 3)

    async def give(where: Database) -> None:
        for number in numbers:
            async with where.writing() as unit:
                await unit.topics.obtain([f"Тема {number % 3}", "Спорт"])
                found = await unit.topics.locked([1, 2])
                await unit.topics.of_article(number)
                await unit.topics.choose(number, found)

    await asyncio.wait_for(asyncio.gather(rename(database), give(other), rename(other), give(database)), 60)
    await renew(database)

    async with database.reading() as unit:
        topic = await unit.topics.get(1)
    assert topic is not None
    for number in numbers:
        assert (await read(database, number)).topics[0] == topic.name
