"""The pace of answers: what the rate limiter hears of the requests of the session."""

import pytest

from bot.answer_pace import AnswerPace
from bot.metrics import Metrics
from news.rate_limits import RateLimiter, Refusal
from tests.clocks import HandClock


@pytest.fixture
def limiter() -> RateLimiter:
    return RateLimiter(10)


@pytest.fixture
def pace(limiter: RateLimiter) -> AnswerPace:
    return AnswerPace(limiter, HandClock(), Metrics())


def messages_counted(limiter: RateLimiter) -> int:
    return round(limiter.take_span(100).total_seconds() * 10) - 100


@pytest.mark.parametrize(
    ("method", "chat", "counted"),
    [
        ("sendMessage", 7, 1),
        ("sendPhoto", "@channel", 1),
        ("copyMessage", 7, 1),
        ("sendChatAction", 7, 0),
        ("getChatMember", 7, 0),
        ("setMyCommands", None, 0),
        ("answerCallbackQuery", None, 0),
        ("editMessageText", 7, 0),
        ("editMessageMedia", 7, 0),
        ("deleteMessage", 7, 0),
    ],
)
def test_messages_take_of_the_pace_and_edits_do_not(
    pace: AnswerPace, limiter: RateLimiter, method: str, chat: object, counted: int
) -> None:
    pace.requested(method, chat)
    assert messages_counted(limiter) == counted


def test_after_a_refused_edit_edits_take_of_the_pace(pace: AnswerPace, limiter: RateLimiter) -> None:
    assert pace.refused("editMessageText", 7, 3) is Refusal.CHAT
    pace.requested("editMessageText", 8)
    assert messages_counted(limiter) == 1
    assert limiter.paused_until is None


def test_a_refused_answer_to_a_person_stops_deliveries_for_its_pause(pace: AnswerPace, limiter: RateLimiter) -> None:
    assert pace.refused("sendMessage", 7, 10**9) is Refusal.ALL
    assert limiter.paused_until == HandClock().monotonic() + 86_400


def test_a_refused_answer_in_a_group_puts_the_group_off(pace: AnswerPace, limiter: RateLimiter) -> None:
    assert pace.refused("sendMessage", -7, 5) is Refusal.CHAT
    assert limiter.chats.allowed_at(-7, HandClock().monotonic()) == HandClock().monotonic() + 5


def test_a_refusal_without_a_chat_means_nothing_for_the_pace(pace: AnswerPace, limiter: RateLimiter) -> None:
    assert pace.refused("answerCallbackQuery", None, 5) is None
    assert limiter.paused_until is None
