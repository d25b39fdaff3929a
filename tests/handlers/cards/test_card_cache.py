"""The cache of rendered cards: equal arguments give the same card, and a change is seen at once."""

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
from news.model import Article, CommentsFor, Status
from news.richtext import from_plain
from texts import Catalogs

NOON = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
CATALOGS = Catalogs(ZoneInfo("Europe/Moscow"))
OPENING = OpenArticle(number=1)
ARTICLE = Article(1, "Мост открыт", from_plain("Движение пустили утром."), Status.PUBLISHED, NOON, published_at=NOON)


def card(
    article: Article = ARTICLE, opening: OpenArticle = OPENING, *, language: str = "ru", at: datetime = NOON
) -> Card:
    return cached_card(article_card, article, CATALOGS.texts(language, at), opening)


def test_a_cached_card_equals_a_rendered_one() -> None:
    assert card() == article_card(ARTICLE, CATALOGS.texts("ru", NOON), OPENING)


def test_a_card_is_cached_until_the_end_of_the_day() -> None:
    assert card(at=NOON + timedelta(hours=3)) is card()
    assert card(at=NOON + timedelta(days=1)) != card(), "the date is shown before the time from the next day on"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Мост закрыт"},
        {"body": from_plain("Движение пустили вечером.")},
        {"comment_count": 1},
        {"comments_for": CommentsFor.NOBODY},
        {"updated_at": NOON, "update_reason": "Уточнено время."},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_of_the_article_is_seen_at_once(change: dict[str, Any]) -> None:
    before = card()
    assert card(replace(ARTICLE, **change)) != before


def test_a_card_with_the_share_button_is_cached_apart() -> None:
    shared, alone = (
        cached_card(article_card, ARTICLE, CATALOGS.texts("ru", NOON), OPENING, NO_TEXT, each) for each in (True, False)
    )
    assert shared != alone


def test_each_language_and_origin_has_its_own_card() -> None:
    from_a_list = OpenArticle(number=1, origin=Origin(ShowList(listing=Listing.LATEST)))
    assert len({str(each.rows) for each in (card(), card(language="en"), card(opening=from_a_list))}) == 3
