"""Cards of removing comments: the removed comment with what can follow, and the ban of its author."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks.commenting import ShowComments
from handlers.callbacks.moderating import ModerateAct, ModerateAction
from handlers.cards.articles import BLANK_LINE
from handlers.cards.card import Card, Row, button
from handlers.cards.comments import comment_text
from news.model import Comment, Reader
from news.moderation import RESTORE_SECONDS, Removal, may_restore
from news.richtext import join, rich
from news.roles import Deed, Role, may
from texts import Texts


def removed_card(removal: Removal, reader: Reader, t: Texts) -> Card:
    """Show the comment that was removed, with the way to take that back and, for moderators, to ban its author."""
    comment, number = removal.comment, removal.comment.id
    said, restore = t("Comment No. {number} has been removed.", number=number), list[InlineKeyboardButton]()
    if may_restore(reader, comment, t.now):
        said += " " + t("You can take this back within {seconds} s.", seconds=RESTORE_SECONDS)
        restore.append(button(t("Take back"), ModerateAction(comment=number, act=ModerateAct.RESTORE)))
    rows = [restore, _author_row(removal, reader, t), _way_back(comment, t)]
    return Card(join(BLANK_LINE, (rich(said), comment_text(comment, t))), rows)


def restored_card(removal: Removal, t: Texts) -> Card:
    """Confirm that the comment is shown again."""
    said = t("Comment No. {number} is shown again.", number=removal.comment.id)
    return Card(rich(said), [_way_back(removal.comment, t)])


def ask_ban_card(removal: Removal, t: Texts) -> Card:
    """Ask for a second press before an author is banned: the moderator sees the name."""
    author, number = removal.author, removal.comment.id
    words = t(
        "Ban {name} (number {id})? All comments of this reader will be hidden, and no new ones taken.",
        name=author.name,
        id=author.id,
    )
    rows = [
        [button(t("Ban"), ModerateAction(comment=number, act=ModerateAct.BAN))],
        [button(t("Cancel"), ShowComments(number=removal.comment.article))],
    ]
    return Card(rich(words), rows)


def banned_card(removal: Removal, t: Texts) -> Card:
    """Confirm a ban, with the way to lift it."""
    words = t("{name} is banned, and the comments are hidden.", name=removal.author.name)
    return Card(rich(words), [[_lift_button(removal, t)], _way_back(removal.comment, t)])


def lifted_card(removal: Removal, t: Texts) -> Card:
    """Confirm that a ban was lifted."""
    words = t("{name} may comment again, and the comments are shown.", name=removal.author.name)
    return Card(rich(words), [_way_back(removal.comment, t)])


def remove_usage_card(t: Texts) -> Card:
    """Explain `/remove`."""
    words = t("Write the number of a comment after the command: /remove 15. The numbers of yours: /comments 12.")
    return Card(rich(words))


def _author_row(removal: Removal, reader: Reader, t: Texts) -> Row:
    if not may(reader, Deed.MODERATE) or removal.author.id == reader.id:
        return []
    if removal.author.role is Role.BANNED:
        return [_lift_button(removal, t)]
    return [button(t("Ban the author"), ModerateAction(comment=removal.comment.id, act=ModerateAct.ASK_BAN))]


def _lift_button(removal: Removal, t: Texts) -> InlineKeyboardButton:
    return button(t("Lift the ban"), ModerateAction(comment=removal.comment.id, act=ModerateAct.LIFT_BAN))


def _way_back(comment: Comment, t: Texts) -> Row:
    return [button(t("Comments"), ShowComments(number=comment.article))]
