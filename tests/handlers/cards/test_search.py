"""Search results: an article that is opened from a page leads back to that very page."""

import pytest

from handlers.callbacks.fields import Way
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.origins import Origin
from handlers.callbacks.searching import Order, ShowFound
from handlers.cards.articles import article_card
from handlers.cards.card import Card
from handlers.cards.related import related_card
from handlers.cards.search import found_card
from news.queries import parse
from news.richtext import rich
from news.search import FoundPage, Hit
from tests.handlers.cards.samples import T, article_of, check

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
