"""How much fits one message, and that the longest cards do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import menus
from handlers.cards.articles import BLANK_LINE, MESSAGE_UNITS
from handlers.cards.budgets import count_fitting, without_surplus_bold
from handlers.cards.people import help_card
from news.model import Reader
from news.richtext import Mark, join, rich
from news.roles import Role
from tests.handlers.cards.samples import NOW, t_of
from texts import LANGUAGES


@given(st.lists(st.integers(1, 900), max_size=20), st.integers(0, 1000))
def test_as_many_entries_as_possible_are_shown_and_always_one(lengths: list[int], title: int) -> None:
    entries, head = [rich("я" * length) for length in lengths], rich("я" * title)
    count = count_fitting(entries, head)
    assert count >= min(1, len(entries))
    assert join(BLANK_LINE, (head, *entries[:count])).units <= MESSAGE_UNITS
    assert count == len(entries) or join(BLANK_LINE, (head, *entries[: count + 1])).units > MESSAGE_UNITS


def test_bold_words_beyond_what_a_message_shows_are_plain_and_other_marks_stay() -> None:
    words = [rich("я", Mark.BOLD) for _ in range(150)]
    text = join(rich(" "), (*words, rich("конец", Mark.ITALIC)))
    shown = without_surplus_bold(text)
    assert (shown.text, len(shown.entities)) == (text.text, 100)
    assert shown.entities[:99] == text.entities[:99]
    assert shown.entities[-1].type == "italic"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", Role)
def test_the_help_of_every_role_fits_a_message(language: str, role: Role) -> None:
    t = t_of(language)
    assert help_card(menus.commands_for(Reader(1, role, registered_at=NOW), t), t, "b" * 32).text.units <= MESSAGE_UNITS
