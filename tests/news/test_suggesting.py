"""Suggestions for a query that finds nothing: another word, the other keyboard layout, one word fewer."""

import pytest

from news.model import Reader
from news.newsroom import Newsroom
from news.suggesting import Suggestion
from tests.news.conftest import published


@pytest.fixture(autouse=True)
async def bridge(news: Newsroom, editor: Reader) -> None:
    await published(news, editor, "Губернатор открыл мост", "Движение пошло.")
    await published(news, editor, "Тоннель", "Пробки.")


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("губенатор", Suggestion(0, missing=True, replacements=("губернатор",))),
        ("ujhyfbdflsq vjcn", Suggestion(0, missing=True)),
        ("vjcn", Suggestion(0, missing=True, replacements=("мост",))),
        ("мост губенатор", Suggestion(1, missing=True, replacements=("губернатор",), can_drop=True)),
        ("мост тоннель", Suggestion(0, can_drop=True)),
        ("zzzzzz", Suggestion(0, missing=True)),
        ("", Suggestion()),
    ],
)
async def test_a_change_of_one_word_is_suggested(news: Newsroom, typed: str, suggestion: Suggestion) -> None:
    assert await news.search.suggest(typed) == suggestion


async def test_the_word_of_a_retracted_article_is_not_suggested(news: Newsroom, editor: Reader) -> None:
    await news.editing.retract(editor, 1)
    assert await news.search.suggest("губенатор") == Suggestion(0, missing=True)
