"""The clock of the demo: its wall time moves forward, and no time passes meanwhile."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo_night import MORNING, NIGHT
from bot.movable_clock import MovableClock
from tests.clocks import HandClock

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")


def at(hour: int, minute: int = 0, *, zone: ZoneInfo = MOSCOW) -> HandClock:
    return HandClock(datetime(2026, 3, 28, hour, minute, tzinfo=zone).astimezone(UTC))


def local(clock: MovableClock, zone: ZoneInfo = MOSCOW) -> str:
    return f"{clock.now().astimezone(zone):%d %H:%M}"


def test_it_moves_to_the_next_such_time_while_monotonic_time_stays() -> None:
    machine = at(14, 5)
    clock = MovableClock(machine)
    clock.move_to(NIGHT, MOSCOW)
    assert local(clock) == "28 23:30"
    clock.move_to(MORNING, MOSCOW)
    assert local(clock) == "29 08:01"
    clock.move_to(MORNING, MOSCOW)
    assert local(clock) == "30 08:01"
    assert clock.monotonic() == machine.monotonic()
    machine.passes(minutes=5)
    assert local(clock) == "30 08:06"


def test_it_is_ahead_by_whole_seconds_and_never_moves_back() -> None:
    machine = at(14)
    machine.passes(microseconds=1)
    clock = MovableClock(machine)
    clock.move_to(NIGHT, MOSCOW)
    ahead = clock.now() - machine.now()
    assert ahead == timedelta(hours=9, minutes=30)
    assert local(clock) == "28 23:30"


def test_a_night_in_which_the_clocks_change_is_an_hour_shorter() -> None:
    clock = MovableClock(at(23, 30, zone=BERLIN))
    before = clock.now()
    clock.move_to(MORNING, BERLIN)
    assert local(clock, BERLIN) == "29 08:01"
    assert clock.now() - before == timedelta(hours=7, minutes=31)
