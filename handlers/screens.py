"""How a card reaches the person who asked: as an answer, or in place of the message whose button was pressed."""

import json
import logging
from abc import abstractmethod
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
from pydantic import InstanceOf

from handlers.cards.card import Card

logger = logging.getLogger(__name__)

# How long Telegram may go on offering the same: so long a withdrawn publication can still be chosen, and the newest one
# be missing. Short enough for a newspaper, long enough for who types a word, takes it back and types it again.
INLINE_CACHE_SECONDS = 30


class PreparedMethod(TelegramMethod[bool]):
    """A call of the two that answer nearly every press: it brings its own JSON. Nothing is read of what it answers."""

    __returning__ = bool

    @property
    @abstractmethod
    def body(self) -> bytes:
        """The parameters as JSON."""


class EditMessage(PreparedMethod):
    """editMessageText with a card, whose JSON is made once however often it is shown."""

    __api_method__ = "editMessageText"

    chat_id: int
    message_id: int
    card: InstanceOf[Card]

    @property
    def body(self) -> bytes:
        """The parameters as JSON."""
        return self.card.edit_body(self.chat_id, self.message_id)


class AnswerCallback(PreparedMethod):
    """answerCallbackQuery without words."""

    __api_method__ = "answerCallbackQuery"

    callback_query_id: str

    @property
    def body(self) -> bytes:
        """The parameters as JSON."""
        return callback_answer_body(self.callback_query_id)


def callback_answer_body(callback_query_id: str) -> bytes:
    """Return the parameters of answerCallbackQuery that end a press without words, as JSON."""
    return json.dumps({"callback_query_id": callback_query_id}).encode()


async def answer(message: Message, card: Card) -> Message:
    """Answer a message with a new one, and return that."""
    return await message.answer(
        card.text.text, entities=card.entities, reply_markup=card.reply_markup, link_preview_options=card.preview
    )


async def send(bot: Bot, chat_id: int, card: Card, topic: int | None = None) -> None:
    """Send a new message where there is none to answer; `topic` is the forum topic's message_thread_id."""
    await bot.send_message(
        chat_id,
        card.text.text,
        message_thread_id=topic,
        entities=card.entities,
        reply_markup=card.reply_markup,
        link_preview_options=card.preview,
    )


async def replace(query: CallbackQuery, card: Card) -> None:
    """Turn the message whose button was pressed into the card; send a new one where that cannot be.

    Pressing the same button twice leaves the message as it is.
    """
    message, bot = query.message, query.bot
    if bot is not None and isinstance(message, Message) and card.reply_placeholder is None and message.text is not None:
        try:
            await bot(EditMessage(chat_id=message.chat.id, message_id=message.message_id, card=card))
        except TelegramBadRequest as error:
            if "message is not modified" in error.message:
                return
            if "message to edit not found" not in error.message and "can't be edited" not in error.message:
                raise
        else:
            return
    await send_below(query, card)


async def send_below(query: CallbackQuery, card: Card) -> None:
    """Answer a pressed button with a new message below."""
    if query.message is not None:
        await query.message.answer(
            card.text.text, entities=card.entities, reply_markup=card.reply_markup, link_preview_options=card.preview
        )


async def answer_callback(query: CallbackQuery, alert: str | None = None) -> bool:
    """End the progress that a pressed button shows, with an alert if there are words for one.

    False when Telegram takes it no more: the button was pressed long ago, while the program was down.
    """
    try:
        if alert is None and query.bot is not None:
            await query.bot(AnswerCallback(callback_query_id=query.id))
        else:
            await query.answer(alert, show_alert=alert is not None)
    except TelegramBadRequest as error:
        logger.info("button %s: %s", query.id, error.message)
        return False
    return True


async def answer_inline(
    query: InlineQuery,
    results: Sequence[InlineQueryResultArticle],
    next_offset: str,
    button: InlineQueryResultsButton | None,
) -> None:
    """Answer an inline query; one that waited too long (the program was down) has been given up by who asked.

    The answer is personal. Results differ by language only, and Telegram would keep one answer for everybody who types
    the same; but it keeps it by the words alone, and a Russian answer is not for an English reader. Nor is the language
    of their Telegram a key to share by: it is not part of what Telegram keeps, and the reader may have chosen another
    here. So each person's questions come to us once in `OFFER_SECONDS`, which a search of some milliseconds can bear.
    """
    try:
        await query.answer(
            [*results], cache_time=INLINE_CACHE_SECONDS, is_personal=True, next_offset=next_offset, button=button
        )
    except TelegramBadRequest as error:
        if "query is too old" not in error.message:
            raise
        logger.info("inline query %s: %s", query.id, error.message)


async def inline_name(bot: Bot) -> str | None:
    """Return what is typed after an @ to ask for publications in any chat; None where inline mode is switched off."""
    me = await bot.me()
    return me.username if me.supports_inline_queries else None


async def can_share(bot: Bot) -> bool:
    """Tell whether publications can be shared by inline mode."""
    return await inline_name(bot) is not None


async def deep_link(bot: Bot, payload: str) -> str:
    """Return the address that opens the private chat with `/start payload`."""
    me = await bot.me()
    return create_deep_link(me.username or "", "start", payload)


async def article_links(bot: Bot, chat: Chat) -> Callable[[int], str] | None:
    """Return how articles are linked to from a group; None in a private chat, where they open in place."""
    return None if chat.type == "private" else await article_deep_links(bot)


async def article_deep_links(bot: Bot) -> Callable[[int], str]:
    """Return how articles are linked to from anywhere: the private chat opens with the article in it."""
    me = await bot.me()
    return lambda number: create_deep_link(me.username or "", "start", f"a_{number}")
