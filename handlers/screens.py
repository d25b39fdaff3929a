"""Sending cards: as an answer, in place of the message whose button was pressed, or as results of inline mode.

All of them go through the bot's session as an `Answer`: a failure is not told to the handler (`handlers.answers`).
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace as changed
from functools import partial

from aiogram import Bot
from aiogram.types import (
    CallbackQuery,
    Chat,
    InaccessibleMessage,
    InlineQuery,
    InlineQueryResultsButton,
    Message,
)
from aiogram.utils.deep_linking import create_deep_link

from handlers.answers import Answer, AnswerRefusedError, State, carry
from handlers.cards.card import Card, Media, Upload
from handlers.cards.inline_results import InlineResult
from handlers.encoding import Call, callback_answer, edit, edit_buttons, edit_text, encode, inline_answer
from news.ledger import Address, MessageKind

logger = logging.getLogger(__name__)

# How long Telegram caches the results of an inline query. Meanwhile a withdrawn publication can still be chosen, and
# the newest one may be missing. Long enough for a person who types a word, deletes it and types it again.
INLINE_CACHE_SECONDS = 30


async def answer(message: Message, card: Card) -> int | None:
    """Send the card as an answer to a message; return the id of the new message, if it was sent at once."""
    return (await carry(_bot(message), _new_message(message, card))).message_id


async def send(bot: Bot, chat_id: int, card: Card, topic: int | None = None, *, fleeting: bool = False) -> None:
    """Send the card to a chat; `topic` is the message_thread_id of a forum topic. A fleeting one is tried once."""
    await carry(bot, _to_chat(chat_id, topic, card, fleeting=fleeting))


async def whisper(message: Message, person: int, card: Card) -> None:
    """Show the card to one member of a group, in the thread of a message, once: what nobody takes is worth nothing."""
    call = encode(card).whisper(message.chat.id, person, message.message_thread_id)
    try:
        await carry(_bot(message), Answer(call, message.chat.id, messages=1, fleeting=True))
    except AnswerRefusedError as error:
        logger.info("person %s was told nothing in group %s: %s", person, message.chat.id, error)


async def try_out(bot: Bot, address: Address, card: Card) -> str | None:
    """Send the card once; return None if it was sent, else what Telegram said, "" if it did not answer."""
    call = encode(card).send(address.chat_id, address.topic or None)
    try:
        answered = await carry(bot, Answer(call, address.chat_id, messages=1, fleeting=True))
    except AnswerRefusedError as error:
        return str(error)
    return None if answered.state is State.TAKEN else answered.words


async def replace(query: CallbackQuery, card: Card) -> int | None:
    """Replace the message whose button was pressed by the card; send a new message if it cannot be edited.

    Return the id of the message that shows the card, None if it is not known.
    """
    message = query.message
    turned = _turned(message, card) if isinstance(message, Message) else None
    if message is None or turned is None:
        return await send_below(query, card)
    instead = partial(_new_message, message, card)
    await carry(_bot(query), Answer(turned, message.chat.id, instead=instead))
    return message.message_id


async def replace_words(query: CallbackQuery, card: Card) -> None:
    """Show the card in the message whose button was pressed. A picture keeps its file, with the words below it."""
    if isinstance(query.message, Message) and query.message.photo:
        card = changed(card, media=(Media(MessageKind.PHOTO, query.message.photo[-1].file_id),))
    await replace(query, card)


async def turn_buttons(query: CallbackQuery, card: Card) -> None:
    """Put the card's buttons under the message whose button was pressed; send the card if that cannot be edited."""
    message = query.message
    if not isinstance(message, Message):
        await send_below(query, card)
        return
    turned = edit_buttons(card, message.chat.id, message.message_id)
    await carry(_bot(query), Answer(turned, message.chat.id, instead=partial(_new_message, message, card)))


async def turn(message: Message, message_id: int | None, card: Card) -> None:
    """Show the card in a text that answered a message; as a new message if it cannot be edited, or its id is None."""
    instead = partial(_new_message, message, card)
    if message_id is None:
        await carry(_bot(message), instead())
        return
    turned = edit_text(card, message.chat.id, message_id)
    await carry(_bot(message), Answer(turned, message.chat.id, instead=instead))


async def update(bot: Bot, chat_id: int, message_id: int, card: Card) -> bool:
    """Show the card in a text of the bot's, once; return whether it is worth while to do so again."""
    answered = await carry(bot, Answer(edit_text(card, chat_id, message_id), chat_id, fleeting=True))
    return answered.state in {State.TAKEN, State.POSTPONED}


