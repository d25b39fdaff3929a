"""Cards of removing comments, of verdicts that were taken back, and what authors are told of a verdict."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.appealing import AppealVerdict
from handlers.callbacks.commenting import ShowComments
from handlers.callbacks.moderating import PersonAct, PersonAction, UndoVerdict
from handlers.callbacks.opening import OpenArticle
from handlers.cards.articles import BLANK_LINE, NEW_LINE
from handlers.cards.card import Card, Row, button
from handlers.cards.case_texts import reason_words
from handlers.cards.comments import comment_text
from handlers.cards.lists import all_button
from news.model import Comment, Reader
from news.moderation import Removal
from news.notices import Notice, NoticeKind
from news.ports.verdicts import Ruling
from news.richtext import join, rich
from news.roles import Deed, may
from news.verdicts import UNDO
from texts import Texts


def removed_card(removal: Removal, reader: Reader, t: Texts) -> Card:
    """Show the comment that was removed, with the way to take that back and, for moderators, to its author."""
    comment, undo = removal.comment, list[InlineKeyboardButton]()
    said = t("Comment No. {number} has been removed.", number=comment.id)
    if removal.verdict is not None:
        said += " " + t("You can take this back within {seconds} s.", seconds=round(UNDO.total_seconds()))
        undo.append(button(t("Undo"), UndoVerdict(verdict=removal.verdict)))
    rows = [undo, _author_row(removal.author, reader, t), _way_back(comment, t)]
    return Card(join(BLANK_LINE, (rich(said), comment_text(comment, t))), rows)


def restored_card(comment: Comment, t: Texts) -> Card:
    """Confirm that the comment is shown again."""
    return Card(rich(t("Comment No. {number} is shown again.", number=comment.id)), [_way_back(comment, t)])


def remove_usage_card(t: Texts) -> Card:
    """Explain `/remove`."""
    words = t("Write the number of a comment after the command: /remove 15. The numbers of yours: /comments 12.")
    return Card(rich(words))


def verdict_notice_card(notice: Notice, t: Texts) -> Card:
    """Tell an author what a moderator decided and why."""
    lines = [rich(_verdict_words(notice, t))]
    if notice.reason:
        lines.append(rich(t("The reason: {reason}", reason=reason_words(notice.reason, t))))
    parts = [join(NEW_LINE, lines)]
    if notice.text:
        parts.append(rich(notice.text).styled("blockquote"))
    way = button(t("To the publication"), OpenArticle(number=notice.article)) if notice.article else all_button(t)
    may_appeal = notice.verdict and Ruling(notice.details) is not Ruling.APPROVE
    appeal = [button(t("Appeal"), AppealVerdict(verdict=notice.verdict))] if may_appeal else []
    return Card(join(BLANK_LINE, parts), [[way], appeal])


def _verdict_words(notice: Notice, t: Texts) -> str:
    ruling, title = Ruling(notice.details), notice.title
    if notice.what is NoticeKind.VERDICTS:
        if ruling is Ruling.APPROVE:
            return t.many(
                "{count} of your comments has been published.",
                "{count} of your comments have been published.",
                notice.number,
            )
        return t.many(
            "A moderator has removed {count} of your comments.",
            "A moderator has removed {count} of your comments.",
            notice.number,
        )
    if ruling is Ruling.APPROVE:
        return t("Your comment on “{title}” has been published.", title=title)
    if ruling is Ruling.REJECT:
        return t("A moderator has not let your comment on “{title}” appear.", title=title)
    if ruling is Ruling.REMOVE:
        return t("A moderator has removed your comment on “{title}”.", title=title)
    if ruling is Ruling.BAN:
        return t(
            "A moderator has closed commenting for you and removed your comments. You can still read everything: "
            "/latest"
        )
    return t(
        "A moderator has removed your comment on “{title}”. You can write comments again from {time}.",
        title=title,
        time=t.when(notice.moment or t.now),
    )


def _author_row(author: Reader, reader: Reader, t: Texts) -> Row:
    if not may(reader, Deed.MODERATE) or author.id == reader.id:
        return []
    return [button(t("About the reader"), PersonAction(person=author.id, act=PersonAct.SHOW))]


def _way_back(comment: Comment, t: Texts) -> Row:
    return [button(t("Comments"), ShowComments(number=comment.article))]
