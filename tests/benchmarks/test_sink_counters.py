"""The counters of the benchmarks' sink, on which every value of a benchmark depends."""

import pytest

from benchmarks.sink_counters import (
    FIRST_CHAT,
    FIRST_UPDATE,
    MAX_BATCH,
    Messages,
    Taps,
    max_in_window,
    percentile,
    report,
)


def test_the_fullest_second_is_found_wherever_it_begins() -> None:
    assert max_in_window([0.0, 0.9, 1.1, 1.2, 1.8, 5.0]) == 4


def test_a_message_one_second_after_another_is_not_in_its_second() -> None:
    assert max_in_window([0.0, 1.0, 2.0]) == 1


def test_a_strict_second_refuses_one_too_many_and_forgets_the_refused() -> None:
    messages = Messages(limit=2)
    assert [messages.take(at) for at in (0.0, 0.5, 0.9, 1.0, 1.1, 1.5)] == [True, True, False, True, False, True]
    assert (messages.times, messages.refused) == ([0.0, 0.5, 1.0, 1.5], 2)
    assert max_in_window(messages.times) == 2


def test_without_a_limit_everything_arrives() -> None:
    messages = Messages()
    assert all(messages.take(0.0) for _ in range(10))
    assert messages.refused == 0


def test_no_one_presses_before_the_first_call_for_updates() -> None:
    taps = Taps(5)
    assert len(taps.batch(0, 1.0)) == 0
    taps.begin(1.0)
    assert taps.batch(0, 1.0) == range(5)


def test_unconfirmed_taps_come_again_and_confirmed_ones_do_not() -> None:
    taps = Taps(250)
    taps.begin(0.0)
    assert taps.batch(0, 0.0) == range(MAX_BATCH)
    assert taps.batch(0, 0.1) == range(MAX_BATCH)
    assert taps.batch(FIRST_UPDATE + 100, 0.2) == range(100, 200)
    assert taps.batch(FIRST_UPDATE + 200, 0.3) == range(200, 250)
    assert len(taps.batch(FIRST_UPDATE + 250, 0.4)) == 0


def test_taps_come_at_the_given_rate_and_an_answer_is_timed_from_its_tap() -> None:
    taps = Taps(3, per_second=10)
    taps.begin(5.0)
    assert taps.batch(0, 5.0) == range(1)
    assert taps.next_at(5.0) == pytest.approx(5.1)
    assert taps.batch(0, 5.25) == range(3)
    assert taps.next_at(5.25) is None
    for number, at in ((0, 5.01), (1, 5.14), (1, 9.0)):  # the first answer counts
        taps.edited(FIRST_CHAT + number, at)
    assert taps.waits() == pytest.approx([0.01, 0.04])
    assert taps.answered == 0, "the buttons still show progress"
    taps.ended(FIRST_CHAT, 5.05)
    assert taps.answered == 1
    assert taps.waits(ends=True) == pytest.approx([0.05])


def test_a_report_covers_messages_and_taps() -> None:
    messages, taps = Messages(), Taps(1)
    for at in (1.0, 1.5, 3.0):
        messages.take(at)
    taps.begin(1.0)
    taps.edited(FIRST_CHAT, 1.5)
    taps.ended(FIRST_CHAT, 1.6)
    found = report(messages, taps)
    assert (found.count, found.first, found.seconds, found.rate, found.fullest_second) == (3, 1.0, 2.0, 1.0, 2)
    assert (found.answered, found.answering_seconds, found.answering_rate) == (1, 0.5, 2.0)


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(value) for value in range(1, 101)]
    assert [percentile(values, share) for share in (0.5, 0.99, 1.0)] == [50.0, 99.0, 100.0]
    assert percentile([7.0], 0.99) == 7.0
