"""Cards of a discussion: the comments on an article by pages of threads, one thread, and how one comment looks."""

from collections.abc import Callable, Iterable

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.commenting import (
    AskComment,
    CommentAct,
    CommentAction,
    ShowBest,
    ShowComments,
    ShowFrom,
    ShowThread,
)
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.ruling import ShowRules
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button, in_rows
from handlers.cards.discussions import mute_row, new_line, new_row
from handlers.cards.media import kind_word
from news.discussion import CommentPage, Thread, ThreadPage
from news.model import Comment, CommentStatus, Reader
from news.personal_data import NOBODY
from news.richtext import Mark, RichText, join, rich
from news.roles import Deed, may
from news.thread_pages import shortened
from texts import Texts

ANSWERS_SIGN = "↳ "
ANSWERS_IN_ROW = 2

# Makes the link that opens a comment, from its number.
Links = Callable[[int], str]


def comments_card(page: CommentPage, reader: Reader, t: Texts, links: Links) -> Card:
    """Show a page of threads to a reader. The numbers of the comments are buttons, which open each by itself."""
    number = page.article.number
    shown = [comment for comment in page.comments if is_shown(comment, reader)]
    body = [part for thread in page.threads for part in _thread(thread, reader, t, links)]
    if not body:
        body = [rich(t("No comments yet. Yours may be the first."))]
    long = (thread for thread in page.threads if thread.more)
    rows = [
        new_row(page, t),
        *in_rows(_open_button(comment, page.best, page.threads[0].first.id) for comment in shown),
        *in_rows((_answers_button(thread.first, t) for thread in long), ANSWERS_IN_ROW),
        _worth_row(page, t) if page.best else _time_row(page, t),
        _order_row(page, t),
        [button(t("Add a comment"), AskComment(number=number))] if not page.closed else [],
        [
            button(t("To the publication"), OpenArticle(number=number)),
            *([button(t("Rules"), ShowRules(number=number))] if may(reader, Deed.MODERATE) else []),
        ],
    ]
    closed = [rich(t("Comments on this publication are closed."), Mark.ITALIC)] if page.closed else []
    title = _title(t("Comments"), page.article.title)
    return Card(join(BLANK_LINE, [title, *new_line(page, t), *body, *closed]), rows)


def thread_card(page: ThreadPage, reader: Reader, t: Texts, links: Links) -> Card:
    """Show a page of the answers in a thread, below its first comment."""
    first, number = page.first, page.article.number
    shown = [comment for comment in (first, *page.answers) if is_shown(comment, reader)]
    body = [_placed(shortened(first), reader, t, links), *(_answer(answer, t, links) for answer in page.answers)]
    earlier = [button(t("Earlier"), ShowThread(comment=first.id, before=page.earlier))] if page.earlier else []
    later = [button(t("Later"), ShowThread(comment=first.id, after=page.later))] if page.later else []
    answer = button(t("Answer"), CommentAction(comment=first.id, act=CommentAct.ANSWER))
    rows = [
        *in_rows(_open_button(comment) for comment in shown),
        [*earlier, *later],
        [answer] if first.visible and not page.closed else [],
        mute_row(page, reader, t),
        [comments_button(first, t), button(t("To the publication"), OpenArticle(number=number))],
    ]
    return Card(join(BLANK_LINE, [_title(t("Answers"), page.article.title), *body]), rows)


def comment_text(comment: Comment, t: Texts, link: str | None = None) -> RichText:
    """Return a comment under a line with its number, author and time; `link` opens it by itself.

    The text is a quotation: whatever an author writes, it does not look like the line of another comment. It has no
    other entity. One of an author whom the reader ignores is a quiet line.
    """
    if comment.ignored:
        return rich(t("This comment is hidden: you do not see what this reader writes."), Mark.ITALIC)
    number = rich(t("No. {number}", number=comment.id))
    author = rich(author_of(comment, t), Mark.BOLD)
    if comment.addressee:
        author += rich(f" → {comment.addressee}")
    head = [number if link is None else number.styled("text_link", link), author, *map(rich, _marks(comment, t))]
    parts = [join(rich(" · "), head)]
    if comment.quote:
        parts.append(rich(t("“{quote}”", quote=comment.quote), Mark.ITALIC))
    if comment.text:
        parts.append(rich(comment.text).styled("blockquote"))
    return join(NEW_LINE, parts)


