"""Slots are one moment a local date, quiet hours cross midnight, and clocks that change neither skip nor repeat."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.choice.preferences import EVERY_DAY, Pace, QuietHours, Timetable
from news.choice.timetables import (
    last_slot,
    moment,
    morning,
    next_slot,
    night_of,
    quiet_from,
    quiet_until,
)

BERLIN, BEIRUT, MOSCOW = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Beirut"), ZoneInfo("Europe/Moscow")
ZONES = [MOSCOW, BERLIN, BEIRUT, *map(ZoneInfo, ("Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia"))]
NIGHT = QuietHours(23 * 60, 8 * 60)
# From 2011 to 2030.
MOMENTS = st.integers(1_300_000_000, 1_900_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def utc(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def at(*minutes: int, days: frozenset[int] = EVERY_DAY) -> Timetable:
    return Timetable(Pace.HOURS, tuple(sorted(minutes)), days)


def slots(timetable: Timetable, zone: ZoneInfo, start: datetime, count: int) -> list[datetime]:
    found, past = [start], 0
    for _ in range(count):
        slot = next_slot(timetable, zone, found[-1], past)
        found.append(slot.at)
        past = slot.key
    return found[1:]


def test_a_slot_comes_at_its_local_time_in_summer_and_in_winter() -> None:
    assert slots(at(480), BERLIN, utc(28, 0), 3) == [utc(28, 7), utc(29, 6), utc(30, 6)]


def test_a_slot_that_the_clocks_leave_out_is_as_much_later() -> None:
    assert slots(at(150), BERLIN, utc(28, 12), 2) == [utc(29, 1, 30), utc(30, 0, 30)]


def test_a_slot_that_occurs_twice_comes_once() -> None:
    assert slots(at(150), BERLIN, utc(24, 12, month=10), 2) == [utc(25, 0, 30, 10), utc(26, 1, 30, 10)]


def test_midnight_that_does_not_exist_is_one_in_the_morning() -> None:
    assert slots(at(0), BEIRUT, utc(28, 12), 2) == [utc(28, 22), utc(29, 21)]


def test_a_slot_that_was_served_on_a_date_is_not_served_again_in_another_zone() -> None:
    served = next_slot(at(480), MOSCOW, utc(10, 0))
    assert served.at == utc(10, 5)
    london = ZoneInfo("Europe/London")
    assert next_slot(at(480), london, served.at).at == utc(10, 8)
    assert next_slot(at(480), london, served.at, served.key).at == utc(11, 8)


def test_weekdays_are_those_of_the_reader() -> None:
    monday = at(30, days=frozenset({0}))
    assert slots(monday, MOSCOW, utc(1, 0), 2) == [utc(1, 21, 30), utc(8, 21, 30)]


@given(
    st.sampled_from(ZONES),
    st.lists(st.integers(0, 1439), min_size=1, max_size=6, unique=True),
    st.frozensets(st.integers(0, 6), min_size=1),
    MOMENTS,
)
def test_every_local_date_has_each_slot_once(
    zone: ZoneInfo, minutes: list[int], days: frozenset[int], start: datetime
) -> None:
    timetable, after, past, keys = at(*minutes, days=days), start, 0, list[int]()
    for _ in range(12):
        slot = next_slot(timetable, zone, after, past)
        assert slot.at >= after
        assert slot.key > past
        after, past = slot.at, slot.key
        keys.append(slot.key)
    first, last = keys[0], keys[-1]
    dates = range(first // 1440, last // 1440 + 1)
    expected = [
        day * 1440 + minute
        for day in dates
        if date.fromordinal(day).weekday() in days
        for minute in sorted(minutes)
        if first <= day * 1440 + minute <= last
    ]
    missed = set(expected) - set(keys)
    assert len(keys) == len(set(keys))
    # Slots that the clocks move onto one moment are one digest.
    assert {moment(date.fromordinal(key // 1440), key % 1440, zone) for key in missed} <= {
        moment(date.fromordinal(key // 1440), key % 1440, zone) for key in keys
    }


@given(st.sampled_from(ZONES), MOMENTS)
def test_the_last_slot_is_the_one_before_the_next(zone: ZoneInfo, now: datetime) -> None:
    timetable = at(7, 480, 1200)
    slot = next_slot(timetable, zone, now)
    assert last_slot(timetable, zone, now) < slot.key <= last_slot(timetable, zone, slot.at)


def test_quiet_hours_cross_midnight() -> None:
    assert quiet_until(NIGHT, MOSCOW, utc(10, 19, 59)) is None
    assert quiet_until(NIGHT, MOSCOW, utc(10, 20)) == utc(11, 5)
    assert quiet_until(NIGHT, MOSCOW, utc(11, 4, 59)) == utc(11, 5)
    assert quiet_until(NIGHT, MOSCOW, utc(11, 5)) is None


def test_quiet_hours_have_weekdays_on_which_they_begin() -> None:
    friday_night = QuietHours(23 * 60, 8 * 60, frozenset({4}))
    assert quiet_until(friday_night, MOSCOW, utc(13, 21)) == utc(14, 5), "Friday, the 13th"
    assert quiet_until(friday_night, MOSCOW, utc(14, 4)) == utc(14, 5), "Saturday morning belongs to it"
    assert quiet_until(friday_night, MOSCOW, utc(14, 21)) is None


def test_a_night_is_named_by_the_day_on_which_it_began() -> None:
    evening, dawn = utc(10, 20, 30), utc(11, 3)
    assert night_of(NIGHT, MOSCOW, evening) == night_of(NIGHT, MOSCOW, dawn)
    assert night_of(NIGHT, MOSCOW, dawn + timedelta(days=1)) == night_of(NIGHT, MOSCOW, dawn) + 1


def test_the_next_quiet_and_the_next_morning_are_known() -> None:
    assert quiet_from(NIGHT, MOSCOW, utc(10, 12)) == utc(10, 20)
    assert quiet_from(NIGHT, MOSCOW, utc(10, 20)) == utc(11, 20)
    assert quiet_from(None, MOSCOW, utc(10, 12)) is None
    assert morning(NIGHT, MOSCOW, utc(10, 5)) == utc(11, 5)
    assert morning(None, MOSCOW, utc(10, 4)) == utc(10, 5)


@pytest.mark.parametrize("zone", ZONES)
@given(MOMENTS)
def test_quiet_always_ends_and_the_end_is_not_quiet(zone: ZoneInfo, now: datetime) -> None:
    end = quiet_until(NIGHT, zone, now)
    if end is not None:
        assert now < end <= now + timedelta(hours=11)
        assert quiet_until(NIGHT, zone, end) is None
