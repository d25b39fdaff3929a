"""What follows in Telegram's groups from a decision about a comment: rows of an outbox, written with the decision.

A comment may have come in a discussion group, as a message there; or it was written in the bot as an answer to such a
one, and the bot has shown it in the group. `enqueue_group_deeds` is called in the transaction that decides.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from news.discussed import MAX_RESTRICTION, MIN_RESTRICTION, DeedKind, GroupDeed
from news.ledger import Address, Audience, EditionRules, PlaceKind, Priority
from news.model import Comment, CommentStatus
from news.notices import Notice, NoticeKind
from news.ports import Unit

# After everything that was asked for: a group takes 20 messages a minute, and a conversation there goes on without us.
SHOW_RULES = EditionRules(
    Audience.PLACES, Priority.LOW, lifetime=timedelta(hours=1), resend=False, pausable=False, listed=False
)


# The details of a notice that shows an answer of the newsroom.
EDITORIAL = "editorial"


class Effect(StrEnum):
    """What a decision means for a comment (SHOWN, HIDDEN), or for its author in every discussion group."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    MUTED = "muted"
    UNMUTED = "unmuted"
    BANNED = "banned"
    UNBANNED = "unbanned"


async def enqueue_group_deeds(
    unit: Unit, comment: Comment, effect: Effect, at: datetime, *, by: int | None = None, until: datetime | None = None
) -> None:
    """Let the groups follow a decision about a comment; `by` is the moderator who is told what the bot may not do.

    HIDDEN takes the comment's message out of the group; SHOWN shows an answer that was written in the bot, and a
    group's message that was taken out, as a message of the bot. `until` is the end of MUTED. Calling it twice is
    harmless.
    """
    if effect is Effect.SHOWN:
        await _show(unit, comment, at)
    elif effect is Effect.HIDDEN:
        await _hide(unit, comment, by, at)
    else:
        await enqueue_for_author(unit, comment.author_id, effect, at, by=by, until=until)


async def follow_comment(unit: Unit, comment: Comment, at: datetime) -> None:
    """Let the group follow a comment that was just written or changed.

    One that is held is taken out of the group; an answer that was written in the bot is shown there.
    """
    if comment.status is CommentStatus.HELD:
        await _hide(unit, comment, None, at)
    elif comment.visible and comment.chat_id > 0:
        await _show(unit, comment, at)


async def enqueue_for_author(
    unit: Unit, author_id: int, effect: Effect, at: datetime, *, by: int | None = None, until: datetime | None = None
) -> None:
    """Let every discussion group follow a decision about a person, or about a channel that has spoken there."""
    for group in await unit.discussions.groups():
        await restrain(unit, group.chat_id, author_id, effect, at, by=by, until=until)


async def restrain(
    unit: Unit,
    chat_id: int,
    author_id: int,
    effect: Effect,
    at: datetime,
    *,
    by: int | None = None,
    until: datetime | None = None,
) -> None:
    """Let one group follow a decision about a person, or about a channel: Telegram bans channels without an end."""
    await unit.group_deeds.supersede(chat_id, author_id, at)
    deed = GroupDeed(_kind(effect, is_channel=author_id < 0), chat_id, user_id=author_id, actor=by)
    if effect is not Effect.MUTED or until is None:
        await unit.group_deeds.add(deed, at)
    elif author_id < 0:
        await unit.group_deeds.add(deed, at)
        end = GroupDeed(DeedKind.UNBAN_SENDER, chat_id, user_id=author_id, actor=by)
        await unit.group_deeds.add(end, until)
    else:
        end_at = min(max(until, at + MIN_RESTRICTION), at + MAX_RESTRICTION)
        await unit.group_deeds.add(GroupDeed(deed.kind, chat_id, user_id=author_id, until=end_at, actor=by), at)


async def enqueue_deletions(unit: Unit, author_id: int, at: datetime, *, by: int | None = None) -> None:
    """Take every comment of a person's that came in a group out of it."""
    await unit.group_deeds.add_deletions(author_id, by, at)


async def admit_registered(unit: Unit, reader_id: int, at: datetime) -> None:
    """Let a person who has just registered into the groups that they have asked to join."""
    for chat_id in await unit.discussions.take_requests(reader_id):
        await unit.group_deeds.add(GroupDeed(DeedKind.ADMIT, chat_id, user_id=reader_id), at)


def subject_of_comment(comment_id: int) -> str:
    """Return the subject of the notice by which the bot shows a comment in a group."""
    return f"group comment:{comment_id}"


def _kind(effect: Effect, *, is_channel: bool) -> DeedKind:
    if is_channel:
        return DeedKind.BAN_SENDER if effect in {Effect.BANNED, Effect.MUTED} else DeedKind.UNBAN_SENDER
    return {
        Effect.MUTED: DeedKind.RESTRICT,
        Effect.UNMUTED: DeedKind.RELEASE,
        Effect.BANNED: DeedKind.BAN,
        Effect.UNBANNED: DeedKind.UNBAN,
    }[effect]


async def _hide(unit: Unit, comment: Comment, by: int | None, at: datetime) -> None:
    if comment.chat_id < 0:
        await unit.group_deeds.add(GroupDeed(DeedKind.DELETE, comment.chat_id, comment.message_id, actor=by), at)
    for edition, _ in await unit.editions.about(subject_of_comment(comment.id)):
        await unit.editions.stop(edition, at)
        await unit.editions.replace_notice(edition, Notice(NoticeKind.GROUP_REMOVED, comment.id).dump(), at)


async def _show(unit: Unit, comment: Comment, at: datetime) -> None:
    """Show a comment in its group as a message of the bot, or its new text if it stands there."""
    spot = await _spot(unit, comment)
    if spot is None:
        return
    chat_id, reply_to = spot
    notice = Notice(
        NoticeKind.GROUP_ANSWER,
        comment.id,
        author=comment.author,
        details=EDITORIAL if comment.editorial else "",
        text=comment.text,
        reply_to=reply_to,
    )
    subject = subject_of_comment(comment.id)
    shown = await unit.editions.about(subject)
    if not shown:
        place = await unit.places.obtain(Address(chat_id), kind=PlaceKind.GROUP)
        await unit.editions.notify([place], notice.dump(), SHOW_RULES, at, subject=subject)
    for edition, text in shown:
        if Notice.load(text) != notice:
            await unit.editions.change_notice(edition, notice.dump(), at)


async def _spot(unit: Unit, comment: Comment) -> tuple[int, int] | None:
    """Return the group in which a comment is to be shown, and the message that it answers there.

    That is the group of the comment that it answers, or of the first one of the thread. A comment that came in a group
    itself is shown there again, once its message was taken out.
    """
    for number in (comment.reply_to, comment.root):
        answered = None if number is None else await unit.comments.get(number)
        if answered is not None and answered.chat_id < 0:
            return answered.chat_id, answered.message_id
    if comment.chat_id < 0:
        copy = await unit.discussions.copy_of(comment.chat_id, comment.article)
        return None if copy is None else (comment.chat_id, copy)
    return None
