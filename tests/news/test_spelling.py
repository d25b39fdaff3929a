"""Spelling suggestions: the edit distance, the closest words, and the other keyboard layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.spelling import MAX_EDITS, closest_words, edit_distance, other_layout

KNOWN = {"мост": "мост", "мосток": "мосток", "рост": "рост", "трост": "трость", "губернатор": "губернатор"}
short_words = st.text("абв", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("мост", "мост", 0), ("мост", "мот", 1), ("мост", "моост", 1), ("мост", "мотс", 1), ("мост", "рот", 2)],
)
def test_a_wrong_missing_or_additional_letter_or_a_swapped_pair_is_one_edit(one: str, other: str, count: int) -> None:
    assert edit_distance(one, other, MAX_EDITS) == edit_distance(other, one, MAX_EDITS) == count


def test_the_closest_word_is_first_and_a_short_word_allows_one_edit() -> None:
    assert closest_words("мосо", KNOWN) == ["мост"]
    assert closest_words("губернтаоор", KNOWN) == ["губернатор"]
    assert closest_words("мосток", KNOWN) == ["мост"]
    assert closest_words("чч", KNOWN) == []


@given(short_words, short_words, short_words)
def test_edits_are_a_distance_up_to_the_limit(one: str, two: str, three: str) -> None:
    far = 9
    assert edit_distance(one, two, far) == edit_distance(two, one, far)
    assert (edit_distance(one, two, far) == 0) is (one == two)
    assert (
        edit_distance(one, three, far) <= edit_distance(one, two, far) + edit_distance(two, three, far) + 1
    )  # a swapped pair may count one less
    counted = edit_distance(one, two, 2)
    assert counted == edit_distance(one, two, far) or (counted > 2 and edit_distance(one, two, far) > 2)


def test_the_other_layout_is_what_the_same_keys_write() -> None:
    assert other_layout("ghbdtn") == "привет"
    assert other_layout("щзут") == "open"
    assert other_layout("12 №") == "12 №"
