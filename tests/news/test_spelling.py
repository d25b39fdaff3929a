"""The nearest words: slips counted, and the keyboard in the other language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.spelling import MOST_SLIPS, closest_words, other_layout, slips

KNOWN = {"мост": "мост", "мосток": "мосток", "рост": "рост", "трост": "трость", "губернатор": "губернатор"}
short_words = st.text("абв", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("мост", "мост", 0), ("мост", "мот", 1), ("мост", "моост", 1), ("мост", "мотс", 1), ("мост", "рот", 2)],
)
def test_a_letter_wrong_missing_too_many_or_two_changed_is_one_slip(one: str, other: str, count: int) -> None:
    assert slips(one, other, MOST_SLIPS) == slips(other, one, MOST_SLIPS) == count


def test_the_nearest_comes_first_and_a_short_word_forgives_one_slip() -> None:
    assert closest_words("мосо", KNOWN) == ["мост"]
    assert closest_words("губернтаоор", KNOWN) == ["губернатор"]
    assert closest_words("мосток", KNOWN) == ["мост"]
    assert closest_words("чч", KNOWN) == []


@given(short_words, short_words, short_words)
def test_slips_are_a_distance_as_far_as_they_are_counted(one: str, two: str, three: str) -> None:
    far = 9
    assert slips(one, two, far) == slips(two, one, far)
    assert (slips(one, two, far) == 0) is (one == two)
    assert slips(one, three, far) <= slips(one, two, far) + slips(two, three, far) + 1  # may pass over a changed pair
    counted = slips(one, two, 2)
    assert counted == slips(one, two, far) or (counted > 2 and slips(one, two, far) > 2)


def test_the_other_layout_is_what_the_same_keys_write() -> None:
    assert other_layout("ghbdtn") == "привет"
    assert other_layout("щзут") == "open"
    assert other_layout("12 №") == "12 №"
