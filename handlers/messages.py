"""Reading messages: the cleaned text with entities, the arguments of commands, and the words of a search."""

import re

from aiogram.types import Message

from handlers.cards.search import PAYLOAD
from news.ledger import Address
from news.richtext import Entity, RichText, clean_rich, units

NUMBER_SIGNS = ("№", "#")
_NUMBER = re.compile(rf"\s*[{''.join(NUMBER_SIGNS)}]?\s*(\d{{1,18}})(?!\w)\s*", re.UNICODE)
_COMMAND = re.compile(r"/\S+\s*")
_SEARCH_MARK = f"?start={PAYLOAD}"


def address_of(message: Message) -> Address:
    """Return the place that a message was written in. Replies outside of forums have threads too, but no topics."""
    topic = message.message_thread_id if message.is_topic_message else None
    return Address(message.chat.id, topic or 0)


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


def split_number(text: str) -> tuple[int | None, str]:
    """Split `12 and so on` into the number and the rest; None if the text does not begin with a number."""
    found = _NUMBER.match(text)
    return (int(found[1]), text[found.end() :].strip()) if found else (None, text.strip())


def searched_words(message: Message) -> str | None:
    """Return the words of the search that a message of the bot belongs to: the text of its link to the search.

    None if the message has no such link.
    """
    for entity in message.entities or []:
        if entity.type == "text_link" and (entity.url or "").endswith(_SEARCH_MARK):
            text = message.text or ""
            return entity.extract_from(text) if entity.offset + entity.length <= units(text) else ""
    return None
