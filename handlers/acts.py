"""An act of an editor's as the handlers see it: its messages, what an article can take of it, and what it cannot."""

import json
from collections.abc import Sequence
from typing import Any

from aiogram import Bot
from aiogram.types import Message, MessageOriginChannel

from handlers.parts import FIELD, Json, captioned, join
from news.ports.parts import Part

# https://core.telegram.org/bots/api#getfile: a bot cannot download a larger file.
MAX_FILE_BYTES = 20 * 2**20
# What a person can send besides texts and files: https://core.telegram.org/bots/api#message
UNUSABLE = (
    "voice",
    "video_note",
    "sticker",
    "poll",
    "venue",
    "location",
    "contact",
    "dice",
    "game",
    "story",
    "paid_media",
    "checklist",
    "giveaway",
    "invoice",
)


def messages_of(message: Message) -> list[Json]:
    """Return the messages of which a joined message was made, in their order; any other message alone."""
    joined = (message.model_extra or {}).get(FIELD)
    return joined or [message.model_dump(mode="json", by_alias=True, exclude_none=True)]


def parts_of(message: Message) -> list[Part]:
    """Return the messages of an act as they are stored."""
    return [
        Part(message.chat.id, each["message_id"], message.message_id, json.dumps(each), each.get("media_group_id"))
        for each in messages_of(message)
    ]


def whole(parts: Sequence[Part], bot: Bot) -> Message:
    """Return the message of an act that was stored: one that is joined if there are several parts."""
    return Message.model_validate(join([json.loads(part.content) for part in parts]), context={"bot": bot})


def is_forwarded(message: Message) -> bool:
    """Whether the sender forwarded it; the second field is that of older Bot API servers."""
    return message.forward_origin is not None or message.forward_date is not None


def source_url(message: Message) -> str | None:
    """Return the address of the channel post that was forwarded, None if it was none."""
    origin = message.forward_origin
    if not isinstance(origin, MessageOriginChannel):
        return None
    if origin.chat.username:
        return f"https://t.me/{origin.chat.username}/{origin.message_id}"
    return f"https://t.me/c/{str(origin.chat.id).removeprefix('-100')}/{origin.message_id}"


def unusable_kind(message: Message) -> str | None:
    """Return what a message holds that no article can take, by the name of its field; None for a text or a file."""
    return next((name for name in UNUSABLE if getattr(message, name, None) is not None), None)
