"""For how long the live message of `/queue` is edited."""

from typing import Any

import pytest

from bot.live_queue import MAX_AGE_SECONDS, LiveQueue
from news.editions import LiveMessage
from tests.clocks import HandClock


@pytest.mark.parametrize("hours", [1, -1])
def test_the_age_of_a_message_does_not_follow_a_clock_that_is_set(hours: int) -> None:
    clock, nothing = HandClock(), Any
    live = LiveQueue(nothing, nothing, nothing, clock, "ru", 1.0)  # type: ignore[arg-type]
    first, second = (LiveMessage(nothing, number, clock.now()) for number in (1, 2))  # type: ignore[arg-type]
    assert live._age_seconds(5, first) == 0
    clock.step(hours=hours)
    clock.advance(seconds=MAX_AGE_SECONDS)
    assert live._age_seconds(5, first) == MAX_AGE_SECONDS
    assert live._age_seconds(5, second) == 0, "asked for again"
    clock.advance(seconds=1)
    assert live._age_seconds(5, second) == 1
