"""Lists by topic: steady pages, whatever is published meanwhile."""

from datetime import timedelta

import pytest

from news.errors import TopicUnknown
from news.model import NewArticle, Reader
from news.newsroom import Newsroom
from tests.clocks import START


async def store(news: Newsroom, count: int, topic: str, *, first: int = 0) -> None:
    await news.editing.take_in(
        [
            NewArticle(
                f"{topic}:{index}", f"Новость {index}", (), START, topic=topic,
                published_at=START + timedelta(minutes=index),
            )
            for index in range(first, first + count)
        ]
    )  # fmt: skip


async def test_the_pages_of_a_topic_have_each_article_once(news: Newsroom) -> None:
    await store(news, 25, "Город")
    await store(news, 5, "Спорт")

    first = await news.topic_lists.page(1)
    assert first.page.older is not None
    await store(news, 3, "Город", first=100)
    second = await news.topic_lists.page(1, first.page.older)
    assert second.page.older is not None
    last = await news.topic_lists.page(1, second.page.older)

    shown = [headline.number for found in (first, second, last) for headline in found.page.headlines]
    assert shown == list(range(25, 0, -1))
    assert (first.topic.name, first.page.newer, last.page.older) == ("Город", None, None)
    assert last.page.newer is not None
    assert (await news.topic_lists.page_newer(1, last.page.newer)).page.headlines == second.page.headlines
    newest = (await news.topic_lists.page_newer(1, 25)).page
    assert [headline.number for headline in newest.headlines[:4]] == [33, 32, 31, 25]


async def test_only_topics_with_articles_are_offered(news: Newsroom, editor: Reader) -> None:
    await store(news, 1, "Город")
    await news.editing.take_in([NewArticle("draft", "Черновик", (), START, topic="Спорт")])

    assert [topic.name for topic in (await news.topic_lists.topics()).topics] == ["Город"]
    assert (await news.topic_lists.page(2)).page.headlines == ()
    with pytest.raises(TopicUnknown):
        await news.topic_lists.page(3)
