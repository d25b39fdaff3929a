"""Articles: every page fits a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards import articles
from news.richtext import Block
from tests.handlers.cards.samples import LARGEST_ID, T, article_of, blocks, check, headlines, languages, t_of


@given(languages, headlines, st.lists(blocks, max_size=12))
def test_every_page_of_any_article_fits_a_message(language: str, title: str, body: list[Block]) -> None:
    t, article = t_of(language), article_of(title=title, body=tuple(body))
    origin = Origin(ShowList(listing=Listing.EDITION, at=LARGEST_ID))
    for page in range(len(articles.article_pages(article, t))):
        opening = OpenArticle(number=article.number, page=page, origin=origin)
        check(articles.article_card(article, t, opening))
    check(articles.teaser_card(article, t, articles.read_button(article, t, None)))


@pytest.mark.parametrize("title", ["\u200b", "\u2800", "\u3164"])
def test_the_teaser_of_a_stored_headline_that_nobody_sees_has_the_number(title: str) -> None:
    article = article_of(7, title=title, body=(), updated_at=None)
    assert articles.teaser_card(article, T, articles.read_button(article, T, None)).text.text == "№ 7"
