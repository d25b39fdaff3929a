"""Pictures and other files of an article: the messages that show them, and the buttons that send them."""

from functools import lru_cache
from struct import pack
from zlib import compress, crc32

from handlers.callbacks.reading import ShowMedia
from handlers.cards.card import Card, Media, Row, Upload, button
from news.attachments import albums, is_sendable, kind_of_album
from news.ledger import MessageKind
from news.model import Article, Attachment
from news.richtext import rich
from texts import Texts

# What a message of one file shows when the file is taken away: such a message never becomes a text.
EMPTY_SIZE = (640, 360)
EMPTY_GREY = 0xE6
# RGB.
SKY, FIELD = (0x8F, 0xC1, 0xE8), (0x6E, 0xA8, 0x5C)
BUTTONS_IN_ROW = 2


def media_of(attachment: Attachment) -> Media:
    """Return an attachment as it is sent: by its id, or as bytes if this bot has never sent it."""
    file = attachment.file_id or Upload(attachment.name or attachment.kind.value, attachment.content or b"")
    return Media(attachment.kind, file, attachment.source, attachment.caption)


def album_card(article: Article, group: int) -> Card:
    """Show one group of an article's files: a picture, or an album; its title, where the first has no caption.

    Raises IndexError for a group that the article has no more, and ValueError if none of its files can be sent.
    """
    files = [each for each in albums(article.attachments)[group] if is_sendable(each)]
    if not files:
        raise ValueError(f"no file of article {article.number}, group {group}, can be sent")
    return Card(rich(files[0].caption or article.title), media=tuple(media_of(each) for each in files))


def media_rows(article: Article, t: Texts, *, but: Attachment | None = None) -> list[Row]:
    """Return a button for each group of files that can be sent, without a group of only the file `but`."""
    buttons = [
        button(_label(group, t), ShowMedia(number=article.number, group=index))
        for index, group in enumerate(albums(article.attachments))
        if any(is_sendable(each) for each in group) and group != (but,)
    ]
    return [buttons[start : start + BUTTONS_IN_ROW] for start in range(0, len(buttons), BUTTONS_IN_ROW)]


def kind_word(kind: MessageKind, t: Texts) -> str:
    """Return what a headline's meta line calls the first attachment of its article."""
    words = {
        MessageKind.PHOTO: t("photo"),
        MessageKind.VIDEO: t("video"),
        MessageKind.ANIMATION: t("animation"),
        MessageKind.AUDIO: t("audio"),
        MessageKind.DOCUMENT: t("file"),
    }
    return words[kind]


@lru_cache(1)
def empty_picture() -> Media:
    """Return a plain grey picture: it takes the place of one that was withdrawn with its article."""
    width, height = EMPTY_SIZE
    content = _png((b"\0" + bytes([EMPTY_GREY]) * width) * height, colour_type=0)
    return Media(MessageKind.PHOTO, Upload("empty.png", content), "vestnik:empty")


@lru_cache(1)
def sample_picture() -> Media:
    """Return a picture of a field under the sky."""
    width, height = EMPTY_SIZE
    ground = height // 3
    sky, field = ((b"\0" + bytes(colour) * width) for colour in (SKY, FIELD))
    content = _png(sky * (height - ground) + field * ground, colour_type=2)
    return Media(MessageKind.PHOTO, Upload("sample.png", content), "vestnik:sample")


def _png(rows: bytes, *, colour_type: int) -> bytes:
    """Return a PNG of EMPTY_SIZE: https://www.w3.org/TR/png-3/. Of its colour types, 0 is grey and 2 is RGB."""
    header = pack(">IIBBBBB", *EMPTY_SIZE, 8, colour_type, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", compress(rows, 9)), (b"IEND", b"")]
    body = b"".join(pack(">I", len(data)) + name + data + pack(">I", crc32(name + data)) for name, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


def _label(group: tuple[Attachment, ...], t: Texts) -> str:
    kind, count = kind_of_album(group), len(group)
    one, many = {
        MessageKind.PHOTO: (t("Photo"), t("Photos ({count})", count=count)),
        MessageKind.VIDEO: (t("Video"), t("Videos ({count})", count=count)),
        MessageKind.ANIMATION: (t("Animation"), t("Animation")),
        MessageKind.AUDIO: (t("Audio"), t("Audio ({count})", count=count)),
        MessageKind.DOCUMENT: (t("File"), t("Files ({count})", count=count)),
        None: (t("Photos and videos ({count})", count=count),) * 2,
    }[kind]
    return one if count == 1 else many
