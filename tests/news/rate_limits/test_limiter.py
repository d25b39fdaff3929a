"""The rate limiter: the budget and its slots, answers beside a push, and what a refusal means."""

import math
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.rate_limits import RateLimiter, Refusal, SentMessage
from news.rate_limits.backoff import FIRST_STEP, MARGIN_SECONDS
from news.rate_limits.chats import GROUP_SECONDS
from news.rate_limits.limiter import ANSWERS_SHARE, EDITS_COUNTED_SECONDS, MANY_GROUPS
from tests.news.rate_limits.test_strict_second import most_in_a_second

START = 5000.0
rates = st.floats(0.1, 1000)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def rate_of(limiter: RateLimiter) -> float:
    return 1000 / limiter.take_span(1000).total_seconds()


def send(limiter: RateLimiter, chat: int, now: float) -> None:
    """Send a message that is accepted at once."""
    limiter.answered(chat, limiter.record_send(now), now)


# Slots


def test_sends_take_their_share_of_a_second() -> None:
    limiter = RateLimiter(20)
    assert limiter.take_span(1) == seconds(0.05)
    assert limiter.take_span(20) == seconds(1)


def test_slots_are_even_and_begin_at_once() -> None:
    assert RateLimiter(10).slots(START, 3) == [START, START + 0.1, START + 0.2]


@given(rates, st.integers(1, 200))
def test_slots_end_where_the_next_budget_begins(rate: float, count: int) -> None:
    limiter = RateLimiter(rate)
    slots = limiter.slots(START, count)
    interval = 1 / rate
    assert slots[0] == START
    assert all(later - earlier == pytest.approx(interval) for earlier, later in pairwise(slots))
    assert slots[-1] + interval == pytest.approx(START + limiter.take_span(count).total_seconds())