def author_of(comment: Comment, t: Texts) -> str:
    """Return the name under which a comment is shown; words in place of it, if its author was forgotten."""
    if comment.author_id == NOBODY:
        return t("The author has left")
    return t("The newsroom") if comment.editorial else comment.author or t("Guest")


def is_shown(comment: Comment, reader: Reader) -> bool:
    """Whether a reader sees the words of a comment on a page: of a visible one, and of the own one that waits."""
    if comment.ignored:
        return False
    return comment.visible or (comment.status is CommentStatus.HELD and comment.author_id == reader.id)


def comments_button(comment: Comment, t: Texts, *, best: bool = False, at: int = 0) -> InlineKeyboardButton:
    """Return the way back from a comment: to the page that begins with the thread `at`, else with its own thread."""
    first = at or comment.root or comment.id
    page = ShowBest if best else ShowFrom
    return button(t("To the comments"), page(number=comment.article, start=first))


def _title(words: str, headline: str) -> RichText:
    return join(NEW_LINE, (rich(words, Mark.BOLD), rich(headline)))


def _thread(thread: Thread, reader: Reader, t: Texts, links: Links) -> Iterable[RichText]:
    yield _placed(thread.first, reader, t, links)
    for answer in thread.answers:
        yield _answer(answer, t, links)
    if thread.more:
        words = t.many("{count} more answer", "{count} more answers", thread.more)
        yield rich(f"{ANSWERS_SIGN}{words}", Mark.ITALIC)


def _answer(answer: Comment, t: Texts, links: Links) -> RichText:
    return rich(ANSWERS_SIGN) + comment_text(answer, t, links(answer.id))


def _placed(first: Comment, reader: Reader, t: Texts, links: Links) -> RichText:
    """Return the first comment of a thread, or what stands in the place of one that was taken away."""
    if first.ignored or is_shown(first, reader):
        return comment_text(first, t, links(first.id))
    words = t("The comment is being checked.") if first.status is CommentStatus.HELD else t("The comment was removed.")
    return rich(f"{t('No. {number}', number=first.id)} · ") + rich(words, Mark.ITALIC)


def _marks(comment: Comment, t: Texts) -> list[str]:
    """Return what stands behind the author's name."""
    when = t.when(comment.at)
    marks = [when if comment.edited_at is None else t("{time}, edited", time=when)]
    if comment.picture is not None:
        marks.append(kind_word(comment.picture.kind, t))
    if comment.likes:
        marks.append(f"+{comment.likes}")
    if comment.status is CommentStatus.HELD:
        marks.append(t("readers will see it after a check"))
    return marks


def _open_button(comment: Comment, best: bool = False, at: int = 0) -> InlineKeyboardButton:
    return button(str(comment.id), CommentAction(comment=comment.id, act=CommentAct.OPEN, best=best, at=at))


def _answers_button(first: Comment, t: Texts) -> InlineKeyboardButton:
    words = t("Answers to {number} ({count})", number=first.id, count=first.replies)
    return button(words, ShowThread(comment=first.id))


def _time_row(page: CommentPage, t: Texts) -> Row:
    number = page.article.number
    earlier = [button(t("Earlier"), ShowComments(number=number, before=page.earlier))] if page.earlier else []
    later = [button(t("Later"), ShowComments(number=number, after=page.later))] if page.later else []
    newest = [button(t("To the newest"), ShowComments(number=number))] if page.later else []
    return [*earlier, *later, *newest]


def _worth_row(page: CommentPage, t: Texts) -> Row:
    number = page.article.number
    above = [button(t("Back"), ShowBest(number=number, before=page.earlier))] if page.earlier else []
    below = [button(t("Further"), ShowBest(number=number, start=page.later))] if page.later else []
    return [*above, *below]


def _order_row(page: CommentPage, t: Texts) -> Row:
    """Return the button of the other order, if there is more than one thread."""
    number = page.article.number
    if page.best:
        return [button(t("By time"), ShowComments(number=number))]
    if len(page.threads) > 1 or page.earlier or page.later:
        return [button(t("The best first"), ShowBest(number=number))]
    return []
