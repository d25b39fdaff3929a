"""Cards of ignored readers: the confirmation, and the list with the way back for each."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.answering import ShowOwnComments
from handlers.callbacks.commenting import ShowComments
from handlers.callbacks.ignoring import IgnoreAuthor, ShowAgain, ShowIgnored
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, button
from news.ignore_desk import IgnoredAuthor, IgnoredPage
from news.model import Comment, Reader
from news.richtext import Mark, join, rich
from news.words import shorten
from texts import Texts

NAME_UNITS = 32


def ignore_button(comment: Comment, t: Texts) -> InlineKeyboardButton:
    """Return the button that hides what the author of a comment writes, from the reader who presses it."""
    return button(t("Do not show me this reader’s comments"), IgnoreAuthor(comment=comment.id))


def may_ignore(reader: Reader, comment: Comment) -> bool:
    """Whether the reader can hide the author of a comment: another reader, not the newsroom."""
    return reader.registered and comment.author_id != reader.id and not comment.editorial


def ignored_card(ignored: IgnoredAuthor, t: Texts) -> Card:
    """Confirm that the author is ignored, with the way to take that back."""
    words = t("You will not see comments by {name}. Others still do.", name=ignored.comment.author)
    rows = [
        [button(t("Show them again"), ShowAgain(entry=ignored.entry))],
        [button(t("Comments"), ShowComments(number=ignored.comment.article))],
    ]
    return Card(rich(words), rows)


def ignored_list_card(page: IgnoredPage, t: Texts) -> Card:
    """List whom the reader ignores, each with a button to see them again."""
    empty = rich(t("You see the comments of all readers."))
    hint = rich(t("Press a name to see that reader’s comments again."), Mark.ITALIC)
    lines = [rich(entry.name or t("a reader without a name")) for entry in page.entries]
    rows = [
        *([_again_button(entry.id, entry.name, t)] for entry in page.entries),
        [button(t("Further"), ShowIgnored(before=page.before))] if page.before else [],
        [button(t("My comments"), ShowOwnComments())],
    ]
    parts = [rich(t("Whom you do not see"), Mark.BOLD), join(NEW_LINE, lines) if lines else empty]
    return Card(join(BLANK_LINE, [*parts, *([hint] if lines else [])]), rows)


def _again_button(entry: int, name: str, t: Texts) -> InlineKeyboardButton:
    return button(shorten(name or t("a reader without a name"), NAME_UNITS), ShowAgain(entry=entry))
