"""Rows of buttons."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.cards import people
from handlers.cards.card import in_rows


@given(st.integers(0, 60), st.integers(1, 8))
def test_rows_are_even_and_none_is_wider_than_asked(count: int, width: int) -> None:
    buttons = [people.link_button(str(number), "https://example.org") for number in range(count)]
    rows = in_rows(buttons, width)
    assert [button for row in rows for button in row] == buttons
    assert all(0 < len(row) <= width for row in rows)
    assert len({len(row) for row in rows[:-1]}) <= 1
