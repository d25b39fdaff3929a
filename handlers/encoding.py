"""The encoder: turns a card into a call of the Bot API. Every message, edit and answer of the bot is encoded here.

Nothing is sent here. A card is encoded once; for each chat only its address is put in front, so that a push to a
million chats costs one formatting of bytes a message.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, NamedTuple

from aiogram.types import InlineQueryResultsButton

from handlers.cards.card import Card, Media, Upload
from handlers.cards.inline_results import InlineResult
from news.ledger import MessageKind
from news.richtext import RichText

JSON_TYPE = b"application/json"
# https://core.telegram.org/bots/api#sendphoto: a caption has at most 1,024 UTF-16 units after entity parsing.
CAPTION_UNITS = 1024

_SEND_METHODS = {
    MessageKind.TEXT: "sendMessage",
    MessageKind.PHOTO: "sendPhoto",
    MessageKind.VIDEO: "sendVideo",
    MessageKind.ANIMATION: "sendAnimation",
    MessageKind.DOCUMENT: "sendDocument",
    MessageKind.AUDIO: "sendAudio",
}
# Sent with an edit to a message without buttons: some clients keep the old buttons if an edit has no markup.
_NO_BUTTONS: dict[str, Any] = {"inline_keyboard": []}

Parameters = dict[str, Any]


class Call(NamedTuple):
    """A call of the Bot API: the method's name, and the body of the request with its content type."""

    method: str
    body: bytes
    content_type: bytes = JSON_TYPE


