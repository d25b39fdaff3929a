"""How the answer to a send is judged: an outcome comes in, a settlement of the ledger goes out. Pure."""

from datetime import datetime, timedelta
from typing import NamedTuple

from news.model import Delivery, DeliveryState, Settlement

# About a day of tries at the longest pause: an outage of some hours loses no headline.
MAX_TRIES = 150
FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 600.0
# 429 without `retry_after` happens; so do 401 and 409 while an operator changes the token or starts a second process.
PAUSE_WITHOUT_ADVICE_SECONDS = 60.0

# Errors that are final for a chat: https://core.telegram.org/bots/api#making-requests and every bot's log.
_GONE_DESCRIPTIONS = ("chat not found", "user not found", "peer_id_invalid", "group chat was deactivated")

_NOT_MODIFIED = "message is not modified"
# One copy that can no longer be edited: the person deleted it, say. Other copies can.
_COPY_DESCRIPTIONS = ("message to edit not found", "message can't be edited", "message_id_invalid")
# Refusals by one chat, whose administrators let nobody, or not the bot, write; they may let it again.
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


class Outcome(NamedTuple):
    """What Telegram (or the network) answered to one send.

    `status` is the HTTP or Bot API error code, 200 for a message that was sent, None where no answer came.
    `may_have_arrived` matters only for None and 5xx: False when the request never left. `retry_after` is in seconds.
    """

    status: int | None
    message_id: int | None = None
    description: str = ""
    retry_after: float | None = None
    moved_to: int | None = None
    may_have_arrived: bool = True


def judge(delivery: Delivery, outcome: Outcome, now: datetime, resend: bool = True) -> Settlement:
    """Decide what becomes of a delivery after one try: sent, later (when), or never (why).

    What may have arrived is unknown, and counted; it is tried again only with `resend`.
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
    pause = _pause(delivery, outcome)
    # An edit may be made twice: the copy says the same.
    skipped = unknown and not resend and delivery.copy is None
    if pause is None or delivery.tries >= MAX_TRIES or skipped:
        refused = outcome.status == 400 and not _says(outcome, _COPY_DESCRIPTIONS + _CHAT_DESCRIPTIONS)
        return _settle(delivery, DeliveryState.FAILED, error=outcome.description, unknown=unknown, refused=refused)
    return _settle(delivery, DeliveryState.PENDING, next_try_at=now + pause, error=outcome.description, unknown=unknown)


def closes_gate(outcome: Outcome) -> timedelta | None:
    """Return for how long nothing at all may be sent, if Telegram asked for a pause."""
    if outcome.status != 429:
        return None
    return timedelta(seconds=PAUSE_WITHOUT_ADVICE_SECONDS if outcome.retry_after is None else outcome.retry_after)


def _chat_is_gone(outcome: Outcome) -> bool:
    if outcome.status == 403:
        return True
    return outcome.status == 400 and _says(outcome, _GONE_DESCRIPTIONS)


def _says(outcome: Outcome, descriptions: tuple[str, ...]) -> bool:
    return any(words in outcome.description.lower() for words in descriptions)


def _pause(delivery: Delivery, outcome: Outcome) -> timedelta | None:
    """Return how long to wait before the next try, None where another try would end the same."""
    gate = closes_gate(outcome)
    if gate is not None:
        return gate
    if outcome.status in {401, 404, 409}:
        return timedelta(seconds=PAUSE_WITHOUT_ADVICE_SECONDS)
    if outcome.status is not None and 400 <= outcome.status < 500:
        return None
    return timedelta(seconds=min(FIRST_PAUSE_SECONDS * 2 ** min(delivery.tries - 1, 16), LONGEST_PAUSE_SECONDS))


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
