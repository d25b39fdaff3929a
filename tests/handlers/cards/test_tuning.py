"""The keyboards under a push: labels that a client shows whole, and toasts that Telegram takes."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.cards import tuning
from handlers.errors import MAX_ALERT_CHARACTERS
from news.choice.words import parse_words
from news.tuning_desk import PushChoices, Rest
from news.words import units
from tests.handlers.cards.card_samples.choices import CHOICES, cards_of_choices
from tests.handlers.cards.samples import NOW, T, t_of
from texts import LANGUAGES

TOASTS = ("quiet_card", "source_muted_card", "story_followed_card", "topic_muted_card", "word_muted_card")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_toast_fits_the_answer_to_a_button(language: str) -> None:
    t = t_of(language)
    toasts = [card for name in TOASTS for card in cards_of_choices(t)[name]]
    assert all(len(card.text.text) <= MAX_ALERT_CHARACTERS for card in (*toasts, tuning.story_muted_card(t)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_is_no_longer_than_clients_show(language: str) -> None:
    for choices in CHOICES:
        rows = [
            *tuning.less_card(choices, t_of(language)).rows,
            *tuning.push_choices_card(choices, t_of(language)).rows,
        ]
        assert max(units(button.text) for row in rows for button in row) <= tuning.LABEL_UNITS


def test_only_what_the_article_has_can_be_left_out() -> None:
    bare = tuning.less_card(PushChoices(7, follows=False), T)
    assert [[button.text for button in row] for row in bare.rows if row] == [["Не этот сюжет"], ["‹ Назад"]]
    words = tuple(parse_words("мост река лес поле"))
    card = tuning.less_card(PushChoices(7, follows=False, words=words), T)
    assert [len(row) for row in card.rows if row] == [1, 2, 2, 1]


def test_the_end_of_quiet_is_said_in_the_readers_own_time() -> None:
    rest = Rest(NOW + timedelta(hours=1), ZoneInfo("Asia/Tokyo"))
    assert tuning.quiet_card(rest, T).text.text.startswith("Тихо до 21:05.")
