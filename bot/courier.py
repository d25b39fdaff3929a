"""The courier: turns a delivery into one message, and what Telegram answered into an outcome."""

import logging
from functools import lru_cache
from typing import Any

from aiogram.utils.deep_linking import create_deep_link

from bot.wire import Answer, NotDelivered, Wire
from handlers.cards.card import Card
from handlers.cards.lists import push_card
from handlers.texts import Catalogs
from news.model import Delivery
from news.outcomes import Outcome
from news.ports import Clock, Push

logger = logging.getLogger(__name__)

# A card that cannot be drawn is an error of ours and the same for every chat: the code that ends a delivery.
_BAD_REQUEST = 400


class Courier:
    """Draws an edition once a language and kind of chat, then sends it by the raw wire."""

    def __init__(self, wire: Wire, catalogs: Catalogs, clock: Clock, username: str) -> None:
        self._wire = wire
        self._catalogs = catalogs
        self._clock = clock
        self._username = username
        self._draw = lru_cache(maxsize=8)(self._draw_afresh)

    async def carry(self, push: Push, delivery: Delivery) -> Outcome:
        """Send one delivery, once; the outcome tells what happened."""
        try:
            message = self._draw(push, delivery.language, delivery.chat_id > 0)
        except Exception as error:  # one edition that cannot be drawn must not stop the others
            logger.exception("edition %s cannot be drawn", push.edition)
            return Outcome(_BAD_REQUEST, description=f"cannot be drawn: {error}", may_have_arrived=False)
        try:
            answer = await self._wire.call("sendMessage", {"chat_id": delivery.chat_id, **message})
        except NotDelivered as error:
            logger.info("delivery %s/%s: %s", delivery.edition, delivery.chat_id, error)
            return Outcome(None, description=str(error), may_have_arrived=error.may_have_arrived)
        return _outcome(answer)

    def _draw_afresh(self, push: Push, language: str, private: bool) -> dict[str, Any]:
        t = self._catalogs.texts(language, self._clock.now())
        return _parameters(push_card(push, t, None if private else self._link))

    def _link(self, number: int) -> str:
        return create_deep_link(self._username, "start", f"a_{number}")


def _parameters(card: Card) -> dict[str, Any]:
    """Return the card as parameters of sendMessage."""
    parameters: dict[str, Any] = {
        "text": card.text.text,
        "entities": [entity.model_dump(exclude_none=True) for entity in card.entities],
        "link_preview_options": card.preview.model_dump(exclude_none=True, exclude_defaults=True),
    }
    if card.inline_keyboard is not None:
        parameters["reply_markup"] = card.inline_keyboard.model_dump(exclude_none=True)
    return parameters


def _outcome(answer: Answer) -> Outcome:
    if answer.ok:
        result = answer.body.get("result")
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return Outcome(200, message_id=message_id)
    return Outcome(
        # 200 without `ok` is no answer of Telegram's: the message may have arrived.
        None if answer.code == 200 else answer.code,
        description=answer.description,
        retry_after=answer.parameter("retry_after"),
        moved_to=answer.parameter("migrate_to_chat_id"),
    )
