"""Pictures and other files of an article: how they are stored, and which of them Telegram sends together."""

import json
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from news.ledger import MessageKind
from news.model import Article, Attachment
from news.richtext import allowed

TELEGRAM, STORED = "tg:", "sha256:"
PICTURES = frozenset({MessageKind.PHOTO, MessageKind.VIDEO})
# https://core.telegram.org/bots/api#sendphoto: a larger picture is sent as a document.
MAX_PHOTO_BYTES = 10 * 1024 * 1024
# How files begin, by their formats; what is not among them is a document.
_BEGINNINGS = (
    (b"\xff\xd8\xff", MessageKind.PHOTO),  # JPEG
    (b"\x89PNG\r\n\x1a\n", MessageKind.PHOTO),
    (b"GIF8", MessageKind.ANIMATION),
    (b"ID3", MessageKind.AUDIO),  # MP3 with tags
    (b"\xff\xfb", MessageKind.AUDIO),  # MP3 without
)
# https://core.telegram.org/bots/api#sendmediagroup: photos and videos go together, an animation always alone.
_ALBUMS = {
    MessageKind.PHOTO: "pictures",
    MessageKind.VIDEO: "pictures",
    MessageKind.AUDIO: "audio",
    MessageKind.DOCUMENT: "documents",
}


def dump(attachments: Sequence[Attachment]) -> str | None:
    """Return attachments as JSON, None if there are none, without the ids of files, which belong to a bot."""
    if not attachments:
        return None
    rows = [
        {"kind": each.kind.value, "source": each.source}
        | ({"caption": each.caption} if each.caption else {})
        | ({"name": each.name} if each.name else {})
        for each in attachments
    ]
    return json.dumps(rows, ensure_ascii=False)


def load(stored: str | None) -> tuple[Attachment, ...]:
    """Return the attachments that `dump` has stored; none if they cannot be read: the text is not lost with them."""
    if stored is None:
        return ()
    try:
        return tuple(
            Attachment(MessageKind(row["kind"]), str(row["source"]), None, row.get("caption", ""), row.get("name", ""))
            for row in json.loads(stored)
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return ()


def is_to_be_loaded(attachment: Attachment) -> bool:
    """Whether an imported line names the file, by its address or path: nothing of it is stored yet."""
    return attachment.kind is MessageKind.DOCUMENT and not attachment.source.startswith((TELEGRAM, STORED))


def kind_of_content(content: bytes) -> MessageKind:
    """Return as what a file is sent, by its first bytes."""
    if content[4:8] == b"ftyp":
        return MessageKind.VIDEO
    kind = next((kind for beginning, kind in _BEGINNINGS if content.startswith(beginning)), MessageKind.DOCUMENT)
    return MessageKind.DOCUMENT if kind is MessageKind.PHOTO and len(content) > MAX_PHOTO_BYTES else kind


def address_of_picture(article: Article) -> str | None:
    """Return the web address of the article's first picture, if that is where the picture is."""
    pictures = (each for each in article.attachments if each.kind is MessageKind.PHOTO)
    return next((allowed(each.source) for each in pictures), None)


def lead_picture(article: Article) -> Attachment | None:
    """Return the picture, video or animation that a message can show with its text; None if there is none.

    A picture at a web address is shown as a link preview instead: Telegram refuses the message if it cannot fetch it.
    """
    first = next(iter(article.attachments), None)
    if first is None or first.kind not in PICTURES | {MessageKind.ANIMATION}:
        return None
    return first if is_sendable(first) else None


def is_sendable(attachment: Attachment) -> bool:
    """Whether the file can be sent: Telegram has it, or its bytes are known."""
    return attachment.file_id is not None or attachment.content is not None


def kind_of_album(group: Sequence[Attachment]) -> MessageKind | None:
    """Return the kind of all files of a group, None if it has photos and videos."""
    kinds = {each.kind for each in group}
    return kinds.pop() if len(kinds) == 1 else None


def albums(attachments: Sequence[Attachment]) -> list[tuple[Attachment, ...]]:
    """Return the attachments in the groups that Telegram sends together, each in its order."""
    keyed = [(_ALBUMS.get(each.kind, f"{each.source} {number}"), each) for number, each in enumerate(attachments)]
    ranked = sorted(keyed, key=itemgetter(0))
    return [tuple(each for _, each in group) for _, group in groupby(ranked, key=itemgetter(0))]
