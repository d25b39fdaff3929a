"""Completing the last word while it is typed: in recent articles and in the whole archive, newest first."""

from datetime import timedelta

import pytest

from news.completing import completed, unfinished
from news.indexing import NEVER_AFTER, NEVER_BEFORE, number_of
from news.model import NewArticle
from news.newsroom import Newsroom
from news.ports.search import IndexQuery
from news.queries import parse
from news.richtext import from_plain
from storage import Database
from tests.news.conftest import START


async def archive(news: Newsroom, *texts: str) -> None:
    """Publish texts, the first one the oldest, numbered from 1."""
    moments = (START - timedelta(minutes=len(texts) - index) for index in range(len(texts)))
    await news.editing.take_in(
        [
            NewArticle(f"{number}", "Сообщение", from_plain(text), at, published_at=at)
            for number, (text, at) in enumerate(zip(texts, moments, strict=True), 1)
        ]
    )


async def numbers(news: Newsroom, typed: str, start: int = 0, limit: int = 10) -> list[int]:
    page = await news.search.find_while_typing(typed, start, limit=limit)
    return [article.number for article in page.articles]


async def test_the_last_word_may_be_the_beginning_of_any(news: Newsroom) -> None:
    await archive(news, "Наводнение в городе", "Навоз в поле", "Мост в городе", "Наводчик")
    assert await numbers(news, "наво") == [4, 2, 1]
    assert await numbers(news, "город наво") == [1]
    assert await numbers(news, "наво город") == [], "only the last word is still being typed"


async def test_a_blank_ends_the_word(news: Newsroom) -> None:
    await archive(news, "Мостовая в городе", "Мост в городе")
    assert await numbers(news, "мост") == [2, 1]
    assert await numbers(news, "мост ") == [2]


async def test_a_finished_word_matches_its_other_forms_too(news: Newsroom) -> None:
    await archive(news, "У моста", "Мостами")
    assert await numbers(news, "мостов") == [2, 1]


async def test_the_command_looks_for_whole_words_only(news: Newsroom) -> None:
    await archive(news, "Наводнение в городе")
    assert (await news.search.find("наво")).hits == ()


async def test_older_articles_than_are_searched_for_the_beginning_are_found_by_the_vocabulary(
    news: Newsroom, database: Database
) -> None:
    await archive(news, "Наводнение", "Навоз", "Мост", "Наводчик", "Мост")
    query = parse("наво")
    word = unfinished("наво", query)
    assert word is not None
    index_query = IndexQuery(query.stems, (), NEVER_BEFORE, NEVER_AFTER)

    async def found(**bounds: int) -> list[int]:
        async with database.reading() as unit:
            return [number_of(doc_id) for doc_id in await completed(unit, index_query, word, 10, **bounds)]

    assert await found(recent=2) == [4, 2, 1]
    assert await found(recent=2, completions=1) == [4, 2], "the shortest known word with the beginning"


async def test_pages_go_on_and_show_each_once(news: Newsroom) -> None:
    await archive(news, *("Президент" if number % 2 else "Президиум" for number in range(9)))
    found, start = list[int](), 0
    while True:
        page = await news.search.find_while_typing("прези", start, limit=4)
        found += [article.number for article in page.articles]
        if page.older is None:
            break
        start = page.older
    assert found == list(range(9, 0, -1))


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("наво", "наво"),
        ("Ёлк", "елк"),
        ("мост наво", "наво"),
        ("про", "про"),
        ("мост про", None),
        ("на", None),
        ("2024", None),
        ("мост,", None),
        ('"мост открыт"', None),
        ("мост\n", None),
        ("", None),
    ],
)
def test_only_a_word_of_three_letters_with_nothing_behind_it_is_unfinished(typed: str, word: str | None) -> None:
    found = unfinished(typed, parse(typed))
    assert (found.folded if found else None) == word
