"""Long texts that clients cut into several messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.entities import units
from emulator.long_texts import in_parts
from emulator.message_content import TEXT_UNITS
from tests.emulator.marks import mark


def test_a_short_text_is_one_part_with_its_entities() -> None:
    assert in_parts("Коротко", [mark("bold", 0, 3)]) == [("Коротко", [mark("bold", 0, 3)])]


@pytest.mark.parametrize("border", ["\n", " "])
def test_a_cut_is_where_a_line_or_a_word_ends(border: str) -> None:
    first, second = "а" * 4000 + border, "б" * 200
    assert [text for text, _ in in_parts(first + second, [])] == [first, second]


def test_a_text_without_borders_is_cut_where_a_message_is_full() -> None:
    assert [units(text) for text, _ in in_parts("🗞" * 3000, [])] == [4096, 1904]


def test_an_entity_over_a_cut_is_in_both_parts() -> None:
    (_, first), (_, second) = in_parts("а" * 5000, [mark("italic", 4000, 200)])
    assert (first, second) == ([mark("italic", 4000, 96)], [mark("italic", 0, 104)])


@given(st.text(st.sampled_from("аб🗞 \n"), max_size=40), st.integers(1, 400))
def test_the_parts_are_the_text_and_each_fits(text: str, times: int) -> None:
    parts = [part for part, _ in in_parts(text * times, [])]
    assert "".join(parts) == text * times
    assert all(units(part) <= TEXT_UNITS for part in parts)
