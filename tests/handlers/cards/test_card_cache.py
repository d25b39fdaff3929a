"""Cards drawn once: the same card as long as it would say the same, and never an old one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards.articles import NO_TEXT, article_card
from handlers.cards.card import Card
from handlers.cards.card_cache import cached_card
from news.model import Article, Status
from news.richtext import from_plain
from texts import Catalogs

NOON = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
CATALOGS = Catalogs(ZoneInfo("Europe/Moscow"))
PLACE = OpenArticle(number=1)
ARTICLE = Article(1, "Мост открыт", from_plain("Движение пустили утром."), Status.PUBLISHED, NOON, published_at=NOON)


def card(article: Article = ARTICLE, place: OpenArticle = PLACE, *, language: str = "ru", at: datetime = NOON) -> Card:
    return cached_card(article_card, article, CATALOGS.texts(language, at), place)


def test_it_is_what_would_be_cached_card() -> None:
    assert card() == article_card(ARTICLE, CATALOGS.texts("ru", NOON), PLACE)


def test_the_same_card_serves_until_the_day_is_over() -> None:
    assert card(at=NOON + timedelta(hours=3)) is card()
    assert card(at=NOON + timedelta(days=1)) != card(), "the date stands before the time now"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Мост закрыт"},
        {"body": from_plain("Движение пустили вечером.")},
        {"comment_count": 1},
        {"comments_open": False},
        {"updated_at": NOON, "update_reason": "Уточнено время."},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_changes_in_the_article_is_seen_at_once(change: dict[str, Any]) -> None:
    before = card()
    assert card(replace(ARTICLE, **change)) != before


def test_whether_it_can_be_shared_is_seen_at_once() -> None:
    shared, alone = (
        cached_card(article_card, ARTICLE, CATALOGS.texts("ru", NOON), PLACE, NO_TEXT, each) for each in (True, False)
    )
    assert shared != alone


def test_language_and_place_have_cards_of_their_own() -> None:
    from_a_list = OpenArticle(number=1, origin=Origin(ShowList(listing=Listing.LATEST)))
    assert len({str(each.rows) for each in (card(), card(language="en"), card(place=from_a_list))}) == 3