@dataclass(frozen=True, slots=True)
class Encoded:
    """A call without its address: `tail` is the rest of the body, in JSON without the opening brace.

    If files are uploaded, `tail` is the rest of a multipart form, and `boundary` separates its parts.
    """

    method: str
    tail: bytes
    boundary: bytes = b""

    def send(self, chat_id: int, topic: int | None = None, reply_to: int | None = None) -> Call:
        """Return the call that sends the message to a chat, or to a topic of a forum, as a reply to a message.

        If the message that it replies to was deleted, it is sent all the same.
        """
        if topic is None and reply_to is None and not self.boundary:
            return Call(self.method, b'{"chat_id":%d,%b' % (chat_id, self.tail))
        address: Parameters = {"chat_id": chat_id}
        if topic is not None:
            address["message_thread_id"] = topic
        if reply_to is not None:
            address["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        return self._call(address)

    def whisper(self, chat_id: int, person: int, reply_to: int | None = None) -> Call:
        """Return the call that sends an ephemeral message, which one member of a group sees."""
        address: Parameters = {"chat_id": chat_id, "ephemeral_message_parameters": {"receiver_user_id": person}}
        if reply_to is not None:
            address["reply_parameters"] = {"message_id": reply_to}
        return self._call(address)

    def edit(self, chat_id: int, message_id: int) -> Call:
        """Return the call that applies an edit to a message."""
        if not self.boundary:
            return Call(self.method, b'{"chat_id":%d,"message_id":%d,%b' % (chat_id, message_id, self.tail))
        return self._call({"chat_id": chat_id, "message_id": message_id})

    def paid(self) -> "Encoded":
        """Return the same message, sent by paid broadcast (https://core.telegram.org/bots/api#sendmessage)."""
        return replace(self, tail=self._head({"allow_paid_broadcast": True}) + self.tail)

    def _call(self, address: Parameters) -> Call:
        if not self.boundary:
            return Call(self.method, b"{" + self._head(address) + self.tail)
        return Call(self.method, self._head(address) + self.tail, b"multipart/form-data; boundary=" + self.boundary)

    def _head(self, parameters: Parameters) -> bytes:
        return _fields(parameters, self.boundary) if self.boundary else _json(parameters)[1:-1] + b","


def encode(card: Card) -> Encoded:
    """Return the card as a new message."""
    return _remembered(card, "send", _send)


def edit(
    card: Card, chat_id: int, message_id: int, kind: MessageKind = MessageKind.TEXT, *, same_media: bool = True
) -> Call | None:
    """Return the call that makes a sent message of this kind show the card; None if no edit can.

    A medium never becomes a text: the card's text is then its caption. It is not cut; None means that it is too long.
    With `same_media`, a message of the card's kind keeps its file. An album's items are edited one by one: this edits
    the caption of the first one, which shows the card's text. A card without media may take the file away.
    A text becomes a rich message and the other way round; a medium never becomes one.
    """
    if not card.media and kind is MessageKind.TEXT:
        return edit_text(card, chat_id, message_id)
    if card.text.units > CAPTION_UNITS or (card.is_album and kind is MessageKind.TEXT):
        return None
    if not card.media and card.in_place_of_media is not None:
        card = _with_media(card)
    elif not card.media or card.is_album or (kind is card.kind and same_media):
        return _remembered(card, "edit caption", _edit_caption).edit(chat_id, message_id)
    return _remembered(card, "edit media", _edit_media).edit(chat_id, message_id)


def edit_text(card: Card, chat_id: int, message_id: int) -> Call:
    """Return the call that makes a sent text or rich message show the card, which has no media."""
    return _remembered(card, "edit text", _edit_text).edit(chat_id, message_id)


def edit_buttons(card: Card, chat_id: int, message_id: int) -> Call:
    """Return the call that puts the card's buttons under a sent message, whose text and media stay."""
    return _remembered(card, "edit buttons", _edit_buttons).edit(chat_id, message_id)


def callback_answer(query_id: str, text: str | None = None, *, alert: bool = True) -> Call:
    """Return the call that answers a callback query; a text is shown as an alert, or goes away by itself."""
    if text is None:
        return Call("answerCallbackQuery", b'{"callback_query_id":%b}' % json.dumps(query_id).encode())
    return Call("answerCallbackQuery", _json({"callback_query_id": query_id, "text": text, "show_alert": alert}))


def inline_answer(
    query_id: str,
    results: Sequence[InlineResult],
    *,
    next_offset: str,
    cache_seconds: int,
    button: InlineQueryResultsButton | None,
) -> Call:
    """Return the call that answers an inline query for this person only."""
    parameters: Parameters = {
        "inline_query_id": query_id,
        "results": [_inline_result(result) for result in results],
        "cache_time": cache_seconds,
        "is_personal": True,
        "next_offset": next_offset,
    }
    if button is not None:
        parameters["button"] = button.model_dump(exclude_none=True)
    return Call("answerInlineQuery", _json(parameters))


def _remembered(card: Card, name: str, make: Callable[[Card], Encoded]) -> Encoded:
    found: Encoded | None = card.memo.get(name)
    if found is None:
        found = card.memo[name] = make(card)
    return found


def _send(card: Card) -> Encoded:
    uploads = list[Upload]()
    parameters = _silence(card)
    if card.blocks:
        parameters |= _rich(card, uploads)
    elif not card.media:
        parameters |= _text(card)
    elif card.is_album:
        items = [_item(medium, uploads) for medium in card.media]
        items[0] |= _caption(card.text)
        for medium, item in zip(card.media[1:], items[1:], strict=True):
            item |= {"caption": medium.caption} if medium.caption else {}
        parameters["media"] = items
    else:
        parameters |= {card.kind.value: _reference(card.media[0], uploads)} | _caption(card.text)
    if card.reply_markup is not None:
        parameters["reply_markup"] = card.reply_markup.model_dump(exclude_none=True)
    return _encoded(_method(card), parameters, uploads)


def _method(card: Card) -> str:
    if card.blocks:
        return "sendRichMessage"
    return "sendMediaGroup" if card.is_album else _SEND_METHODS[card.kind]


def _edit_text(card: Card) -> Encoded:
    uploads = list[Upload]()
    content = _rich(card, uploads) if card.blocks else _text(card)
    return _encoded("editMessageText", content | _buttons(card), uploads)


def _edit_buttons(card: Card) -> Encoded:
    return _encoded("editMessageReplyMarkup", _buttons(card))


def _edit_caption(card: Card) -> Encoded:
    caption = {"caption": card.text.text, "caption_entities": _entities(card.text)}
    return _encoded("editMessageCaption", caption | ({} if card.is_album else _buttons(card)))


def _edit_media(card: Card) -> Encoded:
    uploads = list[Upload]()
    parameters = {"media": _item(card.media[0], uploads) | _caption(card.text)} | _buttons(card)
    return _encoded("editMessageMedia", parameters, uploads)


def _with_media(card: Card) -> Card:
    """Return a card without media with the file that takes the place of one."""
    found: Card | None = card.memo.get("with media")
    if found is None and card.in_place_of_media is not None:
        found = card.memo["with media"] = replace(card, media=(card.in_place_of_media,))
    return found or card


def _inline_result(result: InlineResult) -> Parameters:
    text = _text(result.card)
    found: Parameters = {"type": "article", "id": result.id, "title": result.title, "description": result.description}
    found["input_message_content"] = {"message_text": text.pop("text")} | text
    return found | (_buttons(result.card) if result.card.inline_keyboard is not None else {})


def _text(card: Card) -> Parameters:
    return {
        "text": card.text.text,
        "entities": _entities(card.text),
        "link_preview_options": card.preview.model_dump(exclude_none=True, exclude_defaults=True),
    }


def _rich(card: Card, uploads: list[Upload]) -> Parameters:
    blocks = [_picture(block, uploads) if isinstance(block, Media) else block for block in card.blocks]
    return {"rich_message": {"blocks": blocks}}


def _picture(medium: Media, uploads: list[Upload]) -> Parameters:
    """Return a picture or another file as a block of a rich message."""
    block = {"type": medium.kind.value, medium.kind.value: _item(medium, uploads)}
    return block | ({"caption": {"text": medium.caption}} if medium.caption else {})


def _caption(text: RichText) -> Parameters:
    return {"caption": text.text, "caption_entities": _entities(text)} if text else {}


def _entities(text: RichText) -> list[Parameters]:
    return [
        {"type": entity.type, "offset": entity.offset, "length": entity.length}
        | ({} if entity.url is None else {"url": entity.url})
        for entity in text.entities
    ]


def _buttons(card: Card) -> Parameters:
    keyboard = card.inline_keyboard
    return {"reply_markup": _NO_BUTTONS if keyboard is None else keyboard.model_dump(exclude_none=True)}


def _silence(card: Card) -> Parameters:
    return {"disable_notification": True} if card.silent else {}


def _item(medium: Media, uploads: list[Upload]) -> Parameters:
    return {"type": medium.kind.value, "media": _reference(medium, uploads)}


def _reference(medium: Media, uploads: list[Upload]) -> str:
    """Return what stands for a file in the parameters (https://core.telegram.org/bots/api#sending-files)."""
    if isinstance(medium.file, str):
        return medium.file
    uploads.append(medium.file)
    return f"attach://file{len(uploads) - 1}"


def _encoded(method: str, parameters: Parameters, uploads: Sequence[Upload] = ()) -> Encoded:
    if not uploads:
        return Encoded(method, _json(parameters)[1:])
    # The boundary must not occur in the parts: no part contains the digest of them all.
    boundary = sha256(b"".join((_json(parameters), *(file.content for file in uploads)))).hexdigest().encode()
    parts = [_fields(parameters, boundary), *(_file(index, file, boundary) for index, file in enumerate(uploads))]
    return Encoded(method, b"".join(parts) + b"--%b--\r\n" % boundary, boundary)


def _fields(parameters: Parameters, boundary: bytes) -> bytes:
    """Return parameters as parts of a multipart form (RFC 7578): a string as it is, anything else as JSON."""
    part = b'--%b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
    return b"".join(
        part % (boundary, name.encode(), value.encode() if isinstance(value, str) else _json(value))
        for name, value in parameters.items()
    )


def _file(index: int, file: Upload, boundary: bytes) -> bytes:
    name = file.name.encode().translate(None, b'\r\n"\\')
    part = b'--%b\r\nContent-Disposition: form-data; name="file%d"; filename="%b"\r\n'
    return part % (boundary, index, name) + b"Content-Type: application/octet-stream\r\n\r\n%b\r\n" % file.content


def _json(value: Any) -> bytes:
    """Return compact JSON. In UTF-8, Cyrillic takes a third of the bytes that escapes take."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
