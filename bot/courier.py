"""The courier: renders a delivery as one message, and translates Telegram's response into an outcome."""

import logging
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from aiogram.utils.deep_linking import create_deep_link

from bot.api_session import ApiAnswer, parse_object
from bot.http_pool import HttpResponse
from bot.transport import Transport
from handlers.cards.editions import message_card
from news.model import Delivery, EditionKind
from news.outcomes import Outcome
from news.ports import Clock, EditionContent
from texts import Catalogs

logger = logging.getLogger(__name__)

# The code that ends a delivery: a card that cannot be rendered is our bug, the same for every chat.
_BAD_REQUEST = 400
_TOO_MANY_REQUESTS = 429
MAX_CACHED_MESSAGES = 16
# https://core.telegram.org/bots/api#chat: ids have at most 52 significant bits.
_MAX_ID = 2**52
# How Telegram begins the answer to a send; any other answer is parsed in full.
_SENT = re.compile(rb'\s*\{\s*"ok"\s*:\s*true\s*,\s*"result"\s*:\s*\{\s*"message_id"\s*:\s*(\d{1,18})\s*[,}]')


class Courier:
    """Renders and serialises an edition once per language and kind of chat; sends differ only in the chat's id.

    Copies are corrected by editMessageText. `paid` sends by Telegram's paid broadcast
    (https://core.telegram.org/bots/api#sendmessage, allow_paid_broadcast).
    """

    def __init__(
        self,
        transport: Transport,
        catalogs: Catalogs,
        clock: Clock,
        username: str,
        *,
        paid: bool = False,
    ) -> None:
        self._transport = transport
        self._catalogs = catalogs
        self._clock = clock
        self._username = username
        self._paid = paid
        self._rendered: dict[tuple[int, str, bool], tuple[EditionContent, bytes | Outcome]] = {}

    def carry(self, push: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        """Send one delivery, once; `done` is called with the outcome."""
        message = self._message(push, delivery.language, delivery.chat_id > 0)
        if isinstance(message, Outcome):
            done(message)
            return
        if delivery.copy is None:
            body = b'{"chat_id":%d,%b' % (delivery.chat_id, message)
            self._transport.post("sendMessage", body, partial(_report, done))
        else:
            body = b'{"chat_id":%d,"message_id":%d,%b' % (delivery.chat_id, delivery.copy, message)
            self._transport.post("editMessageText", body, partial(_report, done))

    def _message(self, push: EditionContent, language: str, private: bool) -> bytes | Outcome:
        """Return the message as JSON without its opening brace, or the outcome if it cannot be rendered.

        An EditionContent object is rendered once: the newsroom makes a new one when the content changes.
        """
        key = (id(push), language, private)
        cached = self._rendered.get(key)
        if cached is not None and cached[0] is push:
            return cached[1]
        if len(self._rendered) >= MAX_CACHED_MESSAGES:
            self._rendered.clear()
        message: bytes | Outcome
        try:
            message = self._render(push, language, private)
        except Exception as error:  # an edition that cannot be rendered must not stop the others
            logger.exception(
                "edition %s cannot be rendered: its deliveries in %s fail; the others go on",
                push.edition,
                language,
                extra={"edition": push.edition},
            )
            message = Outcome(_BAD_REQUEST, description=f"cannot be rendered: {error}", may_have_arrived=False)
        self._rendered[key] = (push, message)
        return message

    def _render(self, push: EditionContent, language: str, private: bool) -> bytes:
        t = self._catalogs.texts(language, self._clock.now())
        message = message_card(push, t, None if private else self._link).body
        paid = self._paid and push.kind is not EditionKind.CORRECTION
        return b'"allow_paid_broadcast":true,' + message if paid else message

    def _link(self, number: int) -> str:
        return create_deep_link(self._username, "start", f"a_{number}")


def _report(done: Callable[[Outcome], None], response: HttpResponse) -> None:
    done(outcome_of(response))


def outcome_of(response: HttpResponse) -> Outcome:
    """Return the outcome that a response means; from a sent message only its id is read."""
    if response.status is None:
        return Outcome(None, description=response.reason, may_have_arrived=response.may_have_arrived)
    sent = _SENT.match(response.body)
    if sent is not None:
        return Outcome(200, message_id=int(sent[1]))
    answer = ApiAnswer(response.status, parse_object(response.body))
    if "ok" not in answer.body and 400 <= response.status < 500 and response.status != _TOO_MANY_REQUESTS:
        # A proxy or a firewall refused the request in Telegram's place: that says nothing about the chat.
        return Outcome(None, description=f"HTTP {response.status}, not from Telegram", may_have_arrived=False)
    if answer.ok:
        result = answer.body.get("result")
        return Outcome(200, message_id=_id(result.get("message_id")) if isinstance(result, dict) else None)
    return Outcome(
        # 200 without `ok` is not an answer of Telegram's: the message may have arrived.
        None if answer.code < 300 else answer.code,
        description=response.reason or answer.description,
        retry_after=answer.parameter("retry_after"),
        moved_to=_id(answer.parameter("migrate_to_chat_id")),
    )


def _id(value: Any) -> int | None:
    """Return the id of a message or a chat; None for a value that does not fit the ledger."""
    return value if type(value) is int and 0 < abs(value) < _MAX_ID else None
