"""The limits of single chats, and chats that are put off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.rate_limits import ChatLimiter
from news.rate_limits.chats import (
    FREE_ANSWERS,
    GROUP_SECONDS,
    MAX_PUT_OFF_CHATS,
    MAX_PUT_OFF_SECONDS,
    MAX_WAIT_SECONDS,
    MIN_PUT_OFF_SECONDS,
    PERSON_SECONDS,
)

START = 5000.0


@pytest.mark.parametrize(("chat", "pause"), [(7, PERSON_SECONDS), (-7, GROUP_SECONDS), (-1001234567890, GROUP_SECONDS)])
def test_the_same_chat_gets_the_next_message_after_its_pause(chat: int, pause: float) -> None:
    limiter = ChatLimiter()
    assert limiter.allowed_at(chat, START) is None
    assert limiter.take(chat, START) is None
    assert limiter.allowed_at(chat, START) == START + pause
    assert limiter.allowed_at(chat, START + pause - 0.001) == START + pause
    assert limiter.allowed_at(chat, START + pause) is None
    assert limiter.allowed_at(chat + 1, START) is None


@pytest.mark.parametrize(("chat", "sends"), [(7, 60), (-7, 18)])
def test_a_person_gets_a_message_a_second_and_a_group_eighteen_a_minute(chat: int, sends: int) -> None:
    limiter, now, sent = ChatLimiter(), START, 0
    while now < START + 59.99:
        sent += limiter.take(chat, now) is None
        now = limiter.allowed_at(chat, now) or now
    assert sent == sends


def test_an_album_counts_as_its_messages() -> None:
    limiter = ChatLimiter()
    assert limiter.take(-7, START, 3) is None
    assert limiter.allowed_at(-7, START) == START + 3 * GROUP_SECONDS


def test_many_messages_delay_the_next_one_by_a_minute_at_most() -> None:
    limiter = ChatLimiter()
    limiter.take(-7, START, 100)
    assert limiter.allowed_at(-7, START) == START + MAX_WAIT_SECONDS


@given(st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.floats(0, 2)), max_size=100))
def test_no_send_is_forgotten_that_still_delays_another(chats: list[tuple[int, float]]) -> None:
    limiter, now, last = ChatLimiter(), START, dict[int, float]()
    for chat, passed in chats:
        now += passed
        pause = PERSON_SECONDS if chat > 0 else GROUP_SECONDS
        expected = last[chat] + pause if chat in last and last[chat] + pause > now else None
        assert limiter.allowed_at(chat, now) == expected
        assert limiter.take(chat, now) == expected
        if expected is None:
            last[chat] = now


def test_only_recent_sends_are_kept() -> None:
    limiter = ChatLimiter()
    for number in range(1, 20_001):
        for chat in (number, -number):
            assert limiter.take(chat, START + number / 1000) is None
    assert len(limiter._people) <= PERSON_SECONDS * 1000 + 2
    assert len(limiter._groups) <= (1 + FREE_ANSWERS) * GROUP_SECONDS * 1000 + 2


@pytest.mark.parametrize("asked", [0, 3, 60])
def test_a_chat_that_refuses_is_put_off_longer_each_time_in_a_row(asked: float) -> None:
    limiter, now, waits = ChatLimiter(), START, list[float]()
    for _ in range(20):
        until = limiter.put_off(-7, asked, now)
        assert limiter.allowed_at(-7, now) == until
        waits.append(until - now)
        now = until
        assert limiter.allowed_at(-7, now) is None
    first = max(asked, MIN_PUT_OFF_SECONDS)
    assert waits[:4] == [first, 2 * first, 4 * first, 8 * first]
    assert waits[-1] == MAX_PUT_OFF_SECONDS


def test_a_pause_longer_than_the_longest_is_kept() -> None:
    limiter = ChatLimiter()
    for _ in range(3):
        assert limiter.put_off(-7, 5 * MAX_PUT_OFF_SECONDS, START) == START + 5 * MAX_PUT_OFF_SECONDS


def test_a_chat_that_takes_a_message_again_is_put_off_no_more() -> None:
    limiter = ChatLimiter()
    for _ in range(5):
        limiter.put_off(-7, 3, START)
    limiter.accepted(-7)
    assert limiter.last_refusal(-7) is None
    assert limiter.allowed_at(-7, START) is None
    assert limiter.put_off(-7, 3, START) == START + 3


def test_the_chats_put_off_are_bounded() -> None:
    limiter = ChatLimiter()
    for chat in range(1, MAX_PUT_OFF_CHATS + 1001):
        limiter.put_off(-chat, 30, START)
    assert len(limiter._put_off) == MAX_PUT_OFF_CHATS
    assert limiter.last_refusal(-1) is None
    assert limiter.last_refusal(-MAX_PUT_OFF_CHATS - 1000) == START


def test_a_few_answers_in_a_group_delay_no_delivery_and_more_do() -> None:
    limiter = ChatLimiter()
    for _ in range(FREE_ANSWERS):
        limiter.record_answer(-7, START)
    assert limiter.allowed_at(-7, START) is None
    limiter.record_answer(-7, START, 2)
    assert limiter.allowed_at(-7, START) == pytest.approx(START + 2 * GROUP_SECONDS)
