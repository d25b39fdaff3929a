"""Sending cards: as an answer, in place of the message whose button was pressed, or as results of inline mode."""

import json
import logging
from collections.abc import Callable, Sequence

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import TelegramMethod
from aiogram.types import (
    CallbackQuery,
    Chat,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    Message,
)
from aiogram.utils.deep_linking import create_deep_link

from handlers.cards.card import Card
from handlers.encoding import edit_text

logger = logging.getLogger(__name__)

# How long Telegram caches the results of an inline query. Meanwhile a withdrawn publication can still be chosen, and
# the newest one may be missing. Long enough for a person who types a word, deletes it and types it again.
INLINE_CACHE_SECONDS = 30


class PreparedMethod(TelegramMethod[bool]):
    """One of the two methods that answer nearly every button. `body` is its JSON; the result is not parsed."""

    __returning__ = bool

    body: bytes


class EditMessage(PreparedMethod):
    """editMessageText with a card."""

    __api_method__ = "editMessageText"


class AnswerCallback(PreparedMethod):
    """answerCallbackQuery without text."""

    __api_method__ = "answerCallbackQuery"


def callback_answer_body(callback_query_id: str) -> bytes:
    """Return the JSON parameters of answerCallbackQuery without text."""
    return json.dumps({"callback_query_id": callback_query_id}).encode()


async def answer(message: Message, card: Card) -> Message:
    """Send the card as an answer to a message, and return the new message."""
    return await message.answer(
        card.text.text, entities=card.entities, reply_markup=card.reply_markup, link_preview_options=card.preview
    )


async def send(bot: Bot, chat_id: int, card: Card, topic: int | None = None) -> None:
    """Send the card to a chat; `topic` is the message_thread_id of a forum topic."""
    await bot.send_message(
        chat_id,
        card.text.text,
        message_thread_id=topic,
        entities=card.entities,
        reply_markup=card.reply_markup,
        link_preview_options=card.preview,
    )


async def replace(query: CallbackQuery, card: Card) -> None:
    """Replace the message whose button was pressed by the card; send a new message if it cannot be edited.

    If the message shows the card already, it stays as it is.
    """
    message, bot = query.message, query.bot
    if bot is not None and isinstance(message, Message) and card.reply_placeholder is None and message.text is not None:
        try:
            await bot(EditMessage(body=edit_text(card, message.chat.id, message.message_id).body))
        except TelegramBadRequest as error:
            if "message is not modified" in error.message:
                return
            if "message to edit not found" not in error.message and "can't be edited" not in error.message:
                raise
        else:
            return
    await send_below(query, card)


async def send_below(query: CallbackQuery, card: Card) -> None:
    """Send the card as a new message below the one whose button was pressed."""
    if query.message is not None:
        await query.message.answer(
            card.text.text, entities=card.entities, reply_markup=card.reply_markup, link_preview_options=card.preview
        )


async def answer_callback(query: CallbackQuery, alert: str | None = None) -> bool:
    """Answer a callback query, which ends the button's progress bar; with a text, show it as an alert.

    Return False if Telegram no longer takes the answer: the button was pressed long ago, while the program was down.
    """
    try:
        if alert is None and query.bot is not None:
            await query.bot(AnswerCallback(body=callback_answer_body(query.id)))
        else:
            await query.answer(alert, show_alert=alert is not None)
    except TelegramBadRequest as error:
        logger.info("callback query %s was not answered: %s", query.id, error.message)
        return False
    return True


async def answer_inline(
    query: InlineQuery,
    results: Sequence[InlineQueryResultArticle],
    next_offset: str,
    button: InlineQueryResultsButton | None,
) -> None:
    """Answer an inline query. One that is too old (the program was down) is skipped.

    The answer is personal. Results differ by language only, but Telegram caches a shared answer by the words alone, so
    an English reader would get the answer for a Russian one. The language of the Telegram client is not part of the
    cache key, and the reader may have chosen another language here. So each person's query for the same words reaches
    the program once in `INLINE_CACHE_SECONDS`; a search takes some milliseconds.
    """
    try:
        await query.answer(
            [*results], cache_time=INLINE_CACHE_SECONDS, is_personal=True, next_offset=next_offset, button=button
        )
    except TelegramBadRequest as error:
        if "query is too old" not in error.message:
            raise
        logger.info("inline query %s was not answered: %s", query.id, error.message)


async def inline_name(bot: Bot) -> str | None:
    """Return the bot's username, which starts an inline query after an @; None if inline mode is off."""
    me = await bot.me()
    return me.username if me.supports_inline_queries else None


async def can_share(bot: Bot) -> bool:
    """Return whether publications can be shared by inline mode."""
    return await inline_name(bot) is not None


async def deep_link(bot: Bot, payload: str) -> str:
    """Return the URL that opens the private chat with `/start payload`."""
    me = await bot.me()
    return create_deep_link(me.username or "", "start", payload)


async def article_links(bot: Bot, chat: Chat) -> Callable[[int], str] | None:
    """Return the function that makes links to articles from a group; None for a private chat."""
    return None if chat.type == "private" else await article_deep_links(bot)


async def article_deep_links(bot: Bot) -> Callable[[int], str]:
    """Return the function that makes links to articles from any chat: a link opens the article in the private chat."""
    me = await bot.me()
    return lambda number: create_deep_link(me.username or "", "start", f"a_{number}")
