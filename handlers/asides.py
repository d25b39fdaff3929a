"""What a message says besides its text: advertisements hide in quotes, in replies to other chats, and behind words."""

from collections.abc import Iterator, Sequence

from aiogram.types import Chat, ExternalReplyInfo, Message, MessageEntity, MessageOriginChannel, MessageOriginChat

from news.screening import Aside
from news.words import clean


def aside_of(message: Message) -> Aside:
    """Return what a message says besides its text. Words quoted from the bot's own message are known, and left out."""
    entities = [*(message.entities or message.caption_entities or ())]
    quote = None if _answers_bot(message) else message.quote
    quoted = (quote.entities or ()) if quote else ()
    parts = [
        *_addresses([*entities, *quoted]),
        *([quote.text] if quote else []),
        *([message.link_preview_options.url or ""] if message.link_preview_options else []),
        *(_of_reply(message.external_reply) if message.external_reply else ()),
    ]
    mentions = any(entity.type == "text_mention" for entity in [*entities, *quoted])
    return Aside(clean("\n".join(filter(None, parts))), mentions or _has_contact(message.external_reply))


def _answers_bot(message: Message) -> bool:
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.is_bot


def _addresses(entities: Sequence[MessageEntity]) -> Iterator[str]:
    return (entity.url for entity in entities if entity.url)


def _of_reply(reply: ExternalReplyInfo) -> Iterator[str]:
    """Return what a reply to a message of another chat shows: a link to that chat, and the preview of a page."""
    if reply.link_preview_options is not None and reply.link_preview_options.url:
        yield reply.link_preview_options.url
    for chat in (reply.chat, _chat_of(reply)):
        if chat is not None:
            yield f"https://t.me/{chat.username or 'c'} {chat.title or ''}"


def _chat_of(reply: ExternalReplyInfo) -> Chat | None:
    if isinstance(reply.origin, MessageOriginChannel):
        return reply.origin.chat
    return reply.origin.sender_chat if isinstance(reply.origin, MessageOriginChat) else None


def _has_contact(reply: ExternalReplyInfo | None) -> bool:
    return reply is not None and reply.contact is not None
