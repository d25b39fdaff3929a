"""Two versions are shown from the line on in which they differ, without a word cut in front."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.differences import differing


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("Мост\nВ час.", "Мост\nВ два.", ("В час.", "В два.")),
        ("Мост", "Мост открыт", ("Мост", "Мост открыт")),
        ("Мост\nконец", "Мост", ("Мост\nконец", "Мост")),
        ("", "Мост", ("", "Мост")),
        ("а\nб", "а\nб", ("б", "б")),
    ],
)
def test_both_begin_with_the_line_that_differs(one: str, other: str, shown: tuple[str, str]) -> None:
    assert differing(one, other, 100) == shown


def test_in_a_long_line_some_words_before_the_difference_are_shown() -> None:
    line = "слово " * 1000

    one, other = differing(f"{line}час", f"{line}два", 1600)

    assert one.startswith("…слово ")
    assert (one.removesuffix("час"), len(one)) == (other.removesuffix("два"), len(other))
    assert len(one) < 120


@given(st.text(), st.text("абв", max_size=50), st.text("где", max_size=50))
def test_what_differs_is_in_sight(same: str, one: str, other: str) -> None:
    first, second = differing(f"{same}{one}", f"{same}{other}", 10_000)

    assert first.endswith(one)
    assert second.endswith(other)
