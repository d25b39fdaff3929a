"""Which databases count as copies."""

import pytest

from news.identity import is_copy
from news.ports.identity import Identity


@pytest.mark.parametrize(
    ("stored", "found", "copied"),
    [
        (Identity("", 0), Identity("7", None), False),  # never served
        (Identity("7", 3), Identity("7", 3), False),
        (Identity("7", 4), Identity("7", 3), False),  # killed between the database and the file
        (Identity("7", 3), Identity("8", 3), True),  # copied with the file beside it
        (Identity("7", 3), Identity("8", None), True),  # copied alone
        (Identity("7", 3), Identity("7", None), True),  # put into the place of a deleted one
        (Identity("7", 3), Identity("7", 4), True),  # older than its place
        (Identity("restored", 3), Identity("7", 3), True),
        (Identity("1 2", 0), Identity("1 2"), False),  # PostgreSQL has no beats
        (Identity("1 2", 0), Identity("1 3"), True),
    ],
)
def test_a_database_is_a_copy_if_its_place_does_not_fit_its_memory(
    stored: Identity, found: Identity, copied: bool
) -> None:
    assert is_copy(stored, found) is copied
