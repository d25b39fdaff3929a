"""The pages of an article: cut once a version, and again when something that they show changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.cards.articles import LONG_RUNS, article_pages, is_long
from news.model import Article, CommentsFor, Status
from news.richtext import Block, Kind, Mark, Run, dump, from_plain, load
from texts import Catalogs

NOON = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
T = Catalogs(ZoneInfo("Europe/Moscow")).texts("ru", NOON)
LINES = "\n".join(f"Строка {number} длинной таблицы." for number in range(10_000))
LONG = Article(1, "Таблица", from_plain(LINES), Status.PUBLISHED, NOON, published_at=NOON)


def test_every_press_on_a_long_article_finds_the_pages_of_the_first() -> None:
    first = article_pages(LONG, T)
    assert len(first) > 50
    later = replace(LONG, reads=7, comment_count=2, comments_for=CommentsFor.NOBODY)
    assert article_pages(later, replace(T, now=NOON + timedelta(hours=2))) is first


def test_an_article_that_was_loaded_again_finds_its_pages() -> None:
    stored = dump(LONG.body)
    load.cache_clear()
    again = load(stored)
    assert again is not LONG.body
    assert article_pages(replace(LONG, body=again), T) is article_pages(LONG, T)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Другая таблица"},
        {"body": from_plain("Другой текст.")},
        {"topic": "Спорт"},
        {"published_at": None, "status": Status.DRAFT},
        {"updated_at": NOON, "update_reason": "Исправлено."},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_is_seen_at_once_even_within_a_version(change: dict[str, Any]) -> None:
    assert article_pages(replace(LONG, **change), T) != article_pages(LONG, T)


def test_another_day_language_or_limit_has_pages_of_its_own() -> None:
    kept = article_pages(LONG, T)
    assert article_pages(LONG, replace(T, now=NOON + timedelta(days=1))) != kept
    assert article_pages(LONG, T.in_language("en")) != kept
    assert len(article_pages(LONG, T, 2_000)) > len(kept)


def test_an_article_is_long_by_its_blocks_or_by_the_runs_of_one() -> None:
    runs = tuple(Run("слово ", frozenset({Mark.BOLD} if number % 2 else ())) for number in range(LONG_RUNS))
    assert is_long(LONG)
    assert is_long(replace(LONG, body=(Block(Kind.PARAGRAPH, runs),)))
    assert not is_long(replace(LONG, body=from_plain("Коротко и ясно.\nДва абзаца.")))
