"""Which pushes a place needs no more, whatever order they were planned in."""

from hypothesis import given
from hypothesis import strategies as st

from news.choice.tracking import Served

PUSHES = range(1, 30)


@given(st.sets(st.sampled_from(PUSHES)), st.sets(st.sampled_from(PUSHES)), st.integers(0, 29))
def test_all_are_served_but_the_unserved_and_what_was_served_stays(
    unserved: set[int], beyond: set[int], upto: int
) -> None:
    before = Served(upto, frozenset(beyond))
    left = sorted(each for each in unserved if not before.has(each))
    newer = [each for each in PUSHES if each >= (left[0] if left else 29)]
    after = before.but(left, newer)
    assert [each for each in PUSHES if not after.has(each)] == left


@given(st.sampled_from(PUSHES), st.integers(0, 29))
def test_one_more_is_served(push: int, upto: int) -> None:
    after = Served(upto).plus(push)
    assert {each for each in PUSHES if after.has(each)} == {*range(1, upto + 1), push}
