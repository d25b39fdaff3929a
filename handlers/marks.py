"""Marks: links to the bot by which its own messages say what an answer to them is for.

A mark works after a restart, and in each of several messages. Articles hold links of strangers, to this bot too, so a
link is a mark only if it names this bot and stands where the bot draws it: on the first line of a search, alone on the
second line of a question for a comment, at the beginning of a comment's line as its number, at the end of an article
that a search has found. The first lines of an article are its headline and its time, which have no links; from the
second page on its text stands first, but its buttons tell that the message shows an article. The text of a comment is
never linked.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from aiogram.types import Message, MessageEntity

from handlers.callbacks.correcting import EditAction
from handlers.callbacks.opening import ShowRelated
from handlers.callbacks.posting import DraftAction
from handlers.cards.search import PAYLOAD
from handlers.messages import split_number
from news.richtext import units

# Every message with the text of an article has one of these buttons; no question and no list of results has.
_ARTICLE_BUTTONS = tuple(f"{kind.__prefix__}{kind.__separator__}" for kind in (ShowRelated, DraftAction, EditAction))
_HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})


class Wanted(StrEnum):
    """What a reply to a message of the bot's is. The values begin the start parameters of the links."""

    COMMENT = "d"  # on the article with that number: ?start=d_12 opens its discussion
    ANSWER = "r"  # to the comment with that number
    EDIT = "e"  # of the own comment with that number


class Mark(NamedTuple):
    """What a reply is, and the number of the article or comment that it is for."""

    wanted: Wanted
    number: int


# The parameter of a comment's own link. Questions of earlier versions had it too, with the number of the article.
COMMENT_LINK = "c"
_ANSWERS_SIGN = "↳ "
_DIGITS = re.compile(r"\d+")


def wanted_of(question: Message, username: str) -> Mark | None:
    """Return for what the bot's message asks a comment, an answer or new words; None if it asks for none of these."""
    if _shows_article(question):
        return None
    for entity, payload in _links(question, username):
        before, linked, after = _around(question, entity)
        if before.count("\n") == 1 and before.endswith("\n") and linked and after.startswith("\n"):
            kind, _, rest = payload.partition("_")
            number = split_number(rest)[0]
            if number is not None and kind in (*Wanted, COMMENT_LINK):
                return Mark(Wanted.COMMENT if kind == COMMENT_LINK else Wanted(kind), number)
    return None


def shown_comment(message: Message, username: str, position: int | None = None) -> int | None:
    """Return the number of the comment that the bot's message shows; None if it shows none, or several.

    With the `position` of a quote in the message, in UTF-16 units, it is the comment that stands there.
    """
    if _shows_article(message):
        return None
    found = list(_numbers_of_comments(message, username))
    if position is not None:
        found = [(offset, number) for offset, number in found if offset <= position][-1:]
    return found[0][1] if len(found) == 1 else None


def _numbers_of_comments(message: Message, username: str) -> Iterator[tuple[int, int]]:
    """Return the numbers of the comments that a message shows, each with the offset at which its line begins."""
    for entity, payload in _links(message, username):
        kind, _, rest = payload.partition("_")
        before, linked, _after = _around(message, entity)
        line = before.rpartition("\n")[2]
        if kind == COMMENT_LINK and line in ("", _ANSWERS_SIGN) and _DIGITS.findall(linked) == [rest]:
            yield entity.offset - units(line), int(rest)


def posted_article(message: Message, username: str) -> int | None:
    """Return the number of the article that a channel's post leads to by its last link; None if it leads to none."""
    links = [payload for _, payload in _links(message, username)]
    kind, _, rest = links[-1].partition("_") if links else ("", "", "")
    return split_number(rest)[0] if kind == "a" else None


def asks_for_words(message: Message, username: str) -> bool:
    """Whether the bot's message asks for the words of a search, or shows what a search has found."""
    return not _shows_article(message) and _words_above(message, username) is not None


def searched_words(message: Message, username: str) -> str | None:
    """Return the words of the search to which the buttons of the bot's message belong; None if it shows no words.

    An article ends with the words of the search that has found it, whatever links its text has.
    """
    for entity, payload in _links(message, username):
        _, linked, after = _around(message, entity)
        if payload == PAYLOAD and linked and not after:
            return linked
    return _words_above(message, username)


def _words_above(message: Message, username: str) -> str | None:
    """Return the text of the link to the search on the first line."""
    for entity, payload in _links(message, username):
        before, linked, _ = _around(message, entity)
        if payload == PAYLOAD and linked and "\n" not in before:
            return linked
    return None


def _shows_article(message: Message) -> bool:
    keyboard = message.reply_markup.inline_keyboard if message.reply_markup else []
    return any((button.callback_data or "").startswith(_ARTICLE_BUTTONS) for row in keyboard for button in row)


def _links(message: Message, username: str) -> Iterator[tuple[MessageEntity, str]]:
    """Return the links that start this bot, each with its start parameter."""
    for entity in message.entities or message.caption_entities or []:
        payload = _payload(entity.url or "", username) if entity.type == "text_link" else ""
        if payload:
            yield entity, payload


def _payload(url: str, username: str) -> str:
    """Return the start parameter of a link to this bot; empty for any other link."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a link of a stranger need not be a URL
        return ""
    if parts.netloc.lower() not in _HOSTS or not username or parts.path.strip("/").lower() != username.lower():
        return ""
    return parse_qs(parts.query).get("start", [""])[0]


def _around(message: Message, entity: MessageEntity) -> tuple[str, str, str]:
    """Return the text before a link, the linked text, and the text after it. A link beyond the end has no text."""
    text = message.text or ""
    encoded = text.encode("utf-16-le", "surrogatepass")
    start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
    if entity.offset + entity.length > units(text):
        return text, "", ""
    parts = (encoded[:start], encoded[start:end], encoded[end:])
    before, linked, after = (part.decode("utf-16-le", "replace") for part in parts)
    return before, linked, after
