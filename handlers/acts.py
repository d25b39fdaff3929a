"""An act of an editor's as the handlers see it: its messages, what an article can take of it, and what it cannot."""

import json
from collections.abc import Sequence
from dataclasses import replace

from aiogram import Bot
from aiogram.types import Message, MessageOriginChannel

from handlers.messages import attachment, file_of, typed
from handlers.parts import FIELD, Json, captioned, join
from news.model import Attachment
from news.ports.parts import Part

# https://core.telegram.org/bots/api#getfile: a bot cannot download a larger file.
MAX_FILE_BYTES = 20 * 2**20
# The fields of a message that an article can be made of, or that say whose it is; `from_user` is aiogram's name.
_KEPT = frozenset(
    (
        "message_id",
        "date",
        "edit_date",
        "chat",
        "from",
        "media_group_id",
        "forward_origin",
        "forward_date",
        "text",
        "entities",
        "caption",
        "caption_entities",
        "photo",
        "video",
        "animation",
        "document",
        "audio",
    )
)
_CONTENT = {"from_user", *_KEPT}
# What a person can send besides texts and files: https://core.telegram.org/bots/api#message
LARGE_FILE = "large_file"
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
    return joined or [message.model_dump(mode="json", by_alias=True, exclude_none=True, include=_CONTENT)]


def parts_of(message: Message) -> list[Part]:
    """Return the messages of an act as they are stored."""
    contents = [{name: value for name, value in each.items() if name in _KEPT} for each in messages_of(message)]
    return [
        Part(message.chat.id, each["message_id"], message.message_id, json.dumps(each), each.get("media_group_id"))
        for each in contents
    ]


def whole(parts: Sequence[Part], bot: Bot) -> Message:
    """Return the message of an act that was stored: one that is joined if there are several parts."""
    return Message.model_validate(join([json.loads(part.content) for part in parts]), context={"bot": bot})


def attachments(message: Message, *, captions: bool = False) -> tuple[Attachment, ...]:
    """Return the files of an act in their order, without those that are too large.

    A caption that is the text of the whole act does not stand under its file again, unless all `captions` are wanted.
    """
    items = _items(message)
    titled = None if captions else captioned(messages_of(message))["message_id"]
    found = ((item, attachment(item)) for item in items if not _is_too_large(item))
    return tuple(
        replace(file, caption="" if item.message_id == titled else typed(item).text)
        for item, file in found
        if file is not None
    )


def too_large_files(message: Message) -> list[str]:
    """Return the names of the files that are too large, in their order; "" for one without a name."""
    found = (attachment(item) for item in _items(message) if _is_too_large(item))
    return [file.name for file in found if file is not None]


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
    """Return what a message holds that no article can take: a field's name, or `LARGE_FILE`; None for all else."""
    if too_large_files(message):
        return LARGE_FILE
    return next((name for name in UNUSABLE if getattr(message, name, None) is not None), None)


def _items(message: Message) -> list[Message]:
    found = messages_of(message)
    return [message] if len(found) == 1 else [Message.model_validate(each) for each in found]


def _is_too_large(message: Message) -> bool:
    size = getattr(message.photo[-1] if message.photo else file_of(message), "file_size", None)
    return isinstance(size, int) and size > MAX_FILE_BYTES
