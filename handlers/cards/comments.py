"""Comments on an article: the list, the question that asks for a comment, and the confirmations."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.commenting import AskComment, ShowComments
from handlers.callbacks.moderating import ModerateAct, ModerateAction
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.registering import Registering, RegisterStep
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button, in_rows
from news.model import Article, Comment, CommentPage, CommentsFor, CommentStatus, Reader
from news.moderation import may_remove
from news.readers import ANONYMOUS
from news.richtext import Entity, Mark, RichText, join, rich
from texts import Texts

REMOVALS_IN_ROW = 3


def comments_card(page: CommentPage, t: Texts, reader: Reader = ANONYMOUS) -> Card:
    """Show a page of comments with author and time, newest last.

    Those that the reader may remove bear their number, and have a button each.
    """
    number = page.article.number
    title = join(NEW_LINE, (rich(t("Comments"), Mark.BOLD), rich(page.article.title)))
    own = [comment for comment in page.comments if may_remove(reader, comment)]
    body = [comment_text(comment, t, numbered=comment in own) for comment in page.comments] or [
        rich(t("No comments yet. Yours may be the first."))
    ]
    earlier = [button(t("Earlier"), ShowComments(number=number, before=page.earlier))] if page.earlier else []
    later = [button(t("Later"), ShowComments(number=number, after=page.later))] if page.later else []
    newest = [button(t("To the newest"), ShowComments(number=number))] if page.later else []
    rows = [
        [*earlier, *later, *newest],
        *in_rows((_remove_button(comment, t) for comment in own), REMOVALS_IN_ROW),
        []
        if page.article.comments_for is CommentsFor.NOBODY
        else [button(t("Add a comment"), AskComment(number=number))],
        [button(t("To the publication"), OpenArticle(number=number))],
    ]
    return Card(join(BLANK_LINE, (title, *body)), rows)


def question_card(article: Article, t: Texts, address: str) -> Card:
    """Ask for a comment by reply. The link `address` (`?start=c_N`) on the headline identifies the question later."""
    asked = rich(t("Your comment on the publication:"))
    # Not by `link`: its allow-list is for URLs that people typed.
    headline = RichText(article.title, (Entity("text_link", 0, rich(article.title).units, address),))
    hint = rich(t("Reply to this message with your text."), Mark.ITALIC)
    return Card(join(NEW_LINE, (asked, headline, hint)), reply_placeholder=t("Your comment"))


def comment_added_card(comment: Comment, t: Texts) -> Card:
    """Confirm that the comment is published, or say that a moderator sees it before readers do."""
    said = t("Your comment has been published.")
    if comment.status is CommentStatus.HELD:
        said = t("Readers will see your comment after a check.")
    return Card(rich(said), [_ways_on(comment.article, t)])


def comment_changed_card(comment: Comment, t: Texts) -> Card:
    """Confirm that the comment was changed as its author edited the message."""
    return Card(rich(t("Your comment has been changed.")), [_ways_on(comment.article, t)])


def comment_moved_card(comment: Comment, t: Texts) -> Card:
    """Confirm that the comment went to another article, which its message names now."""
    words = t("Your comment has been moved to publication No. {number}.", number=comment.article)
    return Card(rich(words), [_ways_on(comment.article, t)])


def comment_kept_card(comment: Comment, t: Texts) -> Card:
    """Say that an edited message no longer tells its comment, and how to change or remove that."""
    words = t(
        "Your comment stays as it was. To change it, let the message begin with /comment {article}. "
        "To remove it: /remove {number}",
        article=comment.article,
        number=comment.id,
    )
    return Card(rich(words), [_ways_on(comment.article, t)])


def guest_card(number: int, notice: str, t: Texts) -> Card:
    """Show the notice to guests, with buttons to register and to go back."""
    rows = [
        [button(t("Register"), Registering(step=RegisterStep.BEGIN, number=number))],
        [button(t("To the publication"), OpenArticle(number=number))],
    ]
    return Card(rich(notice), rows)


def usage_card(t: Texts) -> Card:
    """Explain `/comment`."""
    return Card(rich(t("Write the number and the text after the command: /comment 12 A fine publication.")))


def comments_usage_card(t: Texts) -> Card:
    """Explain `/comments`."""
    return Card(rich(t("Write the number of a publication after the command: /comments 12. The numbers: /latest.")))


def comment_text(comment: Comment, t: Texts, *, numbered: bool = True) -> RichText:
    """Return a comment under a line with its author, time and number.

    The text is a quotation: whatever an author writes, it does not look like the line of another comment.
    """
    when = t.when(comment.at)
    if comment.edited_at is not None:
        when = t("{time}, edited", time=when)
    number = f" · {t('No. {number}', number=comment.id)}" if numbered else ""
    head = rich(comment.author, Mark.BOLD) + rich(f" · {when}{number}")
    return join(NEW_LINE, (head, rich(comment.text).styled("blockquote")))


def _remove_button(comment: Comment, t: Texts) -> InlineKeyboardButton:
    return button(t("Remove {number}", number=comment.id), ModerateAction(comment=comment.id, act=ModerateAct.REMOVE))


def _ways_on(number: int, t: Texts) -> Row:
    return [
        button(t("Comments"), ShowComments(number=number)),
        button(t("To the publication"), OpenArticle(number=number)),
    ]
