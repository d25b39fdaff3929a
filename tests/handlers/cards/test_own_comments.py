"""One's own comments: the state of each, and a button for each that can be found in its discussion."""

import pytest

from handlers.cards.own_comments import own_comments_card
from news.own_comments import OwnCommentPage
from tests.handlers.cards.card_samples.answers import FULL, OWN, OWN_PAGES
from tests.handlers.cards.samples import T, check

WORDS = (
    "опубликован",
    "на проверке",
    "отклонён",
    "удалён редакцией",
    "удалён вами",
    "скрыт: комментирование для вас закрыто",
)


@pytest.mark.parametrize("page", OWN_PAGES)
def test_a_page_fits_a_message_whatever_was_written(page: OwnCommentPage) -> None:
    check(own_comments_card(page, T))
    assert len(FULL) == 6


@pytest.mark.parametrize(("index", "words"), list(enumerate(WORDS)))
def test_every_state_is_told(index: int, words: str) -> None:
    card = own_comments_card(OwnCommentPage((OWN[index],)), T)
    assert f" · {words}" in card.text.text
    assert ("Причина: Не по теме" in card.text.text) is (index in {2, 3, 4})


def test_only_a_comment_that_can_be_found_has_a_button() -> None:
    card = own_comments_card(OwnCommentPage(OWN[:6]), T)
    labels = [button.text for row in card.rows for button in row]
    assert [label for label in labels if label.isdecimal()] == ["1", "2", "6"]
