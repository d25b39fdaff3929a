"""The limit of every text field, in one place: the same for the chat, for imports, and on both databases.

A text that is too long is refused, with its length and the limit; none is cut. A text without a visible character is
empty. Lengths are UTF-16 units, as Telegram counts, if the text stands in a message with others.
"""

from collections.abc import Sequence
from dataclasses import replace

from news.errors import (
    FieldTooLong,
    HeadlineMissing,
    HeadlineTooLong,
    ReasonTooLong,
    TextTooLong,
    TooManyAttachments,
    TopicMissing,
)
from news.model import Attachment, NewArticle
from news.richtext import URL_LIMIT_BYTES, Body, plain, units
from news.visible import has_visible
from news.words import collapse

# In UTF-16 units.
HEADLINE_LIMIT = 250
LEAD_LIMIT = 1000
TOPIC_LIMIT = 64
REASON_LIMIT = 200
CAPTION_LIMIT = 1024  # https://core.telegram.org/bots/api#sendphoto
COMMENT_LIMIT = 2000
# In characters.
TEXT_LIMIT = 200_000
KEY_LIMIT = 200
# Attachments of an article.
ATTACHMENTS_LIMIT = 10
# In bytes of UTF-8: a file's source is a key in the database.
SOURCE_LIMIT = URL_LIMIT_BYTES


def checked(article: NewArticle) -> NewArticle:
    """Return the article with headline, lead and topic on one line; an invisible lead or topic is left out.

    Raises HeadlineMissing, HeadlineTooLong, TextTooLong, FieldTooLong, TooManyAttachments.
    """
    check_address("url", article.source_url or "")
    check_length("key", article.key, KEY_LIMIT)
    return replace(
        article,
        title=checked_headline(article.title),
        body=checked_text(article.body),
        lead=checked_lead(article.lead),
        topic=_checked_line("topic", article.topic or "", TOPIC_LIMIT) or None,
        attachments=checked_attachments(article.attachments),
    )


def checked_headline(title: str) -> str:
    """Return a headline on one line. Raises HeadlineMissing, HeadlineTooLong."""
    title = collapse(title)
    if not has_visible(title):
        raise HeadlineMissing
    if units(title) > HEADLINE_LIMIT:
        raise HeadlineTooLong(length=units(title), most=HEADLINE_LIMIT)
    return title


def checked_lead(lead: str) -> str:
    """Return a lead on one line, "" for an invisible one. Raises FieldTooLong."""
    return _checked_line("lead", lead, LEAD_LIMIT)


def checked_text(body: Body) -> Body:
    """Return the body as it is. Raises TextTooLong."""
    length = len(plain(body))
    if length > TEXT_LIMIT:
        raise TextTooLong(length=length, most=TEXT_LIMIT)
    return body


def checked_attachments(attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Return attachments with captions on one line. Raises TooManyAttachments, FieldTooLong."""
    if len(attachments) > ATTACHMENTS_LIMIT:
        raise TooManyAttachments(count=len(attachments), most=ATTACHMENTS_LIMIT)
    for each in attachments:
        check_length("media", each.source, SOURCE_LIMIT, length=len(each.source.encode("utf-8", "surrogatepass")))
    return tuple(replace(each, caption=_checked_line("caption", each.caption, CAPTION_LIMIT)) for each in attachments)


def checked_reason(reason: str) -> str:
    """Return a reason on one line, "" for an invisible one: then there is none. Raises ReasonTooLong."""
    reason = collapse(reason)
    if not has_visible(reason):
        return ""
    if units(reason) > REASON_LIMIT:
        raise ReasonTooLong(length=units(reason), most=REASON_LIMIT)
    return reason


def checked_topic(name: str) -> str:
    """Return the name of a topic on one line. Raises TopicMissing, FieldTooLong."""
    name = _checked_line("topic", name, TOPIC_LIMIT)
    if not name:
        raise TopicMissing
    return name


def check_address(field: str, address: str) -> None:
    """Raise FieldTooLong if a web address is too long for a unique index of PostgreSQL."""
    check_length(field, address, URL_LIMIT_BYTES, length=len(address.encode("utf-8", "surrogatepass")))


def check_length(field: str, text: str, most: int, *, length: int | None = None) -> None:
    """Raise FieldTooLong if a text is longer than `most`: in characters, unless its `length` is given."""
    length = len(text) if length is None else length
    if length > most:
        raise FieldTooLong(field=field, length=length, most=most)


def _checked_line(field: str, text: str, most: int) -> str:
    line = collapse(text)
    if not has_visible(line):
        return ""
    check_length(field, line, most, length=units(line))
    return line
