"""What a person sees when a verb refuses, and when something breaks: a sentence, never a traceback."""

import logging

from aiogram import Router
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import CallbackQuery, ErrorEvent

from handlers import screens
from handlers.cards import comments, people
from handlers.cards.card import Card
from news.errors import GuestCannotComment, Refusal, StorageError
from news.model import Reader
from news.richtext import rich
from texts import Texts

logger = logging.getLogger(__name__)

ALERT_CHARACTERS = 200


def router() -> Router:
    """Take every error that a handler lets through."""
    router = Router(name="errors")
    router.errors.register(pass_on, ExceptionTypeFilter(StorageError))
    router.errors.register(on_error)
    return router


async def pass_on(event: ErrorEvent) -> None:
    """Let the intake have it: a database that cannot serve is nobody's answer, the update is tried again.

    It may be missed before anybody is recognised, so this asks for nothing but the event.
    """
    raise event.exception


async def on_error(event: ErrorEvent, t: Texts, reader: Reader) -> None:
    """Show a refusal; write anything else down and say that it is our fault."""
    update, error = event.update, event.exception
    if isinstance(error, TelegramForbiddenError):
        logger.info("update %s: %s", update.update_id, error.message)
        return
    if not isinstance(error, Refusal):
        logger.error("update %s failed for reader %s", update.update_id, reader.id, exc_info=error)
    try:
        if update.callback_query is not None:
            await _show_on_button(update.callback_query, error, t)
        elif (message := update.message or update.edited_message) is not None:
            await screens.answer(message, _card(error, t))
    except TelegramAPIError as failed:
        logger.warning("update %s: the answer did not arrive: %s", update.update_id, failed)


async def _show_on_button(query: CallbackQuery, error: Exception, t: Texts) -> None:
    card = _card(error, t)
    if isinstance(error, GuestCannotComment):
        await screens.replace(query, card)
    elif len(card.text.text) <= ALERT_CHARACTERS and await screens.answer_callback(query, card.text.text):
        return
    else:
        await screens.send_below(query, card)
    await screens.answer_callback(query)


def _card(error: Exception, t: Texts) -> Card:
    if isinstance(error, GuestCannotComment):
        number = error.arguments["number"]
        return comments.guest_card(int(str(number)), t.refusal(error), t)
    if isinstance(error, Refusal):
        return Card(rich(t.refusal(error)))
    return people.failure_card(t)
