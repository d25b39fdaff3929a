"""The desk of topics: who may do what, and names that are taken, missing or gone."""

from dataclasses import replace

import pytest

from news.errors import ArticleUnknown, FieldTooLong, NotAllowed, TopicExists, TopicMissing, TopicUnknown
from news.limits import TOPIC_LIMIT
from news.model import NewArticle, Reader
from news.newsroom import Newsroom
from news.roles import Role
from news.search import Narrow
from news.topic_pages import TOPICS_ON_PAGE
from tests.news.conftest import START, published

CHIEF = Reader(900, Role.ADMIN, "ru", "Глеб", START)


async def make(news: Newsroom, *names: str) -> list[int]:
    return [(await news.topics.name(CHIEF, name)).topic.id for name in names]


async def order(news: Newsroom) -> list[str]:
    return [topic.name for topic in (await news.topics.list(CHIEF)).topics]


async def test_topics_are_made_renamed_and_moved(news: Newsroom) -> None:
    first, second, third = await make(news, " Город\n", "Спорт", "Власть")
    await news.topics.name(CHIEF, "Столица", first)
    await news.topics.move(CHIEF, third, up=True)
    place = await news.topics.move(CHIEF, first, up=True)

    assert (place.before, place.topic.name) == (None, "Столица")
    assert place.behind is not None
    assert place.behind.name == "Власть"
    assert await order(news) == ["Столица", "Власть", "Спорт"]
    await news.topics.move(CHIEF, second, up=False)
    assert await order(news) == ["Столица", "Власть", "Спорт"]


async def test_a_name_is_needed_that_no_other_topic_has(news: Newsroom) -> None:
    first, second = await make(news, "Город", "Спорт")
    with pytest.raises(TopicMissing):
        await news.topics.name(CHIEF, " \u200b ")
    with pytest.raises(FieldTooLong):
        await news.topics.name(CHIEF, "ж" * (TOPIC_LIMIT + 1))
    for topic_id in (0, second):
        with pytest.raises(TopicExists):
            await news.topics.name(CHIEF, "ГОРОД", topic_id)

    assert (await news.topics.name(CHIEF, "ГОРОД", first)).topic.name == "ГОРОД"


async def test_only_those_who_manage_topics_change_them(news: Newsroom, editor: Reader, member: Reader) -> None:
    [topic_id] = await make(news, "Город")
    for reader in (editor, member):
        for deed in (
            news.topics.name(reader, "Спорт"),
            news.topics.get(reader, topic_id),
            news.topics.move(reader, topic_id, up=True),
            news.topics.merge(reader, topic_id, topic_id),
        ):
            with pytest.raises(NotAllowed):
                await deed
    assert (await news.topics.list(editor)).topics
    with pytest.raises(NotAllowed):
        await news.topics.list(member)
    with pytest.raises(NotAllowed):
        await news.topics.choose(member, 1, topic_id, chosen=True)


async def test_an_editor_chooses_several_topics_for_an_article(news: Newsroom, editor: Reader) -> None:
    city, sport = await make(news, "Город", "Спорт")
    number = (await published(news, editor)).number

    await news.topics.choose(editor, number, city, chosen=True)
    await news.topics.choose(editor, number, sport, chosen=True)
    article = await news.topics.choose(editor, number, city, chosen=True)
    assert article.topics == ("Город", "Спорт"), "a topic that it has stays in its place"
    assert article.version == 1
    assert (await news.topics.choose(editor, number, city, chosen=False)).topics == ("Спорт",)
    with pytest.raises(TopicUnknown):
        await news.topics.choose(editor, number, 99, chosen=True)
    with pytest.raises(ArticleUnknown):
        await news.topics.choose(editor, 99, city, chosen=True)


async def test_the_search_finds_an_article_under_its_new_topic(news: Newsroom, editor: Reader) -> None:
    city, sport = await make(news, "Город", "Спорт")
    number = (await published(news, editor)).number
    await news.topics.choose(editor, number, city, chosen=True)
    await news.topics.merge(CHIEF, city, sport)
    await news.topics.name(CHIEF, "Игры", sport)
    while await news.topics.renew():
        pass

    async with news.storage.reading() as unit:
        [count] = await unit.search.topics([number])
    found = await news.search.find("мост", narrow=Narrow(topic=count.number))
    assert count.topic == "Игры"
    assert [hit.article.number for hit in found.hits] == [number]


async def test_a_merged_topic_leads_to_the_other_and_an_unknown_one_is_refused(news: Newsroom) -> None:
    city, sport = await make(news, "Город", "Спорт")
    await news.topics.merge(CHIEF, city, city)
    assert await order(news) == ["Город", "Спорт"]
    await news.topics.merge(CHIEF, city, sport)

    assert (await news.topics.get(CHIEF, city)).topic.name == "Спорт"
    with pytest.raises(TopicUnknown):
        await news.topics.get(CHIEF, 99)


async def test_a_topic_is_renamed_to_the_name_of_one_merged_into_it(news: Newsroom) -> None:
    city, sport, science = await make(news, "Город", "Спорт", "Наука")
    await news.topics.merge(CHIEF, city, sport)

    assert (await news.topics.name(CHIEF, "ГОРОД", sport)).topic.name == "ГОРОД"

    with pytest.raises(TopicExists, match="ГОРОД"):
        await news.topics.name(CHIEF, "спорт", science)
    assert await order(news) == ["ГОРОД", "Наука"]


async def test_many_topics_are_listed_by_pages(news: Newsroom) -> None:
    await make(news, *(f"Тема {index}" for index in range(TOPICS_ON_PAGE + 1)))

    first = await news.topics.list(CHIEF)
    last = await news.topics.list(CHIEF, first.following or 0)

    assert len(first.topics) == TOPICS_ON_PAGE
    assert ([topic.name for topic in last.topics], last.following) == ([f"Тема {TOPICS_ON_PAGE}"], None)


async def test_an_import_goes_into_the_topic_that_its_category_stands_for(news: Newsroom) -> None:
    city, sport = await make(news, "Город", "Спорт")
    await news.topics.merge(CHIEF, city, sport)
    article = NewArticle("k", "Мост открыт", (), START, topic="ГОРОД", published_at=START)
    await news.editing.take_in([article, replace(article, key="l", topic="Наука")])

    listed = (await news.topic_lists.page(sport)).page.headlines
    assert [(headline.title, headline.topic) for headline in listed] == [("Мост открыт", "Спорт")]
    assert await order(news) == ["Спорт", "Наука"]
    found = await news.search.find("мост", narrow=Narrow(topic=listed[0].number))
    assert [hit.article.topic for hit in found.hits] == ["Спорт"]