@given(rates, st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_no_second_holds_more_slots_than_the_rate(rate: float, blocks: list[int]) -> None:
    limiter, slots, start = RateLimiter(rate), list[float](), START
    for count in blocks:
        slots += limiter.slots(start, count)
        start += limiter.take_span(count).total_seconds()
    assert slots == sorted(slots)
    assert most_in_a_second(slots) <= rate + 1


def test_a_full_second_delays_a_slot_in_the_past() -> None:
    limiter = RateLimiter(3)
    for chat in (1, 2, 3):
        assert limiter.allowed_at(START) == START
        send(limiter, chat, START)
    assert limiter.allowed_at(START) == pytest.approx(START + 1 + MARGIN_SECONDS)
    assert limiter.allowed_at(START + 2) == START + 2


def test_a_part_of_a_message_a_second_counts_as_one() -> None:
    limiter = RateLimiter(1.5)
    limiter.record_send(START)
    assert limiter.allowed_at(START) == START


def test_the_strict_second_costs_a_two_hundredth_of_the_rate() -> None:
    limiter, now = RateLimiter(29), START
    for chat in range(1, 29 * 60):
        now = limiter.allowed_at(now)
        send(limiter, chat, now)
    assert now - START <= 60 * (1 + MARGIN_SECONDS)


# Answers


def pushed(limiter: RateLimiter, span: float, answers_per_second: float, *, edits: bool = False) -> int:
    """Push for `span` seconds, with answers in between; return the number of deliveries."""
    count = limiter.count_edit if edits else limiter.count_answer
    now, budget, answered, sent = START, START, 0, 0
    while now < START + span:
        while answered < (now - START) * answers_per_second:
            count(7, now)
            answered += 1
        budget = max(budget, now)
        slot = budget
        budget += limiter.take_span(1).total_seconds()
        now = max(now, limiter.allowed_at(slot))
        send(limiter, 10 + sent, now)
        sent += 1
    return sent


@pytest.mark.parametrize("answers", [0, 2, 5, 10, 60, 1000])
def test_a_push_keeps_four_fifths_of_its_pace_whatever_people_ask_for(answers: float) -> None:
    alone, beside = pushed(RateLimiter(29), 30, 0), pushed(RateLimiter(29), 30, answers)
    assert beside >= alone * (1 - ANSWERS_SHARE) - 1
    assert beside <= max(alone - 30 * answers * 0.9, alone * (1 - ANSWERS_SHARE) * 1.05)


def test_edits_take_nothing_of_a_push() -> None:
    assert pushed(RateLimiter(29), 30, 60, edits=True) == pushed(RateLimiter(29), 30, 0)


def test_edits_count_for_a_while_after_one_was_refused() -> None:
    limiter = RateLimiter(29)
    assert limiter.refused(7, 3, START, edit=True) is Refusal.CHAT
    assert pushed(limiter, 30, 60, edits=True) < pushed(RateLimiter(29), 30, 0) * 0.9
    limiter.take_span(1000)
    limiter.count_edit(7, START + 3 + EDITS_COUNTED_SECONDS)
    assert limiter.take_span(29) == seconds(1)


def test_answers_before_a_push_delay_it_by_a_fifth_of_a_second_at_most() -> None:
    limiter = RateLimiter(10)
    for _ in range(10_000):
        limiter.count_answer(7, START)
    assert limiter.take_span(1000) == seconds(100 + ANSWERS_SHARE)


@pytest.mark.parametrize(("chat", "free"), [(7, None), (-7, START + 15 * GROUP_SECONDS), (None, None)])
def test_answers_in_a_group_count_against_its_minute(chat: int | None, free: float | None) -> None:
    limiter = RateLimiter(10)
    for _ in range(20):
        limiter.count_answer(chat, START)
    assert limiter.chats.allowed_at(chat or 7, START) == (pytest.approx(free) if free else None)


# Refusals


def test_a_refusal_by_a_person_closes_the_gate_and_is_a_small_step_down() -> None:
    limiter = RateLimiter(10)
    assert limiter.refused(7, 5, START, limiter.record_send(START)) is Refusal.ALL
    assert limiter.paused_until == START + 5
    assert limiter.allowed_at(START) == START + 5
    assert limiter.allowed_at(START + 6) == START + 6
    assert rate_of(limiter) == pytest.approx(10 * (1 - FIRST_STEP))


def test_what_left_before_the_gate_closed_is_the_same_refusal() -> None:
    limiter = RateLimiter(100)
    flight = [(chat, limiter.record_send(START + chat / 1000)) for chat in range(1, 51)]
    for chat, sent in flight:
        assert limiter.refused(chat, 1, START + 0.2 + chat / 100, sent) is Refusal.ALL
    late = limiter.record_send(START + 0.2)
    assert limiter.refused(99, 3, START + 5, late) is Refusal.ALL
    assert limiter.paused_until == START + 8
    assert rate_of(limiter) == pytest.approx(100 * (1 - FIRST_STEP))


def test_of_several_pauses_the_longest_counts() -> None:
    limiter = RateLimiter(10)
    for chat, asked, end in ((1, 30, 30), (2, 5, 30), (3, 60, 60)):
        limiter.refused(chat, asked, START)
        assert limiter.paused_until == START + end


def test_a_person_who_refuses_again_while_others_accept_is_put_off_alone() -> None:
    limiter = RateLimiter(10)
    limiter.refused(7, 1, START)
    send(limiter, 8, START + 2)
    assert limiter.refused(7, 1, START + 3, limiter.record_send(START + 2.9)) is Refusal.CHAT
    assert limiter.allowed_at(START + 3) == START + 3
    assert limiter.chats.allowed_at(7, START + 3) == START + 5
    send(limiter, 7, START + 6)
    assert limiter.refused(7, 1, START + 7, limiter.record_send(START + 7)) is Refusal.ALL


def test_a_person_who_refuses_again_when_nobody_was_accepted_closes_the_gate_again() -> None:
    limiter = RateLimiter(10)
    send(limiter, 8, START - 1)
    limiter.refused(7, 1, START, limiter.record_send(START))
    assert limiter.refused(7, 1, START + 2, limiter.record_send(START + 2)) is Refusal.ALL
    assert limiter.paused_until == START + 3


def test_one_group_that_always_refuses_never_closes_the_gate() -> None:
    limiter, now, waits = RateLimiter(29), START, list[float]()
    for _ in range(6):
        assert limiter.refused(-7, 3, now, limiter.record_send(now)) is Refusal.CHAT
        waits.append((limiter.chats.allowed_at(-7, now) or now) - now)
        now += waits[-1]
    assert waits == [3, 6, 12, 24, 48, 96]
    assert limiter.paused_until is None
    assert rate_of(limiter) == pytest.approx(29)


def test_two_groups_that_refuse_within_a_moment_close_the_gate() -> None:
    limiter = RateLimiter(29)
    limiter.refused(-7, 3, START, limiter.record_send(START))
    assert limiter.refused(-8, 4, START + 0.5, limiter.record_send(START + 0.4)) is Refusal.ALL
    assert limiter.paused_until == START + 4.5


@pytest.mark.parametrize("between", ["a second", "an accepted message"])
def test_two_slow_groups_are_put_off_each_alone(between: str) -> None:
    limiter, now = RateLimiter(29), START + (1.1 if between == "a second" else 0.2)
    limiter.refused(-7, 3, START, limiter.record_send(START))
    if between == "an accepted message":
        send(limiter, 8, START + 0.1)
    assert limiter.refused(-8, 3, now, limiter.record_send(now)) is Refusal.CHAT
    assert limiter.paused_until is None


def test_many_groups_that_refuse_within_a_moment_close_the_gate_although_others_are_accepted() -> None:
    limiter, found = RateLimiter(29), list[Refusal]()
    for number in range(MANY_GROUPS):
        now = START + number / 10
        found.append(limiter.refused(-7 - number, 3, now, limiter.record_send(now)))
        send(limiter, 8 + number, now + 0.05)
    assert found == [Refusal.CHAT] * (MANY_GROUPS - 1) + [Refusal.ALL]


def test_a_groups_own_refusal_does_not_prolong_the_pause_of_all() -> None:
    limiter = RateLimiter(29)
    group = limiter.record_send(START)
    limiter.refused(7, 1, START, limiter.record_send(START))
    assert limiter.refused(-7, 300, START + 0.1, group) is Refusal.CHAT
    assert limiter.paused_until == START + 1


def test_a_refused_edit_concerns_its_chat_alone() -> None:
    limiter = RateLimiter(29)
    assert limiter.refused(7, 3, START, edit=True) is Refusal.CHAT
    assert limiter.paused_until is None
    assert limiter.chats.allowed_at(7, START) == START + 3


def test_a_pause_can_be_ended_before_its_time() -> None:
    limiter = RateLimiter(29)
    limiter.refused(7, 86_400, START)
    limiter.reopen(limiter.paused_until or 0)
    assert limiter.allowed_at(START + 1) == START + 1


# A push in virtual time, to a receiver that counts strictly


def strictly_received(stall_every: float, seed: int) -> tuple[float, int]:
    """Push to 900 at 29 a second, to a receiver of 30 in any second; return the mean rate and the number of refusals.

    The receiver stands still for 30 to 60 ms every so often; what leaves meanwhile arrives at the end, all at once.
    """
    limiter, random, latency = RateLimiter(29), Random(seed), 0.05  # noqa: S311 - repeatable
    accepted, refused, flying = list[float](), 0, list[tuple[float, bool, SentMessage]]()
    now = budget = START
    stall = (START + stall_every, START + stall_every) if stall_every else (math.inf, math.inf)
    left = 900
    while left or flying:
        slot = max(budget, now)
        leaves_at = limiter.allowed_at(slot) if left else math.inf
        answered_at = min((one[0] for one in flying), default=math.inf)
        now = max(now, min(leaves_at, answered_at))
        if answered_at <= leaves_at:
            _, took, sent = one = min(flying, key=lambda each: each[0])
            flying.remove(one)
            if took:
                limiter.answered(1, sent, now)
            else:
                left += 1
                limiter.refused(7, 1, now, sent)
            continue
        budget, left = slot + limiter.take_span(1).total_seconds(), left - 1
        while now >= stall[1]:
            begins = stall[1] + random.uniform(0.5, 1.5) * stall_every
            stall = (begins, begins + random.uniform(0.03, 0.06))
        arrived_at = stall[1] if now >= stall[0] else now
        took = sum(at > arrived_at - 1 for at in accepted[-30:]) < 30
        accepted += [arrived_at] * took
        refused += not took
        flying.append((arrived_at + latency, took, limiter.record_send(now)))
    return (len(accepted) - 1) / (accepted[-1] - accepted[0]), refused


def test_a_calm_receiver_gets_nearly_the_whole_rate() -> None:
    rate, refused = strictly_received(0, 0)
    assert rate >= 28.7
    assert refused == 0


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("stall_every", [0.5, 2, 10])
def test_a_receiver_that_stalls_now_and_then_refuses_nothing_and_gets_nearly_as_much(
    stall_every: float, seed: int
) -> None:
    rate, refused = strictly_received(stall_every, seed)
    assert rate >= 28
    assert refused == 0


def test_a_lone_refusal_costs_little_more_than_its_pause() -> None:
    limiter, now, sent = RateLimiter(29), START, 0
    budget = START
    while sent < 900:
        slot = max(budget, now)
        now = max(now, limiter.allowed_at(slot))
        message = limiter.record_send(now)
        budget = slot + limiter.take_span(1).total_seconds()
        if sent == 300 and limiter.paused_until is None:
            limiter.refused(7, 1, now, message)
            continue
        limiter.answered(10 + sent, message, now)
        sent += 1
    assert now - START <= 900 / 29 + 1 + 0.7
