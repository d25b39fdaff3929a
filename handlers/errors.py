"""Answers to errors: a person sees a sentence for a refusal or a failure, never a traceback."""

import logging

from aiogram import Router
from aiogram.exceptions import TelegramRetryAfter
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import CallbackQuery, ErrorEvent, Update

from handlers import screens
from handlers.answers import AnswerRefusedError
from handlers.cards import comment_screens, people
from handlers.cards.card import Card
from news.errors import DatabaseDamaged, GuestCannotComment, Refusal, StorageError
from news.model import Reader
from news.richtext import rich
from texts import Texts

logger = logging.getLogger(__name__)

MAX_ALERT_CHARACTERS = 200


def router() -> Router:
    """Bind the error handlers for every router."""
    router = Router(name="errors")
    router.errors.register(tell_of_damage, ExceptionTypeFilter(DatabaseDamaged), is_last_try)
    router.errors.register(raise_again, ExceptionTypeFilter(StorageError))
    router.errors.register(on_error)
    return router


async def is_last_try(_event: ErrorEvent, last_try: bool = False) -> bool:
    """Pass the last try of an update whose tries are counted by the intake."""
    return last_try


async def tell_of_damage(event: ErrorEvent, t: Texts) -> None:
    """Tell the person that the program failed, then raise the error again: the update becomes a dead letter."""
    await _show(event.update, event.exception, t)
    raise event.exception


async def raise_again(event: ErrorEvent) -> None:
    """Raise a StorageError again: the intake retries the update until the database serves.

    The error may come before the reader is recognised, so this handler takes no other argument.
    """
    raise event.exception


async def on_error(event: ErrorEvent, t: Texts, reader: Reader) -> None:
    """Show a refusal to the person. Log any other error, and say that the program failed.

    An answer that did not arrive is no error (`handlers.answers`): the deed is done, and nobody is told that it failed.
    """
    update, error = event.update, event.exception
    if isinstance(error, TelegramRetryAfter):
        # Telegram asked for a pause: a message about it would be refused, too.
        logger.warning("update %s was not handled: %s", update.update_id, error.message)
        return
    if not isinstance(error, Refusal):
        logger.error("update %s failed for reader %s", update.update_id, reader.id, exc_info=error)
    await _show(update, error, t)


async def _show(update: Update, error: Exception, t: Texts) -> None:
    """Show the error to the person who caused the update."""
    try:
        if update.callback_query is not None:
            await _answer_button(update.callback_query, error, t)
        elif (message := update.message or update.edited_message) is not None:
            await screens.answer(message, _card(error, t))
    except AnswerRefusedError:
        logger.exception("update %s: the error message was refused", update.update_id)


async def _answer_button(query: CallbackQuery, error: Exception, t: Texts) -> None:
    card = _card(error, t)
    if isinstance(error, GuestCannotComment):
        await screens.replace(query, card)
    elif len(card.text.text) <= MAX_ALERT_CHARACTERS:
        await screens.answer_callback(query, card)
        return
    else:
        await screens.send_below(query, card)
    await screens.answer_callback(query)


def _card(error: Exception, t: Texts) -> Card:
    if isinstance(error, GuestCannotComment):
        number = error.arguments["number"]
        return comment_screens.guest_card(int(str(number)), t.refusal(error), t)
    if isinstance(error, Refusal):
        return Card(rich(t.refusal(error)))
    if isinstance(error, AnswerRefusedError):
        return people.not_shown_card(t)
    return people.failure_card(t)
