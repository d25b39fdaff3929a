"""Changes of choices: whatever a person presses, in whatever order, what is stored makes sense."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.choice import changes, records
from news.choice.errors import TooManyHours, ZoneUnknown
from news.choice.preferences import (
    DAY_MINUTES,
    DEFAULT_PREFERENCES,
    EVERY_DAY,
    MAX_HOURS,
    Breaking,
    Detail,
    Pace,
    Preferences,
    QuietHours,
    Topics,
)
from news.choice.timetables import next_slot
from news.choice.zones import ABROAD, RUSSIA

NOW = datetime(2026, 11, 30, 11, 5, 7, 123, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
NIGHT = QuietHours(23 * 60, 8 * 60)

minutes = st.integers(0, DAY_MINUTES - 1)
flags = st.booleans()
moments = st.none() | st.integers(0, 14).map(lambda days: NOW + timedelta(days=days))


def change(function: Callable[..., Preferences], **fields: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Presses of one kind of button."""
    return st.fixed_dictionaries(fields).map(lambda given: partial(function, **given))


presses = st.one_of(
    change(changes.with_topic, topic=st.integers(1, 5), on=flags),
    change(changes.with_all_topics, on=flags),
    change(changes.with_pace, pace=st.sampled_from(Pace)),
    change(changes.with_hours, hours=st.lists(minutes, max_size=9)),
    change(changes.with_hour, minute=st.sampled_from([420, 480, 540, 720]), on=flags),
    change(changes.with_day, day=st.integers(0, 6), on=flags),
    change(changes.with_quiet, quiet=st.none() | st.just(NIGHT) | st.just(QuietHours(0, 540))),
    change(changes.with_quiet_days, days=st.frozensets(st.integers(0, 6))),
    change(changes.with_breaking, breaking=st.sampled_from(Breaking)),
    change(changes.with_zone, zone=st.sampled_from([*RUSSIA, *ABROAD, "Mars/Phobos"])),
    change(changes.with_quiet_until, until=moments),
    change(changes.with_quiet_until_morning, zone=st.just(MOSCOW), now=st.just(NOW)),
    change(changes.with_pause, until=moments),
    change(changes.with_daily_cap, cap=st.integers(0, 100)),
    change(changes.with_detail, detail=st.sampled_from(Detail)),
    change(changes.with_pictures, on=flags),
    change(changes.with_sound, on=flags),
)


def pressed(chosen: Preferences, press: Callable[[Preferences], Preferences]) -> Preferences:
    """The choices after a press; a refused one leaves them as they were."""
    try:
        return press(chosen)
    except (TooManyHours, ZoneUnknown):
        return chosen


@given(st.lists(presses, max_size=30))
def test_whatever_is_pressed_the_timetable_makes_sense(
    pressings: list[Callable[[Preferences], Preferences]],
) -> None:
    chosen = DEFAULT_PREFERENCES
    for press in pressings:
        chosen = pressed(chosen, press)
        timetable = chosen.timetable
        assert (timetable.pace is Pace.HOURS) == bool(timetable.hours)
        assert list(timetable.hours) == sorted(set(timetable.hours))
        assert len(timetable.hours) <= MAX_HOURS
        assert timetable.days == EVERY_DAY or (timetable.days and timetable.pace is Pace.HOURS)
        assert timetable.quiet is None or timetable.quiet.days
        if timetable.pace in {Pace.HOURS, Pace.HOURLY}:
            assert next_slot(timetable, MOSCOW, NOW).at > NOW


@given(st.lists(presses, max_size=10))
def test_whatever_is_pressed_is_read_as_it_was_stored(pressings: list[Callable[[Preferences], Preferences]]) -> None:
    chosen = DEFAULT_PREFERENCES
    for press in pressings:
        chosen = pressed(chosen, press)

    assert records.load(Preferences, records.dump(chosen)) == chosen


