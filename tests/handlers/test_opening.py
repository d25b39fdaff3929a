"""Opening an article: a long one is cut outside the event loop, and its card finds the pages."""

import asyncio
import threading
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.callbacks.opening import OpenArticle
from handlers.cards import articles
from handlers.opening import cut_long
from news.model import Article, Status
from news.richtext import RichText, from_plain
from texts import Catalogs

NOON = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
T = Catalogs(ZoneInfo("Europe/Moscow")).texts("ru", NOON)
LINES = "\n".join(f"Строка {number} расписания." for number in range(2_000))


def article(title: str, text: str = LINES) -> Article:
    return Article(1, title, from_plain(text), Status.PUBLISHED, NOON, published_at=NOON)


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """The threads in which texts are cut into pages."""
    cut, seen = articles.pages, list[threading.Thread]()

    def noting(text: RichText, limit: int) -> tuple[RichText, ...]:
        seen.append(threading.current_thread())
        return cut(text, limit)

    monkeypatch.setattr(articles, "pages", noting)
    return seen


@pytest.mark.parametrize("footer", [RichText(""), RichText("\n\nПоиск: расписание")], ids=["alone", "from a search"])
async def test_a_long_article_is_cut_once_and_not_on_the_loop(
    threads: list[threading.Thread], footer: RichText
) -> None:
    long = article(f"Расписание {len(footer.text)}")
    for page in range(3):
        await cut_long(long, T, footer)
        articles.article_card(long, T, OpenArticle(number=1, page=page), footer)
    assert len(threads) == 1
    assert threads[0] is not threading.current_thread()


async def test_two_people_who_open_it_at_once_see_the_same_pages() -> None:
    long = article("Расписание на двоих")
    await asyncio.gather(cut_long(long, T), cut_long(long, T))
    assert len(articles.article_pages(long, T)) > 10


async def test_a_short_article_is_cut_where_it_is_shown(threads: list[threading.Thread]) -> None:
    await cut_long(article("Коротко", "Два слова."), T)
    assert threads == []
