"""Search results: an article that is opened from a page leads back to that very page."""

import pytest

from handlers.callbacks.fields import Way
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.origins import Origin
from handlers.callbacks.searching import FoundMonths, FoundTopics, Order, ShowFound
from handlers.cards.articles import article_card
from handlers.cards.card import Card
from handlers.cards.related import related_card
from handlers.cards.search import found_card, months_card, topics_card
from news.model import Calendar
from news.ports.search import TopicCount
from news.queries import QUERY_UNITS, parse
from news.richtext import rich
from news.search import FoundPage, Hit
from news.snippets import snippet
from tests.handlers.cards.samples import LARGEST_ID, T, article_of, check, t_of
from tests.handlers.cards.test_lists import LONGEST
from texts import LANGUAGES

ADDRESS = "https://t.me/vestnik_bot?start=s"
PAGES = [
    ShowFound(),
    ShowFound(way=Way.NEWER, at=5),
    ShowFound(order=Order.BEST, at=2, month=24290, topic=3),
]


def data(card: Card) -> list[str | None]:
    return [one.callback_data for row in card.rows for one in row]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_way_back_leads_through_related_news_to_the_same_page_of_results(page: ShowFound) -> None:
    article = article_of(7)
    found = found_card(FoundPage(parse("слово"), (Hit(article, rich("слово")),)), page, T, ADDRESS)
    opened = OpenArticle(number=7, origin=Origin(page))
    related = ShowRelated(number=7, origin=Origin(page))
    further = OpenArticle(number=6, origin=Origin(page, through=7))

    check(found)
    assert opened.pack() in data(found)
    assert {related.pack(), page.pack()} <= set(data(article_card(article, T, opened)))
    assert {further.pack(), opened.pack()} <= set(data(related_card(related, [article_of(6).headline], T)))
    assert data(article_card(article_of(6), T, further))[-1] == related.pack()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("title", ["Ш" * 250, "ш " * 125, "😀" * 125])
def test_the_longest_results_fit_a_message_with_every_hit(language: str, title: str) -> None:
    t, query = t_of(language), parse("ш " * QUERY_UNITS)
    shown = snippet("ш " * 500, query.stems)
    hits = tuple(Hit(article_of(LARGEST_ID - n, title=title, **LONGEST), shown) for n in range(10))
    for order in Order:
        view = ShowFound(order=order, at=5, month=24290, topic=3)
        card = found_card(FoundPage(query, hits, 1, 2, "😀" * 64), view, t, ADDRESS)
        check(card)
        assert [one.text for row in card.rows for one in row][:10] == [str(LARGEST_ID - n) for n in range(10)]
    topics = [TopicCount("😀" * 64, 2**30, 10**9)] * 12
    check(topics_card(query, topics, FoundTopics(), t, ADDRESS))
    check(months_card(query, Calendar(2024, tuple(range(1, 13)), 2023, 2025), FoundMonths(), t, ADDRESS))
