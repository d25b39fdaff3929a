"""Records are stored as compact JSON and read as they were; what a version does not know is left out."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from news.choice import records
from news.choice.preferences import Preferences
from news.choice.tracking import Served, Tracking
from tests.news.choosing import preferences

MOMENTS = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(st.integers(), MOMENTS)
def test_preferences_are_read_as_they_were_written(seed: int, start: datetime) -> None:
    chosen = preferences(seed, start)
    assert records.load(Preferences, records.dump(chosen)) == chosen


@given(
    st.builds(
        Tracking,
        st.none() | MOMENTS,
        st.integers(0, 2**31),
        st.builds(Served, st.integers(0, 2**40), st.frozensets(st.integers(0, 2**40))),
        seen_until=st.none() | MOMENTS,
    )
)
def test_tracking_is_read_as_it_was_written(tracking: Tracking) -> None:
    assert records.load(Tracking, records.dump(tracking)) == tracking


def test_what_is_default_takes_no_room() -> None:
    assert records.dump(Preferences()) == "{}"
    assert records.load(Preferences, "{}") == Preferences()


def test_a_field_of_another_version_is_left_out() -> None:
    assert records.load(Preferences, '{"daily_cap":3,"colour":"blue"}') == Preferences(daily_cap=3)