@given(st.lists(presses, max_size=10), presses)
def test_a_second_press_of_the_same_button_changes_nothing(
    before: list[Callable[[Preferences], Preferences]], press: Callable[[Preferences], Preferences]
) -> None:
    chosen = DEFAULT_PREFERENCES
    for each in before:
        chosen = pressed(chosen, each)
    once = pressed(chosen, press)

    assert pressed(once, press) == once


def test_a_topic_is_turned_off_and_on_again() -> None:
    without = changes.with_topic(DEFAULT_PREFERENCES, 3, on=False)

    assert without.topics == Topics(but=frozenset({3}))
    assert not without.topics.has(3)
    assert changes.with_topic(without, 3, on=True) == DEFAULT_PREFERENCES
    assert changes.with_all_topics(without, on=False).topics == Topics(others=False)


def test_the_last_hour_taken_away_brings_publications_at_once_again() -> None:
    morning = changes.with_hour(DEFAULT_PREFERENCES, 480, on=True)
    both = changes.with_hour(morning, 420, on=True)

    assert (both.timetable.pace, both.timetable.hours) == (Pace.HOURS, (420, 480))
    assert changes.with_hour(changes.with_hour(both, 420, on=False), 480, on=False) == DEFAULT_PREFERENCES


def test_a_seventh_hour_is_refused() -> None:
    six = changes.with_hours(DEFAULT_PREFERENCES, range(0, 360, 60))

    with pytest.raises(TooManyHours):
        changes.with_hour(six, 400, on=True)


def test_the_last_weekday_stays() -> None:
    chosen = changes.with_hours(DEFAULT_PREFERENCES, [480])
    for day in range(7):
        chosen = changes.with_day(chosen, day, on=False)

    assert chosen.timetable.days == {6}
    assert changes.with_day(chosen, 0, on=True).timetable.days == {0, 6}


def test_other_quiet_hours_keep_their_days() -> None:
    weekdays = changes.with_quiet_days(changes.with_quiet(DEFAULT_PREFERENCES, NIGHT), range(5))

    assert changes.with_quiet(weekdays, QuietHours(0, 540)).timetable.quiet == QuietHours(0, 540, frozenset(range(5)))
    assert changes.with_quiet(weekdays, None) == DEFAULT_PREFERENCES


def test_quiet_until_morning_ends_with_the_quiet_hours_or_at_eight() -> None:
    late = changes.with_quiet(DEFAULT_PREFERENCES, QuietHours(23 * 60, 9 * 60 + 30))

    assert changes.with_quiet_until_morning(DEFAULT_PREFERENCES, MOSCOW, NOW).quiet_until == datetime(
        2026, 12, 1, 5, tzinfo=UTC
    )
    assert changes.with_quiet_until_morning(late, MOSCOW, NOW).quiet_until == datetime(2026, 12, 1, 6, 30, tzinfo=UTC)
    hour = changes.with_quiet_for_an_hour(late, NOW)
    assert hour.quiet_until == NOW.replace(microsecond=0) + timedelta(hours=1)
    assert changes.with_quiet_until(hour, None) == late


def test_the_newspapers_quiet_hours_are_for_those_who_have_chosen_nothing() -> None:
    chosen = changes.with_sound(DEFAULT_PREFERENCES, on=False)

    assert changes.with_default_quiet(DEFAULT_PREFERENCES, NIGHT).timetable.quiet == NIGHT
    assert changes.with_default_quiet(chosen, NIGHT) == chosen


def test_the_zone_is_asked_for_once_when_it_begins_to_matter() -> None:
    nightly = changes.with_quiet(DEFAULT_PREFERENCES, NIGHT)
    hourly = changes.with_hour(nightly, 480, on=True)

    assert not changes.asks_zone(DEFAULT_PREFERENCES, None)
    assert not changes.asks_zone(changes.with_sound(DEFAULT_PREFERENCES, on=False), DEFAULT_PREFERENCES)
    assert changes.asks_zone(nightly, DEFAULT_PREFERENCES)
    assert changes.asks_zone(nightly, None)
    assert not changes.asks_zone(hourly, nightly)
    assert not changes.asks_zone(replace(nightly, zone="Asia/Omsk"), DEFAULT_PREFERENCES)
