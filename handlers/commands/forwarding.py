"""Forwarding: a message with words of others is no command and no answer, whoever sends it."""

from aiogram import Bot, Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers import screens
from handlers.acts import is_forwarded
from handlers.cards import people
from handlers.filters import in_private
from handlers.positions import Position
from handlers.states import Appointing, Expired, Picturing, Posting
from news.model import Reader
from news.roles import Deed, may
from texts import Texts

POSITION = Position.FIRST

# While the bot asks for something else, the question goes on waiting.
_OPEN_TO_FORWARDED = {None, Posting.waiting.state, Picturing.files.state, Expired.question.state}
_QUOTES = {"blockquote", "expandable_blockquote"}


class BorrowedFilter(Filter):
    """Accepts a message that its sender did not write: a stranger could have chosen the words.

    It was forwarded, or composed by a bot, or answers a message of another chat, or quotes. A quote from the bot's own
    message is allowed in an answer to it, but not in a command. What an editor forwards can become an article.
    """

    async def __call__(self, message: Message, bot: Bot, reader: Reader, raw_state: str | None = None) -> bool:
        """Look at the fields that Telegram sets, which a sender cannot leave out."""
        if raw_state == Appointing.person.state and is_forwarded(message) and not message.reply_to_message:
            return False  # a message of the person who is meant
        if raw_state in _OPEN_TO_FORWARDED and may(reader, Deed.WRITE) and _is_content(message):
            return False
        if message.forward_origin or message.forward_date or message.via_bot or message.external_reply:
            return True
        is_command = (message.text or message.caption or "").startswith("/")
        if message.quote is not None:
            answered = message.reply_to_message
            is_own = answered is not None and answered.from_user is not None and answered.from_user.id == bot.id
            return is_command or not is_own
        entities = message.entities or message.caption_entities or []
        return is_command and any(entity.type in _QUOTES and entity.offset == 0 for entity in entities)


class SharedFilter(Filter):
    """Accepts a publication that a person shared through this bot. Telegram's `via_bot` cannot be forged."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        """Compare the bot with this one."""
        return message.via_bot is not None and message.via_bot.id == bot.id


def _is_content(message: Message) -> bool:
    """Whether a message was forwarded in private, and is no command, no answer, and by no other bot."""
    foreign = message.via_bot or message.external_reply or message.quote or message.reply_to_message
    is_command = (message.text or message.caption or "").startswith("/")
    return is_forwarded(message) and message.chat.type == "private" and not foreign and not is_command


def router() -> Router:
    """Bind what is never a command, before all commands."""
    router = Router(name="forwarding")
    for messages in (router.message, router.edited_message):
        messages.register(ignore, SharedFilter())
        messages.register(refuse, BorrowedFilter(), in_private)
        messages.register(ignore, BorrowedFilter())
    return router


async def refuse(message: Message, t: Texts) -> None:
    """Say that the words of others are not obeyed. A dialogue goes on waiting."""
    await screens.answer(message, people.borrowed_card(t))


async def ignore(_: Message) -> None:
    """Send no answer: a shared publication and a forwarded message are for the people in the chat."""
