"""The next evening is seven o'clock of a person's own time, whatever the clocks of the zone do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from news.choice.evenings import evening, evening_of
from news.choice.preferences import Preferences
from tests.news.choice.test_timetables import BERLIN, MOMENTS, MOSCOW, ZONES, utc


def test_the_next_evening_is_today_until_seven() -> None:
    assert evening(MOSCOW, utc(10, 15, 59)) == utc(10, 16)
    assert evening(MOSCOW, utc(10, 16)) == utc(11, 16)
    assert evening(MOSCOW, utc(10, 22)) == utc(11, 16), "it is the 11th in Moscow"


def test_it_follows_the_clocks_of_the_zone() -> None:
    assert evening(BERLIN, utc(28, 19)) == utc(29, 17), "an hour earlier: the clocks change that night"


def test_it_is_that_of_the_chosen_zone_else_of_the_newspapers() -> None:
    assert evening_of(Preferences(), MOSCOW, utc(10, 12)) == utc(10, 16)
    assert evening_of(Preferences(zone="Asia/Vladivostok"), MOSCOW, utc(10, 12)) == utc(11, 9)


@pytest.mark.parametrize("zone", ZONES)
@given(MOMENTS)
def test_there_is_one_within_two_days(zone: ZoneInfo, now: datetime) -> None:
    found = evening(zone, now)
    assert now < found <= now + timedelta(days=2)
    assert found.tzinfo is UTC
    assert found.astimezone(zone).hour == 19
