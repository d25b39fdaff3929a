"""A card: one message of the bot, its text, media and buttons. Answers and pushes use the same cards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from news.ledger import MessageKind
from news.richtext import RichText

# A narrow phone shows five buttons with six digits each in a row.
NUMBERS_IN_ROW = 5
# In front of the name of the screen that a button leads back to.
BACK = "‹ "
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# https://core.telegram.org/bots/api#sendmediagroup: documents and audio are grouped with their own kind only.
MAX_ALBUM = 10
_ALBUMS = ({MessageKind.PHOTO, MessageKind.VIDEO}, {MessageKind.DOCUMENT}, {MessageKind.AUDIO})

Row = Sequence[InlineKeyboardButton]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is sent as bytes; `name` is the file name that people see."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or another file of a message: a file_id or URL, or bytes to upload. `kind` is not TEXT.

    `source` names the file for every bot; without one, the id, the URL or the bytes do. Of one file, the text of the
    card is the caption; in an album the first file has the text, and each other one its own `caption`.
    """

    kind: MessageKind
    file: str | Upload
    source: str = ""
    caption: str = ""


# A block of a rich message as JSON (https://core.telegram.org/bots/api#inputrichblock), or a picture between them.
Block = Mapping[str, Any] | Media


@dataclass(frozen=True)
class Card:
    """Text with entities and buttons. With `reply_placeholder`, the client opens a reply instead, with that hint.

    With a `reply_button`, the client shows that one button in place of the letters; once it is pressed, it goes away.
    With `without_reply_button`, it goes away at once, and the card has no buttons.

    With one of `media` the text is its caption; two to ten are an album, whose first item has the caption. An album has
    no buttons. A `silent` card makes no sound. `in_place_of_media` replaces the file of a message that an edit turns
    into this card, which has none. A new message answers the message `reply_to` of the same chat, if one is given.
    Raises ValueError for media that Telegram does not send together.

    With `blocks` the card is a rich message: they are shown in place of the text, and there are no media beside them.

    `memo` belongs to `handlers.encoding`: a card is encoded once, however often it is sent.
    """

    text: RichText
    rows: Sequence[Row] = ()
    preview: LinkPreviewOptions = field(default=NO_PREVIEW)
    reply_placeholder: str | None = None
    reply_button: KeyboardButton | None = None
    without_reply_button: bool = False
    media: tuple[Media, ...] = ()
    in_place_of_media: Media | None = None
    silent: bool = False
    reply_to: int | None = None
    blocks: tuple[Block, ...] = ()
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kinds = {medium.kind for medium in self.media}
        if MessageKind.TEXT in kinds:
            raise ValueError("a text is no medium")
        if self.blocks and self.media:
            raise ValueError("the media of a rich message are among its blocks")
        if self.is_album:
            if len(self.media) > MAX_ALBUM or not any(kinds <= album for album in _ALBUMS):
                raise ValueError(f"no album of {len(self.media)} items: {', '.join(sorted(kinds))}")
            if self.reply_markup is not None:
                raise ValueError("an album has no buttons")

    @property
    def is_album(self) -> bool:
        """Whether the card is sent as several messages."""
        return len(self.media) > 1

    @property
    def kind(self) -> MessageKind:
        """The kind of the message that shows the card; of an album, the kind of its first message."""
        return self.media[0].kind if self.media else MessageKind.TEXT

    @property
    def entities(self) -> list[MessageEntity]:
        """The text's entities as aiogram sends them."""
        return [
            MessageEntity(type=entity.type, offset=entity.offset, length=entity.length, url=entity.url)
            for entity in self.text.entities
        ]

    @property
    def inline_keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons; None if there are none."""
        rows = [list(row) for row in self.rows if row]
        return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None

    @property
    def reply_markup(
        self,
    ) -> InlineKeyboardMarkup | ForceReply | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
        """The reply markup of a new message: the buttons, the forced reply, or the button in place of the letters."""
        if self.reply_button is not None:
            keyboard = [[self.reply_button]]
            return ReplyKeyboardMarkup(keyboard=keyboard, resize_keyboard=True, one_time_keyboard=True)
        if self.without_reply_button:
            return ReplyKeyboardRemove(remove_keyboard=True)
        if self.reply_placeholder is not None:
            return ForceReply(input_field_placeholder=self.reply_placeholder, selective=True)
        return self.inline_keyboard


def button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """Return a button with callback data."""
    return InlineKeyboardButton(text=label, callback_data=data.pack())


def link_button(label: str, url: str) -> InlineKeyboardButton:
    """Return a button that opens a URL."""
    return InlineKeyboardButton(text=label, url=url)


def in_rows(buttons: Iterable[InlineKeyboardButton], width: int = NUMBERS_IN_ROW) -> list[Row]:
    """Lay buttons out in rows of equal length as far as possible: ten as 5 + 5, six as 3 + 3."""
    found = list(buttons)
    if not found:
        return []
    count = -(-len(found) // width)
    size = -(-len(found) // count)
    return [found[start : start + size] for start in range(0, len(found), size)]
