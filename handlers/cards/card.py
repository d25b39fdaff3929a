"""A card: one screen of the chat, text and buttons, for answers and pushes alike."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
)

from news.richtext import RichText

# Numbers up to six digits stay readable in a row of five on a narrow phone.
NUMBERS_IN_ROW = 5
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Row = Sequence[InlineKeyboardButton]


@dataclass(frozen=True)
class Card:
    """Text with entities and the buttons under it; `reply_to_it` opens the person's reply, with a placeholder."""

    text: RichText
    rows: Sequence[Row] = ()
    preview: LinkPreviewOptions = field(default=NO_PREVIEW)
    reply_placeholder: str | None = None

    @property
    def entities(self) -> list[MessageEntity]:
        """The text's entities as aiogram sends them."""
        return [
            MessageEntity(type=entity.type, offset=entity.offset, length=entity.length, url=entity.url)
            for entity in self.text.entities
        ]

    @property
    def inline_keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons, or None where there are none."""
        rows = [list(row) for row in self.rows if row]
        return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None

    @property
    def reply_markup(self) -> InlineKeyboardMarkup | ForceReply | None:
        """What goes under a new message: the buttons, or the reply it asks for."""
        if self.reply_placeholder is not None:
            return ForceReply(input_field_placeholder=self.reply_placeholder, selective=True)
        return self.inline_keyboard

    @cached_property
    def body(self) -> bytes:
        """The parameters of a message with this text and inline buttons, as JSON without its opening brace.

        Made once: what goes before them is the chat. Cyrillic in UTF-8 takes a third of what escapes take.
        """
        parameters: dict[str, Any] = {
            "text": self.text.text,
            "entities": [entity.model_dump(exclude_none=True) for entity in self.entities],
            "link_preview_options": self.preview.model_dump(exclude_none=True, exclude_defaults=True),
        }
        if self.inline_keyboard is not None:
            parameters["reply_markup"] = self.inline_keyboard.model_dump(exclude_none=True)
        return json.dumps(parameters, ensure_ascii=False, separators=(",", ":")).encode()[1:]

    def edit_body(self, chat_id: int, message_id: int) -> bytes:
        """Return the parameters of editMessageText that turn a message into this card, as JSON."""
        return b'{"chat_id":%d,"message_id":%d,%b' % (chat_id, message_id, self.body)


def button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """Make a button that carries ids."""
    return InlineKeyboardButton(text=label, callback_data=data.pack())


def link_button(label: str, url: str) -> InlineKeyboardButton:
    """Make a button that opens an address."""
    return InlineKeyboardButton(text=label, url=url)


def in_rows(buttons: Iterable[InlineKeyboardButton], width: int = NUMBERS_IN_ROW) -> list[Row]:
    """Lay buttons out in rows, as even as they can be: ten are five and five, six are three and three."""
    found = list(buttons)
    if not found:
        return []
    count = -(-len(found) // width)
    size = -(-len(found) // count)
    return [found[start : start + size] for start in range(0, len(found), size)]
