"""`/mycomments`: a reader's own comments with their states, and what the reader hears and sees of others."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.answering import MuteAnswers, ShowOwnComments
from handlers.callbacks.commenting import ShowComments, ShowThread
from handlers.callbacks.ignoring import ShowIgnored
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.case_texts import reason_words
from handlers.cards.lists import all_button
from news.model import Comment, CommentStatus
from news.own_comments import OwnCommentPage
from news.ports.answers import OwnComment
from news.richtext import Mark, RichText, join, rich
from news.words import shorten
from texts import Texts

# Six comments fit a message: in UTF-16 units.
TITLE_UNITS = 100
EXCERPT_UNITS = 200
REASON_UNITS = 150


def own_comments_card(page: OwnCommentPage, t: Texts) -> Card:
    """Show a page of a reader's own comments, newest first, each with its state and a button to its place."""
    entries = [_entry(number, own, t) for number, own in enumerate(page.comments, 1)]
    empty = rich(t("You have not commented yet. The latest news: /latest"))
    rows = [
        _turning_row(page, t),
        *in_rows(_open_buttons(page.comments)),
        [_mute_all_button(t, muted=page.muted)],
        [button(t("Whom you do not see ({count})", count=page.ignored), ShowIgnored())] if page.ignored else [],
        [all_button(t)],
    ]
    return Card(join(BLANK_LINE, [rich(t("My comments"), Mark.BOLD), *(entries or [empty])]), rows)


def _entry(number: int, own: OwnComment, t: Texts) -> RichText:
    comment = own.comment
    head = rich(f"{number}. ") + rich(shorten(own.title, TITLE_UNITS), Mark.BOLD)
    meta = [t.when(comment.at), _state(comment, t)]
    if comment.likes:
        meta.append(t("liked: {count}", count=t.number(comment.likes)))
    if comment.replies:
        meta.append(t.many("{count} answer", "{count} answers", comment.replies))
    lines = [head, rich(" · ".join(meta), Mark.ITALIC)]
    if own.reason and comment.status in {CommentStatus.REJECTED, CommentStatus.REMOVED}:
        lines.append(rich(t("The reason: {reason}", reason=shorten(reason_words(own.reason, t), REASON_UNITS))))
    excerpt = shorten(" ".join(comment.text.split()), EXCERPT_UNITS)
    return join(NEW_LINE, [*lines, *([rich(excerpt).styled("blockquote")] if excerpt else [])])


def _state(comment: Comment, t: Texts) -> str:
    if comment.status is CommentStatus.HELD:
        return t("is being checked")
    if comment.status is CommentStatus.REJECTED:
        return t("rejected")
    if comment.status is CommentStatus.REMOVED:
        return t("removed by you") if comment.removed_by == comment.author_id else t("removed by the editors")
    return t("hidden: commenting is closed for you") if comment.hidden else t("published")


def _open_buttons(comments: Sequence[OwnComment]) -> Row:
    """Return a button for each comment that its author can find in the discussion; it opens its place there."""
    findable = {CommentStatus.PUBLISHED, CommentStatus.HELD}
    return [
        button(str(number), _place(own.comment))
        for number, own in enumerate(comments, 1)
        if own.is_readable and own.comment.status in findable
    ]


def _place(comment: Comment) -> ShowComments | ShowThread:
    """Return what opens the page that begins with a comment: of its thread, or of the threads of its article."""
    if comment.root is None:
        return ShowComments(number=comment.article, after=comment.id - 1)
    return ShowThread(comment=comment.id, after=comment.id - 1)


def _turning_row(page: OwnCommentPage, t: Texts) -> Row:
    earlier = [button(t("Earlier"), ShowOwnComments(before=page.older))] if page.older else []
    later = [button(t("Later"), ShowOwnComments(after=page.newer))] if page.newer else []
    return [*earlier, *later]


def _mute_all_button(t: Texts, *, muted: bool) -> InlineKeyboardButton:
    label = t("Tell me of answers") if muted else t("Tell me of no answers")
    return button(label, MuteAnswers(comment=0, on=not muted))
