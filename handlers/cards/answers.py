"""Cards about answers to a reader's comments: the message that tells of them, and the confirmation of muting."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.answering import MuteAnswers, ShowOwnComments
from handlers.callbacks.commenting import CommentAct, CommentAction, ShowComments, ShowThread
from handlers.cards.articles import NEW_LINE
from handlers.cards.card import Card, Row, button
from news.notices import Notice
from news.richtext import Mark, join, rich
from texts import Texts


def answers_card(notice: Notice, t: Texts) -> Card:
    """Tell a reader of one answer with its words, or of several with their number."""
    if not notice.comments:
        there = button(t("To the discussion"), ShowComments(number=notice.number))
        return Card(rich(t("This answer is no longer there.")), [[there]])
    count = len(notice.comments)
    title = rich(notice.title)
    if count == 1:
        head = rich(t("{name} answers you:", name=notice.author or t("The newsroom")), Mark.BOLD)
        text = join(NEW_LINE, (head, title, rich(notice.text).styled("blockquote")))
    else:
        head = rich(t.many("{count} new answer to you", "{count} new answers to you", count), Mark.BOLD)
        text = join(NEW_LINE, (head, title, rich(notice.author or t("The newsroom"))))
    return Card(text, [_way_row(notice, t), [mute_button(notice.thread, t)]])


def muted_card(comment: int, t: Texts, *, on: bool) -> Card:
    """Confirm that a reader hears of no answers in a thread, or of all again; the other one is a press away."""
    if on:
        words = t("You will not be told of answers in this thread.")
        again = button(t("Tell me again"), MuteAnswers(comment=comment, on=False))
    else:
        words = t("You will be told of answers in this thread.")
        again = mute_button(comment, t)
    ways = [button(t("To the discussion"), ShowThread(comment=comment)), button(t("My comments"), ShowOwnComments())]
    return Card(rich(words), [[again], ways])


def mute_button(comment: int, t: Texts) -> InlineKeyboardButton:
    """Return «Не уведомлять» about the thread of a comment."""
    return button(t("Do not tell me"), MuteAnswers(comment=comment, on=True))


def _way_row(notice: Notice, t: Texts) -> Row:
    first = notice.comments[0]
    to_thread = button(t("To the discussion"), ShowThread(comment=first, after=first - 1))
    if len(notice.comments) > 1:
        return [to_thread]
    return [button(t("Answer"), CommentAction(comment=first, act=CommentAct.ANSWER)), to_thread]
