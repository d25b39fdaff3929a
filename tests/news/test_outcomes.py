"""Judging outcomes: a table of the answers of Telegram and the network, and properties of every answer."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.ledger import Address, Delivery, DeliveryState, Message
from news.outcomes import Outcome, RetryPolicy, judge, requested_pause
from news.rejections import DOES_NOT_FIT

POLICY = RetryPolicy()
MAX_TRIES = POLICY.max_tries
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = POLICY.first_pause.total_seconds(), POLICY.longest_pause.total_seconds()
DEFAULT_PAUSE_SECONDS = POLICY.default_pause.total_seconds()
NOW = datetime(2024, 3, 5, 14, 5, tzinfo=UTC)
FIRST_TRY = Delivery(7, 5, 1, Address(42), "ru")
HTML = "HTTP 502"

SENT, PENDING, GONE = DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.GONE
FAILED = DeliveryState.FAILED

# Telegram's answer, the next state, the pause before the next try in seconds, whether the message may have arrived.
TABLE: list[tuple[Outcome, DeliveryState, float | None, bool]] = [
    (Outcome(200, (Message(9),)), SENT, None, False),
    (Outcome(200), SENT, None, False),
    (Outcome(429, description="Too Many Requests: retry after 7", retry_after=7), PENDING, 7, False),
    (Outcome(429, description="Too Many Requests"), PENDING, DEFAULT_PAUSE_SECONDS, False),
    (Outcome(429, retry_after=0), PENDING, 0, False),
    (Outcome(403, description="Forbidden: bot was blocked by the user"), GONE, None, False),
    (Outcome(403, description="Forbidden: user is deactivated"), GONE, None, False),
    (Outcome(403, description="Forbidden: bot was kicked from the supergroup chat"), GONE, None, False),
    (Outcome(403, description="Forbidden: bot was kicked from the group chat"), GONE, None, False),
    (Outcome(403, description="Forbidden: bot is not a member of the channel chat"), GONE, None, False),
    (Outcome(403, description="Forbidden: bot can't initiate conversation with a user"), GONE, None, False),
    (Outcome(403, description="Forbidden: something of tomorrow"), GONE, None, False),
    (Outcome(400, description="Bad Request: chat not found"), GONE, None, False),
    (Outcome(400, description="Bad Request: CHAT NOT FOUND"), GONE, None, False),
    (Outcome(400, description="Bad Request: group chat was deactivated"), GONE, None, False),
    (
        Outcome(400, description="Bad Request: group chat was upgraded to a supergroup chat", moved_to=-1009),
        PENDING,
        0,
        False,
    ),
    (Outcome(400, description="Bad Request: message is too long"), FAILED, None, False),
    (Outcome(400, description="Bad Request: can't parse entities"), FAILED, None, False),
    (Outcome(400, description="cannot be drawn: boom", may_have_arrived=False), FAILED, None, False),
    (Outcome(413, description="Request Entity Too Large"), FAILED, None, False),
    (Outcome(401, description="Unauthorized"), PENDING, DEFAULT_PAUSE_SECONDS, False),
    (Outcome(404, description="Not Found"), PENDING, DEFAULT_PAUSE_SECONDS, False),
    (Outcome(409, description="Conflict"), PENDING, DEFAULT_PAUSE_SECONDS, False),
    (Outcome(500, description="Internal Server Error"), PENDING, FIRST_PAUSE_SECONDS, True),
    (Outcome(502, description=HTML), PENDING, FIRST_PAUSE_SECONDS, True),
    (Outcome(504, description="HTTP 504"), PENDING, FIRST_PAUSE_SECONDS, True),
    (Outcome(None, description="Cannot connect", may_have_arrived=False), PENDING, FIRST_PAUSE_SECONDS, False),
    (Outcome(None, description="Server disconnected", may_have_arrived=True), PENDING, FIRST_PAUSE_SECONDS, True),
    (Outcome(None, description="TimeoutError", may_have_arrived=True), PENDING, FIRST_PAUSE_SECONDS, True),
]

outcomes = st.builds(
    Outcome,
    status=st.none() | st.sampled_from([200, 400, 401, 403, 404, 409, 429, 500, 502]) | st.integers(100, 599),
    copy=st.just(()) | st.builds(Message, st.integers(1)).map(lambda message: (message,)),
    description=st.text() | st.sampled_from(["Bad Request: chat not found", "Forbidden: bot was blocked by the user"]),
    retry_after=st.none() | st.floats(0, 1e6) | st.integers(0, 10**6),
    moved_to=st.none() | st.integers(-(2**52), -1),
    may_have_arrived=st.booleans(),
)
deliveries = st.builds(
    Delivery,
    edition=st.integers(1),
    place=st.integers(1),
    tries=st.integers(1, 2 * MAX_TRIES),
    address=st.builds(Address, st.integers(), st.integers(0)),
)


@pytest.mark.parametrize(
    ("outcome", "state", "pause", "unknown"), TABLE, ids=[f"{row[0].status} {row[0].description}" for row in TABLE]
)
def test_every_answer_has_its_settlement(
    outcome: Outcome, state: DeliveryState, pause: float | None, unknown: bool
) -> None:
    settlement = judge(FIRST_TRY, outcome, NOW)
    assert (settlement.edition, settlement.place) == (7, 5)
    assert settlement.state is state
    assert settlement.next_try_at == (None if pause is None else NOW + timedelta(seconds=pause))
    assert settlement.unknown is unknown


@pytest.mark.parametrize(
    ("outcome", "state", "unknown"),
    [(row[0], row[1], row[3]) for row in TABLE],
    ids=[f"{row[0].status} {row[0].description}" for row in TABLE],
)
def test_without_resending_only_messages_that_may_have_arrived_fail(
    outcome: Outcome, state: DeliveryState, unknown: bool
) -> None:
    settlement = judge(FIRST_TRY._replace(resend=False), outcome, NOW)
    assert settlement.unknown is unknown
    assert settlement.state is (FAILED if unknown else state)
    if not unknown:
        assert settlement == judge(FIRST_TRY, outcome, NOW)


@given(outcomes, st.booleans())
def test_the_last_try_is_counted_unknown_like_every_other(outcome: Outcome, resend: bool) -> None:
    last = FIRST_TRY._replace(tries=MAX_TRIES)
    first = FIRST_TRY._replace(resend=resend)
    assert judge(last._replace(resend=resend), outcome, NOW).unknown is judge(first, outcome, NOW).unknown


def test_a_sent_message_keeps_its_id_and_no_error() -> None:
    settlement = judge(FIRST_TRY, Outcome(200, (Message(9),)), NOW)
    assert (settlement.copy, settlement.error) == ((Message(9),), None)


def test_a_group_that_became_a_supergroup_is_followed_there() -> None:
    settlement = judge(FIRST_TRY, Outcome(400, description="upgraded", moved_to=-1009), NOW)
    assert (settlement.moved_from, settlement.moved_to, settlement.error) == (42, -1009, "moved")


def test_pauses_double_from_try_to_try_up_to_the_longest() -> None:
    settlements = [judge(FIRST_TRY._replace(tries=tries), Outcome(502), NOW) for tries in range(1, 12)]
    pauses = [(settled.next_try_at - NOW).total_seconds() for settled in settlements if settled.next_try_at]
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-1] == LONGEST_PAUSE_SECONDS
    assert pauses == sorted(pauses)


@pytest.mark.parametrize("status", [None, 404, 409, 500, 502])
def test_the_last_try_ends_in_failure_with_its_reason(status: int | None) -> None:
    last, one_before = FIRST_TRY._replace(tries=MAX_TRIES), FIRST_TRY._replace(tries=MAX_TRIES - 1)
    outcome = Outcome(status, description="again")
    assert judge(one_before, outcome, NOW).state is PENDING
    settlement = judge(last, outcome, NOW)
    assert (settlement.state, settlement.error, settlement.next_try_at) == (FAILED, "again", None)


def test_the_tries_outlast_a_day_without_telegram() -> None:
    waited = timedelta()
    for tries in range(1, MAX_TRIES):
        next_try_at = judge(FIRST_TRY._replace(tries=tries), Outcome(None), NOW).next_try_at
        assert next_try_at is not None
        waited += next_try_at - NOW
    assert waited > timedelta(hours=23)


@pytest.mark.parametrize(
    ("outcome", "seconds"),
    [
        (Outcome(429, retry_after=3), 3),
        (Outcome(429, retry_after=0.5), 0.5),
        (Outcome(429), DEFAULT_PAUSE_SECONDS),
        (Outcome(429, retry_after=10**15), 86_400),
        (Outcome(429, retry_after=-5), 0),
    ],
)
def test_429_asks_for_a_pause_of_a_day_at_most(outcome: Outcome, seconds: float) -> None:
    assert requested_pause(outcome) == timedelta(seconds=seconds)


@pytest.mark.parametrize("status", [None, 200, 400, 401, 403, 404, 409, 500, 502, 503])
def test_other_answers_ask_for_no_pause_even_with_retry_after(status: int | None) -> None:
    assert requested_pause(Outcome(status, retry_after=30)) is None


def test_the_policy_sets_every_pause_and_the_number_of_tries() -> None:
    policy = RetryPolicy(
        first_pause=timedelta(seconds=2),
        longest_pause=timedelta(seconds=3),
        default_pause=timedelta(seconds=7),
        max_tries=3,
    )

    def pause(status: int | None, tries: int = 1) -> float | None:
        next_try_at = judge(FIRST_TRY._replace(tries=tries), Outcome(status), NOW, retries=policy).next_try_at
        return None if next_try_at is None else (next_try_at - NOW).total_seconds()

    assert [pause(502, tries) for tries in (1, 2, 3)] == [2, 3, None]
    assert [pause(status) for status in (429, 401, 409)] == [7, 7, 7]
    assert requested_pause(Outcome(429), policy) == timedelta(seconds=7)


@pytest.mark.parametrize(("status", "state"), [(429, PENDING), (401, PENDING), (409, FAILED), (502, FAILED)])
def test_a_pause_or_a_revoked_token_is_no_try_of_the_chat(status: int, state: DeliveryState) -> None:
    assert judge(FIRST_TRY._replace(tries=MAX_TRIES), Outcome(status), NOW).state is state


@pytest.mark.slow
@given(deliveries, outcomes)
def test_only_200_counts_as_sent_and_200_always_does(delivery: Delivery, outcome: Outcome) -> None:
    settlement = judge(delivery, outcome, NOW)
    assert (settlement.state is SENT) == (outcome.status == 200)
    assert settlement.copy == (outcome.copy if outcome.status == 200 else ())


@given(deliveries, outcomes)
def test_only_a_pending_settlement_has_a_next_try(delivery: Delivery, outcome: Outcome) -> None:
    settlement = judge(delivery, outcome, NOW)
    assert (settlement.next_try_at is not None) == (settlement.state is PENDING)
    if settlement.next_try_at is not None:
        assert settlement.next_try_at >= NOW
        assert delivery.tries < MAX_TRIES or outcome.status in {401, 429} or outcome.moved_to is not None


@pytest.mark.parametrize("status", [None, 200, 401, 404, 409, 429, 500, 502])
def test_a_chat_is_lost_only_by_a_refusal_of_telegram(status: int | None) -> None:
    words = "Forbidden: bot was blocked by the user; Bad Request: chat not found"
    assert judge(FIRST_TRY, Outcome(status, description=words), NOW).state is not GONE
    assert judge(FIRST_TRY, Outcome(403, description=words), NOW).state is GONE


@given(deliveries, st.integers(-(2**52), 2**52))
def test_a_group_that_became_a_supergroup_moves_to_the_id_that_telegram_names(delivery: Delivery, chat: int) -> None:
    assert judge(delivery, Outcome(400, moved_to=chat), NOW).moved_to == chat
    assert judge(delivery, Outcome(400), NOW).moved_to is None


@pytest.mark.parametrize("arrived", [True, False])
@pytest.mark.parametrize("status", [None, 400, 403, 429, 500, 502])
def test_only_a_request_that_left_and_was_not_refused_is_in_doubt(status: int | None, arrived: bool) -> None:
    settlement = judge(FIRST_TRY, Outcome(status, may_have_arrived=arrived), NOW)
    assert settlement.unknown == (arrived and status in {None, 500, 502})


@given(deliveries, outcomes)
def test_the_settlement_is_about_the_delivery_that_was_tried(delivery: Delivery, outcome: Outcome) -> None:
    settlement = judge(delivery, outcome, NOW)
    assert (settlement.edition, settlement.place) == (delivery.edition, delivery.place)


COPY = FIRST_TRY._replace(copy=(Message(9),))


def test_an_edit_that_changes_nothing_has_arrived() -> None:
    unchanged = Outcome(400, description="Bad Request: message is not modified: specified new message content …")
    assert judge(COPY, unchanged, NOW).state is SENT
    assert judge(FIRST_TRY, unchanged, NOW).state is FAILED, "a new message cannot be unchanged"


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
        "Bad Request: MESSAGE_ID_INVALID",
        DOES_NOT_FIT,
    ],
)
def test_a_copy_that_is_gone_fails_alone(description: str) -> None:
    settlement = judge(COPY, Outcome(400, description=description), NOW)
    assert (settlement.state, settlement.refused) == (FAILED, False)


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: not enough rights to send text messages to the chat",
        "Bad Request: have no rights to send a message",
        "Bad Request: need administrator rights in the channel chat",
        "Bad Request: CHAT_WRITE_FORBIDDEN",
        "Bad Request: CHAT_RESTRICTED",
        "Bad Request: TOPIC_CLOSED",
        "Bad Request: message thread not found",
    ],
)
def test_a_chat_with_restricted_writing_fails_alone_and_keeps_its_subscription(description: str) -> None:
    settlement = judge(FIRST_TRY, Outcome(400, description=description), NOW)
    assert (settlement.state, settlement.refused) == (FAILED, False)


@pytest.mark.parametrize("delivery", [FIRST_TRY, COPY], ids=["new", "edit"])
@pytest.mark.parametrize(
    ("status", "description", "refused"),
    [
        (400, "Bad Request: can't parse entities", True),
        (400, "Bad Request: BUTTON_DATA_INVALID", True),
        (400, "cannot be drawn: boom", True),
        (400, "Bad Request: something of tomorrow", True),
        (413, "Request Entity Too Large", False),
        (429, "Too Many Requests", False),
        (502, HTML, False),
    ],
)
def test_only_a_refusal_of_the_message_itself_is_a_refusal(
    delivery: Delivery, status: int, description: str, refused: bool
) -> None:
    assert judge(delivery, Outcome(status, description=description), NOW).refused is refused


def test_a_correction_does_not_follow_a_group_to_its_supergroup() -> None:
    settlement = judge(COPY, Outcome(400, description="upgraded", moved_to=-1009), NOW)
    assert (settlement.state, settlement.moved_to, settlement.refused) == (FAILED, -1009, False)


@pytest.mark.parametrize(
    "description",
    ["Bad Request: message thread not found", "Bad Request: TOPIC_CLOSED", "Bad Request: TOPIC_DELETED"],
)
def test_a_topic_that_is_gone_is_not_its_chat(description: str) -> None:
    in_topic = FIRST_TRY._replace(address=Address(-42, 5))
    settlement = judge(in_topic, Outcome(400, description=description), NOW)
    assert (settlement.state, settlement.topic_only) == (GONE, True)
    general = FIRST_TRY._replace(address=Address(-42))
    assert judge(general, Outcome(400, description=description), NOW).state is FAILED


@pytest.mark.parametrize("status", [400, 429, 502, None])
def test_an_album_sent_by_half_is_never_sent_again(status: int | None) -> None:
    half = Outcome(status, description="Bad Request: failed to send message #2", half_sent=True, retry_after=9)
    settlement = judge(FIRST_TRY, half, NOW)
    assert (settlement.state, settlement.unknown, settlement.refused) == (FAILED, True, False)
    assert requested_pause(half) == timedelta(seconds=9), "its inner pause is obeyed"
