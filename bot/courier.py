"""The courier: turns a delivery into one message, and what Telegram answered into an outcome."""

import logging
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from aiogram.utils.deep_linking import create_deep_link

from bot.api_session import Answer, parsed
from bot.http_pool import Reply
from bot.transport import Transport
from handlers.cards.editions import message_card
from news.model import Delivery, EditionKind
from news.outcomes import Outcome
from news.ports import Clock, EditionContent
from texts import Catalogs

logger = logging.getLogger(__name__)

# A card that cannot be drawn is an error of ours and the same for every chat: the code that ends a delivery.
_BAD_REQUEST = 400
_MOST_DRAWN = 16
# https://core.telegram.org/bots/api#chat: ids have at most 52 significant bits.
_LARGEST_ID = 2**52
# How Telegram begins the answer to a send; any other answer is parsed in full.
_SENT = re.compile(rb'\s*\{\s*"ok"\s*:\s*true\s*,\s*"result"\s*:\s*\{\s*"message_id"\s*:\s*(\d{1,18})\s*[,}]')


class Courier:
    """Draws and serialises an edition once a language and kind of chat; only the chat's id differs between sends.

    `send` leads to sendMessage, `edit` to editMessageText, for corrections of copies. `paid` sends by Telegram's paid
    broadcast (https://core.telegram.org/bots/api#sendmessage, allow_paid_broadcast).
    """

    def __init__(
        self,
        send: Transport,
        edit: Transport,
        catalogs: Catalogs,
        clock: Clock,
        username: str,
        *,
        paid: bool = False,
    ) -> None:
        self._send = send
        self._edit = edit
        self._catalogs = catalogs
        self._clock = clock
        self._username = username
        self._paid = paid
        self._drawn: dict[tuple[int, str, bool], tuple[EditionContent, bytes | Outcome]] = {}

    def carry(self, push: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        """Send one delivery, once; `done` gets the outcome."""
        message = self._message(push, delivery.language, delivery.chat_id > 0)
        if isinstance(message, Outcome):
            done(message)
            return
        if delivery.copy is None:
            self._send.post(b'{"chat_id":%d,%b' % (delivery.chat_id, message), partial(_hand_over, done))
        else:
            body = b'{"chat_id":%d,"message_id":%d,%b' % (delivery.chat_id, delivery.copy, message)
            self._edit.post(body, partial(_hand_over, done))

    def _message(self, push: EditionContent, language: str, private: bool) -> bytes | Outcome:
        """Return the message as JSON, but for its opening brace, or what becomes of one that cannot be drawn.

        A Push object is drawn once: the newsroom makes a new one when the edition says something new.
        """
        key = (id(push), language, private)
        kept = self._drawn.get(key)
        if kept is not None and kept[0] is push:
            return kept[1]
        if len(self._drawn) >= _MOST_DRAWN:
            self._drawn.clear()
        message: bytes | Outcome
        try:
            message = self._draw(push, language, private)
        except Exception as error:  # one edition that cannot be drawn must not stop the others
            logger.exception("edition %s cannot be drawn", push.edition, extra={"edition": push.edition})
            message = Outcome(_BAD_REQUEST, description=f"cannot be drawn: {error}", may_have_arrived=False)
        self._drawn[key] = (push, message)
        return message

    def _draw(self, push: EditionContent, language: str, private: bool) -> bytes:
        t = self._catalogs.texts(language, self._clock.now())
        message = message_card(push, t, None if private else self._link).body
        paid = self._paid and push.kind is not EditionKind.CORRECTION
        return b'"allow_paid_broadcast":true,' + message if paid else message

    def _link(self, number: int) -> str:
        return create_deep_link(self._username, "start", f"a_{number}")


def _hand_over(done: Callable[[Outcome], None], reply: Reply) -> None:
    done(outcome_of(reply))


def outcome_of(reply: Reply) -> Outcome:
    """Return what a reply means; of a message that was sent nothing but its id is read."""
    if reply.status is None:
        return Outcome(None, description=reply.reason, may_have_arrived=reply.may_have_arrived)
    sent = _SENT.match(reply.body)
    if sent is not None:
        return Outcome(200, message_id=int(sent[1]))
    answer = Answer(reply.status, parsed(reply.body))
    if answer.ok:
        result = answer.body.get("result")
        return Outcome(200, message_id=_id(result.get("message_id")) if isinstance(result, dict) else None)
    return Outcome(
        # 200 without `ok` is no answer of Telegram's: the message may have arrived.
        None if answer.code < 300 else answer.code,
        description=reply.reason or answer.description,
        retry_after=answer.parameter("retry_after"),
        moved_to=_id(answer.parameter("migrate_to_chat_id")),
    )


def _id(value: Any) -> int | None:
    """Return what may be the id of a message or a chat, None for anything that no ledger could hold."""
    return value if type(value) is int and 0 < abs(value) < _LARGEST_ID else None
