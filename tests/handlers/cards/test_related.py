"""Related articles: the longest lists fit, and excluded articles that do not are on further pages."""

import pytest

from handlers.callbacks.opening import ShowRelated
from handlers.callbacks.origins import Origin
from handlers.callbacks.relating import RelateAct, RelateAction
from handlers.callbacks.searching import ShowFound
from handlers.cards.card import Card
from handlers.cards.related import related_card, relations_card
from handlers.cards.search import footer
from news.ports.related import RelatedArticle, Verdict
from news.queries import QUERY_UNITS
from news.related import Relations
from tests.handlers.cards.samples import LARGEST_ID, article_of, check, t_of
from tests.handlers.cards.test_lists import LONGEST
from texts import LANGUAGES


def buttons(card: Card) -> list[RelateAction]:
    data = [one.callback_data or "" for row in card.rows for one in row]
    return [RelateAction.unpack(each) for each in data if each.startswith(f"{RelateAction.__prefix__}:")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_related_articles_fit_below_a_search(language: str) -> None:
    t = t_of(language)
    headlines = [article_of(LARGEST_ID - n, **LONGEST).headline for n in range(5)]
    opening = ShowRelated(number=LARGEST_ID, origin=Origin(ShowFound()))
    check(related_card(opening, headlines, t, footer=footer("ш" * QUERY_UNITS, t, "https://t.me/b?start=s")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("title", ["Ш" * 250, "ш"])
def test_every_excluded_article_is_on_a_page_with_its_button(language: str, title: str) -> None:
    article = article_of(500)
    shown = tuple(RelatedArticle(article_of(n).headline, Verdict.PINNED if n == 400 else None) for n in range(400, 405))
    forbidden = tuple(RelatedArticle(article_of(n, title=title).headline, Verdict.FORBIDDEN) for n in range(90, 0, -1))
    found, start, listed, pages = Relations(article, shown, forbidden), 0, list[int](), 0
    while True:
        card = relations_card(found, t_of(language), start)
        check(card)
        pages += 1
        listed += [each.other for each in buttons(card) if each.act is RelateAct.DROP and each.other != 400]
        further = [each.other for each in buttons(card) if each.act is RelateAct.SHOW and 0 < each.other < 400]
        if not further:
            break
        [start] = further
    assert listed == list(range(90, 0, -1))
    assert pages > 4