async def send_below(query: CallbackQuery, card: Card) -> int | None:
    """Send the card as a new message below the one whose button was pressed; return its id if it was sent at once."""
    if query.message is None:
        return None
    return (await carry(_bot(query), _new_message(query.message, card))).message_id


async def answer_callback(query: CallbackQuery, alert: Card | None = None) -> None:
    """Answer a callback query, which ends the button's progress bar; with a card, show its text as an alert.

    If Telegram no longer takes an alert (the button was pressed long ago, while the program was down), the card is sent
    as a message.
    """
    call = callback_answer(query.id, alert.text.text if alert is not None else None)
    instead = partial(_new_message, query.message, alert) if alert is not None and query.message is not None else None
    await carry(_bot(query), Answer(call, query.id, instead=instead))


async def answer_by_toast(query: CallbackQuery, card: Card) -> None:
    """Answer a callback query with the text of a card, which the client shows for a moment."""
    await carry(_bot(query), Answer(callback_answer(query.id, card.text.text, alert=False), query.id))


async def answer_inline(
    query: InlineQuery, results: Sequence[InlineResult], next_offset: str, button: InlineQueryResultsButton | None
) -> None:
    """Answer an inline query. One that is too old (the program was down) is skipped.

    The answer is personal. Results differ by language only, but Telegram caches a shared answer by the words alone, so
    an English reader would get the answer for a Russian one. The language of the Telegram client is not part of the
    cache key, and the reader may have chosen another language here. So each person's query for the same words reaches
    the program once in `INLINE_CACHE_SECONDS`; a search takes some milliseconds.
    """
    call = inline_answer(query.id, results, next_offset=next_offset, cache_seconds=INLINE_CACHE_SECONDS, button=button)
    await carry(_bot(query), Answer(call, query.id))


def _new_message(message: Message | InaccessibleMessage, card: Card) -> Answer:
    """Return the card as a new message in the chat of another, and in its topic."""
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return _to_chat(message.chat.id, topic, card)


def _to_chat(chat_id: int, topic: int | None, card: Card, *, fleeting: bool = False) -> Answer:
    """Return the card as a new message; without its files, if Telegram refuses one of them."""
    call = encode(card).send(chat_id, topic)
    if not card.media:
        return Answer(call, chat_id, messages=1, fleeting=fleeting)
    instead = partial(_to_chat, chat_id, topic, changed(card, media=()), fleeting=fleeting)
    is_new = any(isinstance(medium.file, Upload) for medium in card.media)
    uploads = tuple((medium.source, medium.kind) for medium in card.media) if is_new else ()
    return Answer(call, chat_id, messages=len(card.media), instead=instead, fleeting=fleeting, uploads=uploads)


def _turned(message: Message, card: Card) -> Call | None:
    """Return the edit that makes a message show the card; None if a new message is needed.

    A medium never becomes a text, and a forced reply or a button in place of the letters comes with new messages only.
    """
    kind = next((kind for kind in MessageKind if getattr(message, kind.value) is not None), None)
    if message.rich_message is not None:
        kind = MessageKind.TEXT
    is_new = card.reply_placeholder is not None or card.reply_button is not None
    if kind is None or is_new or (kind is not MessageKind.TEXT and not card.media):
        return None
    return edit(card, message.chat.id, message.message_id, kind, same_media=False)


def _bot(event: Message | CallbackQuery | InlineQuery) -> Bot:
    """Return the bot that got the event. Raises RuntimeError for an event that was parsed without one."""
    if event.bot is None:
        raise RuntimeError("event without bot")
    return event.bot


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


async def comment_links(bot: Bot) -> Callable[[int], str]:
    """Return the function that makes the link to a comment, which opens it in the private chat."""
    me = await bot.me()
    return lambda number: create_deep_link(me.username or "", "start", f"c_{number}")


async def article_links(bot: Bot, chat: Chat) -> Callable[[int], str] | None:
    """Return the function that makes links to articles from a group; None for a private chat."""
    return None if chat.type == "private" else await article_deep_links(bot)


async def article_deep_links(bot: Bot) -> Callable[[int], str]:
    """Return the function that makes links to articles from any chat: a link opens the article in the private chat."""
    me = await bot.me()
    return lambda number: create_deep_link(me.username or "", "start", f"a_{number}")
