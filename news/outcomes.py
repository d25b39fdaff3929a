"""Judging the answer to a send: an outcome in, a settlement for the ledger out. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from news.ledger import Copy, Delivery, DeliveryState, SentFile, Settlement
from news.rejections import Rejection, rejection


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """When a failed send is tried again, and how often.

    Pauses double from `first_pause` to `longest_pause`. `default_pause` follows a 429 without `retry_after` (it
    happens), and a 401 or 409 while an operator changes the token or starts a second process. 150 tries at the longest
    pause last about a day: an outage of some hours loses no headline. A pause that Telegram asks for counts up to
    `max_pause`.
    """

    first_pause: timedelta = timedelta(seconds=5)
    longest_pause: timedelta = timedelta(minutes=10)
    default_pause: timedelta = timedelta(minutes=1)
    max_pause: timedelta = timedelta(days=1)
    max_tries: int = 150


DEFAULT_RETRIES = RetryPolicy()

UNAUTHORIZED = 401
TOO_MANY_REQUESTS = 429
# A revoked token and a requested pause say nothing about a chat, so they do not count against its tries. A headline
# then waits until it expires.
_ABOUT_NO_CHAT = frozenset({UNAUTHORIZED, TOO_MANY_REQUESTS})


class Outcome(NamedTuple):
    """The answer of Telegram (or the network) to one send.

    `status` is the HTTP or Bot API error code, 200 for a message that was sent, None without an answer.
    `may_have_arrived` matters only for None and 5xx: False when the request never left. `half_sent` is True for an
    album of which some items may have arrived, whatever the status. `retry_after` is in seconds. `files` are those that
    Telegram has stored with the message. A message that was `redrawn` after the refusal is tried again at once.
    """

    status: int | None
    copy: Copy = ()
    description: str = ""
    retry_after: float | None = None
    moved_to: int | None = None
    may_have_arrived: bool = True
    half_sent: bool = False
    files: tuple[SentFile, ...] = ()
    redrawn: bool = False


def judge(delivery: Delivery, outcome: Outcome, now: datetime, retries: RetryPolicy = DEFAULT_RETRIES) -> Settlement:
    """Decide the next state of a delivery after one try: sent, pending (until when), or a final failure (and why).

    A send that may have arrived is counted as unknown. It is tried again only if the delivery says so, and an album
    that was sent by half never is. What Telegram refuses for its content has failed: an edition that is refused
    repeatedly is paused, and what was refused is tried again when the staff resumes it.
    """
    if outcome.status == 200:
        return arrived(delivery, outcome)
    if outcome.moved_to is not None:
        return _judge_moved(delivery, outcome, now)
    rejected = rejection(outcome.status, outcome.description) if outcome.status in {400, 403} else None
    if delivery.copy and rejected is Rejection.SAME:
        return _settle(delivery, DeliveryState.SENT)
    if outcome.half_sent:
        return _settle(delivery, DeliveryState.FAILED, error=outcome.description, unknown=True)
    topic_only = rejected is Rejection.TOPIC_GONE and delivery.address.topic != 0
    if rejected is Rejection.GONE or topic_only:
        return _settle(delivery, DeliveryState.GONE, error=outcome.description, topic_only=topic_only)
    unknown = outcome.may_have_arrived and (outcome.status is None or outcome.status >= 500)
    pause = _pause(delivery, outcome, retries)
    # An edit may be made twice: the copy reads the same.
    skipped = unknown and not delivery.resend and not delivery.copy
    given_up = delivery.tries >= retries.max_tries and outcome.status not in _ABOUT_NO_CHAT
    final = pause is None or given_up or skipped
    return _settle(
        delivery,
        DeliveryState.FAILED if final else DeliveryState.PENDING,
        next_try_at=None if final or pause is None else now + pause,
        error=outcome.description,
        unknown=unknown,
        # For a new message, "not modified" makes no sense either.
        refused=rejected in {Rejection.INVALID, Rejection.SAME},
    )


def arrived(delivery: Delivery, outcome: Outcome) -> Settlement:
    """Return the settlement of a delivery that was sent."""
    return Settlement(delivery.edition, delivery.place, delivery.tries, DeliveryState.SENT, outcome.copy)


def requested_pause(outcome: Outcome, retries: RetryPolicy = DEFAULT_RETRIES) -> timedelta | None:
    """Return for how long Telegram wants no sends, None if it asked for no pause.

    At most `max_pause`: a longer request is not plausible, and would stop the newspaper for good.
    """
    if outcome.status != TOO_MANY_REQUESTS and not (outcome.half_sent and outcome.retry_after is not None):
        return None
    if outcome.retry_after is None:
        return retries.default_pause
    return timedelta(seconds=min(max(outcome.retry_after, 0), retries.max_pause.total_seconds()))


def _judge_moved(delivery: Delivery, outcome: Outcome, now: datetime) -> Settlement:
    """A message goes to the chat's new id. A copy stays in the old chat, where it cannot be edited."""
    state = DeliveryState.FAILED if delivery.copy else DeliveryState.PENDING
    return _settle(
        delivery,
        state,
        next_try_at=None if delivery.copy else now,
        error="moved",
        moved_from=delivery.address.chat_id,
        moved_to=outcome.moved_to,
    )


def _pause(delivery: Delivery, outcome: Outcome, retries: RetryPolicy) -> timedelta | None:
    """Return how long to wait before the next try, None when another try would fail the same way."""
    pause = requested_pause(outcome, retries)
    if pause is not None:
        return pause
    if outcome.redrawn:
        return timedelta()
    if outcome.status in {UNAUTHORIZED, 404, 409}:
        return retries.default_pause
    if outcome.status is not None and 400 <= outcome.status < 500:
        return None
    return min(retries.first_pause * (1 << min(delivery.tries - 1, 16)), retries.longest_pause)


def _settle(
    delivery: Delivery,
    state: DeliveryState,
    *,
    copy: Copy = (),
    next_try_at: datetime | None = None,
    error: str | None = None,
    unknown: bool = False,
    moved_from: int | None = None,
    moved_to: int | None = None,
    refused: bool = False,
    topic_only: bool = False,
) -> Settlement:
    return Settlement(
        delivery.edition,
        delivery.place,
        delivery.tries,
        state,
        copy=copy,
        next_try_at=next_try_at,
        error=error,
        unknown=unknown,
        moved_from=moved_from,
        moved_to=moved_to,
        refused=refused,
        topic_only=topic_only,
    )
