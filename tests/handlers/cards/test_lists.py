"""Lists: the longest ones fit a message."""

import pytest

from handlers.callbacks.reading import Listing
from handlers.cards import lists, people
from news.model import (
    HeadlinePage,
)
from news.newsroom import FrontPage
from tests.handlers.cards.samples import LARGEST_ID, article_of, check, t_of
from texts import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("listing", [Listing.LATEST, Listing.ARCHIVE])
def test_the_longest_lists_fit_a_message(language: str, listing: Listing) -> None:
    page = HeadlinePage(tuple(article_of(LARGEST_ID - n).headline for n in range(10)), LARGEST_ID, LARGEST_ID)
    check(lists.list_card(page, listing, t_of(language)))
    check(lists.drafts_card(page.headlines, LARGEST_ID, t_of(language)))
    check(people.start_card(FrontPage(HeadlinePage(page.headlines[:3]), subscribed=False), "Вестник", t_of(language)))
