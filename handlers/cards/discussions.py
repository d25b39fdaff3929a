"""What a page of comments shows to the reader alone: what is new, and whether answers in a thread are told."""

from handlers.callbacks.answering import MuteAnswers
from handlers.callbacks.commenting import ShowComments, ShowThread
from handlers.cards.card import Row, button
from news.discussion import CommentPage, ThreadPage
from news.model import Reader
from news.richtext import Mark, RichText, rich
from news.seen import MAX_COUNTED
from texts import Texts


def new_line(page: CommentPage, t: Texts) -> list[RichText]:
    """Return how many comments are new to a reader who comes back."""
    if page.new is None:
        return []
    if page.new.count >= MAX_COUNTED:
        return [rich(t("{count}+ new since your last visit", count=MAX_COUNTED - 1), Mark.ITALIC)]
    words = t.many("{count} new since your last visit", "{count} new since your last visit", page.new.count)
    return [rich(words, Mark.ITALIC)]


def new_row(page: CommentPage, t: Texts) -> Row:
    """Return the button that leads to the first new comment, in its place."""
    new = page.new
    if new is None:
        return []
    if new.root is None:
        return [button(t("To the new ones"), ShowComments(number=page.article.number, after=new.first - 1))]
    return [button(t("To the new ones"), ShowThread(comment=new.first, after=new.first - 1))]


def mute_row(page: ThreadPage, reader: Reader, t: Texts) -> Row:
    """Return the button that mutes a thread for a reader who has written in it, or lets its answers be told again."""
    thread = page.first.id
    if page.muted:
        return [button(t("Tell me of answers here"), MuteAnswers(comment=thread, on=False))]
    has_written = any(comment.author_id == reader.id for comment in (page.first, *page.answers))
    if not has_written or not reader.registered:
        return []
    return [button(t("Do not tell me of answers here"), MuteAnswers(comment=thread, on=True))]
