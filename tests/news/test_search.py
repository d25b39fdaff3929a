"""The search desk: published articles are found by any form of their words, newest first."""

from news.model import Reader
from news.newsroom import Newsroom
from news.search import FoundPage
from tests.news.conftest import HandClock, published


def numbers(page: FoundPage) -> list[int]:
    return [hit.article.number for hit in page.hits]


async def test_an_article_is_found_by_other_forms_of_its_words(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor, "Мост открыт", "Движение пошло.")
    for words in ("мосты", "МОСТОВ движения", "движение мост"):
        assert numbers(await news.search.find(words)) == [article.number]
    assert numbers(await news.search.find("мост тоннель")) == []


async def test_the_newest_comes_first_and_the_next_page_goes_on(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    made = []
    for _ in range(5):
        made.append((await published(news, editor)).number)
        clock.passes(minutes=1)
    page = await news.search.find("мост", limit=2)
    assert (numbers(page), page.older) == ([made[4], made[3]], made[2])
    page = await news.search.find("мост", made[2], limit=3)
    assert (numbers(page), page.older) == ([made[2], made[1], made[0]], None)


async def test_a_change_of_the_text_is_found_at_once(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)
    await news.editing.revise(editor, article.number, title="Тоннель открыт")
    assert numbers(await news.search.find("тоннели")) == [article.number]
    assert numbers(await news.search.find("мост")) == []


async def test_a_retracted_article_is_not_found(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)
    await news.editing.retract(editor, article.number)
    assert numbers(await news.search.find("мост")) == []
