"""The screen of one comment, the questions for a comment and an answer, and the confirmations."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.commenting import CommentAct, CommentAction, ShowComments, ShowThread
from handlers.callbacks.complaining import ReportComment
from handlers.callbacks.moderating import ModerateAct, ModerateAction
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.registering import Registering, RegisterStep
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button
from handlers.cards.comments import Links, author_of, comment_text, comments_button
from handlers.cards.ignoring import ignore_button, may_ignore
from handlers.cards.media import media_of
from news.attachments import is_sendable
from news.discussion import CommentView
from news.model import Article, Comment, CommentStatus, Reader
from news.moderation import may_remove
from news.richtext import Mark, RichText, join, rich
from news.words import shorten
from texts import Texts

# Of the comment that another one answers, its screen shows this many UTF-16 units.
ANSWERED_UNITS = 200
_IN_USE = frozenset({CommentStatus.PUBLISHED, CommentStatus.HELD})


def comment_card(view: CommentView, reader: Reader, t: Texts, links: Links, *, best: bool = False, at: int = 0) -> Card:
    """Show one comment with what the reader can do. The way back leads to the page that begins with the thread `at`."""
    comment, article = view.comment, view.article
    parts = [comment_text(comment, t, links(comment.id)), *_answered(view, t), rich(article.title, Mark.ITALIC)]
    rows = [
        _readers_row(view, reader, t, best, at),
        _own_row(view, reader, t),
        _further_row(view, t),
        _report_row(view, reader, t, best, at),
        [ignore_button(comment, t)] if may_ignore(reader, comment) else [],
        [
            comments_button(comment, t, best=best, at=at),
            button(t("To the publication"), OpenArticle(number=article.number)),
        ],
    ]
    return Card(join(BLANK_LINE, parts), rows)


def picture_card(comment: Comment, t: Texts) -> Card | None:
    """Show the picture of a comment; None if it has none that can be sent."""
    if comment.picture is None or not is_sendable(comment.picture):
        return None
    return Card(rich(t("No. {number}", number=comment.id)), media=(media_of(comment.picture),))


def question_card(article: Article, t: Texts, address: str) -> Card:
    """Ask for a comment by reply. The link `address` on the headline identifies the question later."""
    hint = t("Reply to this message with your text.")
    return _question(t("Your comment on the publication:"), article.title, address, hint, t("Your comment"))


def answer_question_card(comment: Comment, t: Texts, address: str) -> Card:
    """Ask for an answer to a comment by reply. Its first words bear the link that identifies the question later."""
    asked = t("Your answer to comment No. {number}, {name}:", number=comment.id, name=author_of(comment, t))
    words = shorten(comment.text, ANSWERED_UNITS) or t("No. {number}", number=comment.id)
    return _question(asked, words, address, t("Reply to this message with your text."), t("Your answer"))


def edit_question_card(comment: Comment, t: Texts, address: str) -> Card:
    """Ask for the new words of a comment by reply, and show the present ones."""
    number = t("No. {number}", number=comment.id)
    hint = t("Reply to this message with the new text.")
    card = _question(t("Your comment:"), number, address, hint, t("The new text"))
    present = [rich(comment.text).styled("blockquote")] if comment.text else []
    return Card(join(NEW_LINE, (card.text, *present)), reply_placeholder=card.reply_placeholder)


def comment_added_card(comment: Comment, t: Texts) -> Card:
    """Confirm that the comment is published, or say that a moderator sees it before readers do."""
    said = t("Your comment has been published.")
    if comment.status is CommentStatus.HELD:
        said = t("Readers will see your comment after a check.")
    return Card(rich(said), [_ways_on(comment, t)])


def comment_changed_card(comment: Comment, t: Texts) -> Card:
    """Confirm that the comment was changed by its author; a change may have to be checked, too."""
    said = t("Your comment has been changed.")
    if comment.status is CommentStatus.HELD:
        said = t("Your comment has been changed. Readers will see it after a check.")
    return Card(rich(said), [_ways_on(comment, t)])


def comment_moved_card(comment: Comment, t: Texts) -> Card:
    """Confirm that the comment went to another article, which its message names now."""
    words = t("Your comment has been moved to publication No. {number}.", number=comment.article)
    return Card(rich(words), [_ways_on(comment, t)])


def comment_kept_card(comment: Comment, t: Texts) -> Card:
    """Say that an edited message no longer tells its comment, and how to change or remove that."""
    words = t(
        "Your comment stays as it was. To change it, let the message begin with /comment {article}. "
        "To remove it: /remove {number}",
        article=comment.article,
        number=comment.id,
    )
    return Card(rich(words), [_ways_on(comment, t)])


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


def _question(asked: str, linked: str, address: str, hint: str, placeholder: str) -> Card:
    # Not by `link`: its allow-list is for URLs that people typed. The link stands alone on the second line.
    target = rich(linked).styled("text_link", address)
    text = join(NEW_LINE, (rich(asked), target, rich(hint, Mark.ITALIC)))
    return Card(text, reply_placeholder=placeholder)


def _answered(view: CommentView, t: Texts) -> list[RichText]:
    """Return what the comment answers."""
    answered = view.answered
    if answered is None:
        return []
    said = t("In answer to No. {number}, {name}", number=answered.id, name=author_of(answered, t))
    words = shorten(answered.text, ANSWERED_UNITS)
    return [join(NEW_LINE, [rich(said), *([rich(words, Mark.ITALIC)] if words else [])])]


def _readers_row(view: CommentView, reader: Reader, t: Texts, best: bool, at: int) -> Row:
    comment = view.comment
    if not comment.visible:
        return []
    row = [] if view.closed else [_act(t("Answer"), comment, CommentAct.ANSWER)]
    if comment.author_id != reader.id:
        act = CommentAct.UNLIKE if view.liked else CommentAct.LIKE
        row.append(_act(t("Take the like back") if view.liked else t("Like"), comment, act, best, at))
    return row


def _own_row(view: CommentView, reader: Reader, t: Texts) -> Row:
    comment, row = view.comment, list[InlineKeyboardButton]()
    if comment.status not in _IN_USE:
        return row
    if view.editable_until is not None and t.now <= view.editable_until:
        row.append(_act(t("Change"), comment, CommentAct.EDIT))
    if may_remove(reader, comment):
        row.append(button(t("Delete"), ModerateAction(comment=comment.id, act=ModerateAct.REMOVE)))
    return row


def _further_row(view: CommentView, t: Texts) -> Row:
    comment, row = view.comment, list[InlineKeyboardButton]()
    if comment.picture is not None and is_sendable(comment.picture):
        row.append(_act(t("Photo"), comment, CommentAct.PICTURE))
    if comment.root is not None:
        row.append(button(t("The whole thread"), ShowThread(comment=comment.root)))
    elif comment.replies:
        row.append(button(t("Answers ({count})", count=comment.replies), ShowThread(comment=comment.id)))
    return row


def _report_row(view: CommentView, reader: Reader, t: Texts, best: bool, at: int) -> Row:
    comment = view.comment
    if not comment.visible or comment.author_id == reader.id:
        return []
    return [button(t("Report"), ReportComment(comment=comment.id, best=best, at=at))]


def _act(label: str, comment: Comment, act: CommentAct, best: bool = False, at: int = 0) -> InlineKeyboardButton:
    return button(label, CommentAction(comment=comment.id, act=act, best=best, at=at))


def _ways_on(comment: Comment, t: Texts) -> Row:
    return [
        button(t("Comments"), ShowComments(number=comment.article))
        if comment.root is None
        else button(t("To the answers"), ShowThread(comment=comment.root)),
        button(t("To the publication"), OpenArticle(number=comment.article)),
    ]
