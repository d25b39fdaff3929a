"""Lists: the longest ones fit a message."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from handlers.callbacks.fields import Way
from handlers.callbacks.posting import ShowDraftList
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards import drafts, lists, people
from news.drafts import DraftPage
from news.model import Headline, HeadlinePage
from news.newsroom import FrontPage
from news.ports.drafts import DraftList
from tests.handlers.cards.samples import LARGEST_ID, NOW, article_of, check, t_of
from texts import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("listing", [Listing.LATEST, Listing.ARCHIVE])
def test_the_longest_lists_fit_a_message(language: str, listing: Listing) -> None:
    page = HeadlinePage(tuple(article_of(LARGEST_ID - n).headline for n in range(10)), LARGEST_ID, LARGEST_ID)
    check(lists.list_card(page, listing, t_of(language)))
    check(drafts.drafts_card(draft_page(page.headlines), t_of(language)))
    check(people.start_card(FrontPage(HeadlinePage(page.headlines[:3]), subscribed=False), "Вестник", t_of(language)))


# A topic of 64 emoji was allowed once. The time of an update is longest in another year.
LONGEST = {"topic": "😀" * 64, "updated_at": NOW - timedelta(days=400)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("listing", [Listing.LATEST, Listing.ARCHIVE])
def test_a_list_that_does_not_fit_shows_fewer_and_leads_to_the_others(language: str, listing: Listing) -> None:
    headlines = tuple(article_of(LARGEST_ID - n, **LONGEST).headline for n in range(10))
    card = lists.list_card(HeadlinePage(headlines, None, 5), listing, t_of(language))
    check(card)
    opened = [one.text for row in card.rows for one in row if one.text.isdigit()]
    assert opened == [str(each.number) for each in headlines[: len(opened)]]
    assert 5 < len(opened) < 10
    older = ShowList(listing=Listing.ARCHIVE, way=Way.FROM, at=headlines[len(opened)].number)
    assert older.pack() in [one.callback_data for row in card.rows for one in row]


def draft_page(headlines: Sequence[Headline]) -> DraftPage:
    """A page of drafts that another page follows."""
    return DraftPage(DraftList.ALL, headlines, LARGEST_ID - 9, dict.fromkeys(DraftList, 100))


@pytest.mark.parametrize("language", LANGUAGES)
def test_drafts_that_do_not_fit_are_on_the_next_page(language: str) -> None:
    headlines = [article_of(LARGEST_ID - n, **LONGEST | {"title": "😀" * 125}).headline for n in range(10)]
    card = drafts.drafts_card(draft_page(headlines), t_of(language))
    check(card)
    opened = [one.text for row in card.rows for one in row if one.text.isdigit()]
    assert len(opened) < 10
    assert ShowDraftList(which=DraftList.ALL, before=int(opened[-1])).pack() in [
        one.callback_data for row in card.rows for one in row
    ]
