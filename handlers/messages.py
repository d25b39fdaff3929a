"""Reading messages: the cleaned text with entities, commands and their arguments, and the draft that comes from one."""

import re

from aiogram import filters
from aiogram.filters.command import CommandException, CommandObject
from aiogram.types import Animation, Audio, CallbackQuery, Document, Message, Video

from handlers.channel_presses import channel_of
from news.attachments import TELEGRAM
from news.errors import ButtonStale
from news.ledger import Address, MessageKind
from news.model import Attachment
from news.richtext import Entity, RichText, clean_rich, rich, units
from news.verdicts import Pressed
from news.words import clean, collapse

NUMBER_SIGNS = ("№", "#")
_ANY_SIGN = f"[{''.join(NUMBER_SIGNS)}]"
_BLANK = r"[\s\u200b-\u200f\u2060\ufeff]*"
_SIGN = rf"{_BLANK}{_ANY_SIGN}?{_BLANK}"
# What may stand between the groups of a number before a text (no-break spaces of any width), and of a number alone.
_NO_BREAK = "\u00a0\u2007\u2009\u202f"
_BETWEEN_GROUPS = f" {_NO_BREAK}.,'’"
_GROUPS = r"[1-9]\d{{0,2}}(?:[{}]\d{{3}}){{1,5}}(?!\w)"
_NUMBER = re.compile(rf"{_SIGN}({_GROUPS.format(_NO_BREAK)}|\d{{1,18}}(?!\w))\s*")
_NUMBER_ALONE = re.compile(rf"{_SIGN}({_GROUPS.format(_BETWEEN_GROUPS)})\W*")
# The number may touch the command. Telegram puts the bot's name behind all letters and digits.
_COMMAND = re.compile(
    rf"/(?P<name>[a-z]+)(?:_?(?P<number>{_ANY_SIGN}?\d+))?(?:@(?P<mention>\w+))?(?![\w/@])[:,=]?\s*", re.IGNORECASE
)


_KINDS = {
    Animation: MessageKind.ANIMATION,
    Video: MessageKind.VIDEO,
    Audio: MessageKind.AUDIO,
    Document: MessageKind.DOCUMENT,
}


class Command(filters.Command):
    """Accepts a command as people type it: in any case, and with a number that touches it (`/Read12`, `/read_12`)."""

    def __init__(self, *names: str) -> None:
        super().__init__(*names, ignore_case=True)

    @classmethod
    def extract_command(cls, text: str) -> CommandObject:
        """Return the parts of a command. `argument` reads what follows it."""
        found = _COMMAND.match(text)
        if found is None:
            raise CommandException
        return CommandObject("/", found["name"], found["mention"])


def address_of(message: Message) -> Address:
    """Return the place that a message was written in. Replies outside of forums have threads too, but no topics."""
    topic = message.message_thread_id if message.is_topic_message else None
    return Address(message.chat.id, topic or 0)


def place_of(query: CallbackQuery) -> Address:
    """Return the place for which a button chooses: the private chat, group or topic of its message, or a channel.

    Raises ButtonStale for a message in a group that Telegram does not show: its topic is not known.
    """
    channel = channel_of(query)
    if channel is not None:
        return channel.place.address
    message = query.message
    if message is None or message.chat.type == "private":
        return Address(query.from_user.id)
    if not isinstance(message, Message):
        raise ButtonStale
    return address_of(message)


def pressed(query: CallbackQuery) -> Pressed | None:
    """Return the message whose button was pressed; None if Telegram does not show it."""
    if not isinstance(query.message, Message):
        return None
    return Pressed(address_of(query.message), query.message.message_id)


def typed(message: Message) -> RichText:
    """Return the text or caption of a message, safe to store; empty if it has neither."""
    text = message.text or message.caption or ""
    found = message.entities or message.caption_entities or []
    return clean_rich(text, [Entity(entity.type, entity.offset, entity.length, entity.url) for entity in found])


def argument(message: Message) -> RichText:
    """Return the text after the command of a message, with its entities. It begins with a number that touches it."""
    whole = typed(message)
    command = _COMMAND.match(whole.text)
    if command is None:
        return whole
    rest = whole.cut(units(command.group()), whole.units)
    return (rich(f"{command['number']} ") + rest if command["number"] else rest).strip()


def split_number(text: str, *, needs_text: bool = False) -> tuple[int | None, str]:
    """Split `12 and so on` into the number and the rest; None if the text does not begin with a number.

    `1 000` is one number, but if it `needs_text`, it is the number 1 and a text.
    """
    found = (not needs_text and _NUMBER_ALONE.fullmatch(text)) or _NUMBER.match(text)
    if not found:
        return None, text.strip()
    return int("".join(filter(str.isdecimal, found[1]))), text[found.end() :].strip()


def article_key(message: Message) -> str:
    """Return the key of the draft that comes from a message: the same before and after the message is edited."""
    return key_of(message.chat.id, message.message_id)


def key_of(chat_id: int, message_id: int) -> str:
    """Return the key of the draft that comes from the message with this id."""
    return f"message:{chat_id}:{message_id}"


def file_of(message: Message) -> Animation | Video | Audio | Document | None:
    """Return the file of a message other than a photo. An animation comes with a document too, for old clients."""
    return message.animation or message.video or message.audio or message.document


def attachment(message: Message) -> Attachment | None:
    """Return the picture or other file of a message, without its caption; None for a message that has no such file."""
    if message.photo:  # the largest size is the last
        photo = message.photo[-1]
        return Attachment(MessageKind.PHOTO, f"{TELEGRAM}{photo.file_unique_id}", photo.file_id)
    file = file_of(message)
    if file is None:
        return None
    return Attachment(
        _KINDS[type(file)],
        f"{TELEGRAM}{file.file_unique_id}",
        file.file_id,
        name=collapse(clean(file.file_name or "")),
    )
