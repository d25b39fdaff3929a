"""Reading messages: the cleaned text with entities, and the arguments of commands."""

import re

from aiogram.types import Message

from news.richtext import Entity, RichText, clean_rich, units

NUMBER_SIGNS = ("№", "#")
_NUMBER = re.compile(rf"\s*[{''.join(NUMBER_SIGNS)}]?\s*(\d{{1,18}})(?!\w)\s*", re.UNICODE)
_COMMAND = re.compile(r"/\S+\s*")


def typed(message: Message) -> RichText:
    """Return the text or caption of a message, safe to store; empty if it has neither."""
    text = message.text or message.caption or ""
    found = message.entities or message.caption_entities or []
    return clean_rich(text, [Entity(entity.type, entity.offset, entity.length, entity.url) for entity in found])


def argument(message: Message) -> RichText:
    """Return the text after the command of a message, with its entities."""
    whole = typed(message)
    command = _COMMAND.match(whole.text)
    return whole.cut(units(command.group()), whole.units).strip() if command else whole


def article_key(message: Message) -> str:
    """Return the key of the draft that comes from a message: the same before and after the message is edited."""
    return f"message:{message.chat.id}:{message.message_id}"


def photo_id(message: Message) -> str | None:
    """Return the file of the largest size of a message's photo, None without a photo."""
    return message.photo[-1].file_id if message.photo else None


def split_number(text: str) -> tuple[int | None, str]:
    """Split `12 and so on` into the number and the rest; None if the text does not begin with a number."""
    found = _NUMBER.match(text)
    return (int(found[1]), text[found.end() :].strip()) if found else (None, text.strip())
