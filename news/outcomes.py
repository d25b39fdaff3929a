"""Judging the answer to a send: an outcome in, a settlement for the ledger out. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from news.model import Delivery, DeliveryState, Settlement

# Errors that are final for a chat: https://core.telegram.org/bots/api#making-requests, and as bots' logs show them.
_GONE_DESCRIPTIONS = ("chat not found", "user not found", "peer_id_invalid", "group chat was deactivated")

_NOT_MODIFIED = "message is not modified"
# Only this copy cannot be edited any more, for example because the person deleted it.
_COPY_DESCRIPTIONS = ("message to edit not found", "message can't be edited", "message_id_invalid")
# Refusals by one chat, because its administrators restrict writing. They may lift the restriction later.
# https://github.com/tdlib/telegram-bot-api, https://core.telegram.org/method/messages.sendMessage#possible-errors
_CHAT_DESCRIPTIONS = (
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_admin_required",
    "chat_guest_send_forbidden",
    "chat_restricted",
    "chat_send_plain_forbidden",
    "chat_write_forbidden",
    "message thread not found",
    "topic_closed",
    "topic_deleted",
)


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


# A revoked token and a requested pause say nothing about a chat, so they do not count against its tries. A headline
# then waits until it expires.
_ABOUT_NO_CHAT = frozenset({401, 429})


class Outcome(NamedTuple):
    """The answer of Telegram (or the network) to one send.

    `status` is the HTTP or Bot API error code, 200 for a message that was sent, None without an answer.
    `may_have_arrived` matters only for None and 5xx: False when the request never left. `retry_after` is in seconds.
    """

    status: int | None
    message_id: int | None = None
    description: str = ""
    retry_after: float | None = None
    moved_to: int | None = None
    may_have_arrived: bool = True


def judge(
    delivery: Delivery, outcome: Outcome, now: datetime, resend: bool = True, retries: RetryPolicy = DEFAULT_RETRIES
) -> Settlement:
    """Decide the next state of a delivery after one try: sent, pending (until when), or a final failure (and why).

    A send that may have arrived is counted as unknown. It is tried again only with `resend`.
    """
    if outcome.status == 200:
        return Settlement(*delivery[:2], delivery.tries, DeliveryState.SENT, outcome.message_id)
    if outcome.moved_to is not None:
        state = DeliveryState.CANCELLED if delivery.copy is None else DeliveryState.FAILED
        return _settle(delivery, state, error="moved", moved_to=outcome.moved_to)
    if delivery.copy is not None and outcome.status == 400 and _NOT_MODIFIED in outcome.description:
        return _settle(delivery, DeliveryState.SENT)
    if _chat_is_gone(outcome):
        return _settle(delivery, DeliveryState.GONE, error=outcome.description)
    unknown = outcome.may_have_arrived and (outcome.status is None or outcome.status >= 500)
    pause = _pause(delivery, outcome, retries)
    # An edit may be made twice: the copy reads the same.
    skipped = unknown and not resend and delivery.copy is None
    given_up = delivery.tries >= retries.max_tries and outcome.status not in _ABOUT_NO_CHAT
    if pause is None or given_up or skipped:
        refused = outcome.status == 400 and not _contains_any(outcome, _COPY_DESCRIPTIONS + _CHAT_DESCRIPTIONS)
        return _settle(delivery, DeliveryState.FAILED, error=outcome.description, unknown=unknown, refused=refused)
    return _settle(delivery, DeliveryState.PENDING, next_try_at=now + pause, error=outcome.description, unknown=unknown)


def requested_pause(outcome: Outcome, retries: RetryPolicy = DEFAULT_RETRIES) -> timedelta | None:
    """Return for how long Telegram wants no sends at all, None if it asked for no pause.

    At most `max_pause`: a longer request is not plausible, and would stop the newspaper for good.
    """
    if outcome.status != 429:
        return None
    if outcome.retry_after is None:
        return retries.default_pause
    return timedelta(seconds=min(max(outcome.retry_after, 0), retries.max_pause.total_seconds()))


def _chat_is_gone(outcome: Outcome) -> bool:
    if outcome.status == 403:
        return True
    return outcome.status == 400 and _contains_any(outcome, _GONE_DESCRIPTIONS)


def _contains_any(outcome: Outcome, descriptions: tuple[str, ...]) -> bool:
    return any(words in outcome.description.lower() for words in descriptions)


def _pause(delivery: Delivery, outcome: Outcome, retries: RetryPolicy) -> timedelta | None:
    """Return how long to wait before the next try, None when another try would fail the same way."""
    pause = requested_pause(outcome, retries)
    if pause is not None:
        return pause
    if outcome.status in {401, 404, 409}:
        return retries.default_pause
    if outcome.status is not None and 400 <= outcome.status < 500:
        return None
    return min(retries.first_pause * (1 << min(delivery.tries - 1, 16)), retries.longest_pause)


def _settle(
    delivery: Delivery,
    state: DeliveryState,
    *,
    message_id: int | None = None,
    next_try_at: datetime | None = None,
    error: str | None = None,
    unknown: bool = False,
    moved_to: int | None = None,
    refused: bool = False,
) -> Settlement:
    return Settlement(
        delivery.edition,
        delivery.chat_id,
        delivery.tries,
        state,
        message_id=message_id,
        next_try_at=next_try_at,
        error=error,
        unknown=unknown,
        moved_to=moved_to,
        refused=refused,
    )
