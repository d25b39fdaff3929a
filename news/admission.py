"""Whether a person may write a comment just now: the stored role, the time, and the comments written before.

Checked in the transaction that stores the comment. It keeps the person's row as it is, so of two messages at one
instant, in any process, the second one sees the first. A refusal says when it will work.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from news.appointing import as_of
from news.comment_rights import may_comment
from news.comment_rules import CommentRules
from news.comment_texts import text_key
from news.errors import (
    CommentRepeated,
    CommentsAtNight,
    CommentsMuted,
    CommentsOver,
    CommentTooSoon,
    GuestCannotComment,
    NewcomerHasToWait,
    SlowMode,
)
from news.model import Article, Reader
from news.ports import Unit
from news.roles import Deed, Role, may

# A reader is a newcomer for so long after registering.
FIRST_DAY = timedelta(days=1)
_HOUR, _MINUTE, _SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
# The same text is refused on the same article at any time, and on another one for so long.
REPEAT_PAUSE = timedelta(days=1)


async def admit(unit: Unit, reader: Reader, article: Article, now: datetime, *, in_group: bool = False) -> None:
    """Check that the person may comment on the article, and keep the person's row as it is until the unit ends.

    `in_group`: the comment is a message in a discussion group, where a guest speaks as a member.
    Raises GuestCannotComment, GroupCannotComment, NotAllowed, CommentsClosed, CommentsMuted.
    """
    may_comment(reader, article)
    if not reader.registered:
        await unit.readers.remember(reader.id, now)  # a guest, whom a ban must find
    stored = await unit.readers.lock(reader.id)
    if stored is None and reader.registered:  # forgotten since the update came
        raise GuestCannotComment(number=article.number)
    if stored is not None and reader.role is not Role.ADMIN:  # an admin of the settings has any role in the table
        stored = replace(as_of(stored, now), permissions=reader.permissions)
        stored = as_in_group(stored, now) if in_group else stored
        may_comment(stored, article)  # the person may have been banned or moved since the update came
    check_muted(stored or reader, now)


def as_in_group(reader: Reader, now: datetime) -> Reader:
    """Return the person as a discussion group knows one: a guest is a member who has just come."""
    return reader if reader.role is not Role.GUEST else replace(reader, role=Role.MEMBER, registered_at=now)


def check_muted(reader: Reader, now: datetime) -> None:
    """Raise CommentsMuted while a moderator takes no comments of the person."""
    if reader.restricted_until is not None and reader.restricted_until > now:
        raise CommentsMuted(until=reader.restricted_until)


def check_hours(reader: Reader, article: Article, rules: CommentRules, now: datetime) -> None:
    """Check that the article takes comments now. Moderators may write at any time.

    `rules` are those of the article. Raises CommentsOver, CommentsAtNight.
    """
    if may(reader, Deed.MODERATE):
        return
    if rules.is_over(article.published_at, now):
        raise CommentsOver(days=rules.days)
    over_at = None if rules.night is None else rules.night.over_at(now, rules.zone)
    if over_at is not None:
        raise CommentsAtNight(at=over_at)


async def check_pace(unit: Unit, reader: Reader, article: int, rules: CommentRules, now: datetime) -> None:
    """Check that a new comment does not follow the person's others too soon. Moderators need not wait.

    Raises SlowMode, NewcomerHasToWait, CommentTooSoon.
    """
    if may(reader, Deed.MODERATE):
        return
    if rules.slow:
        last = await unit.comments.last_on(reader.id, article, now - rules.slow)
        if last is not None and now < last + rules.slow:
            raise SlowMode(minutes=-(-rules.slow // _MINUTE), at=last + rules.slow)
    registered_at = reader.registered_at
    if rules.newcomer_hourly and registered_at is not None and now - registered_at < FIRST_DAY:
        recent = await unit.comments.since(reader.id, now - _HOUR)
        if len(recent) >= rules.newcomer_hourly:
            raise NewcomerHasToWait(most=rules.newcomer_hourly, at=recent[-rules.newcomer_hourly] + _HOUR)
    recent = await unit.comments.since(reader.id, now - rules.gap) if rules.gap else ()
    if recent and now < recent[-1] + rules.gap:
        raise CommentTooSoon(seconds=-((now - recent[-1] - rules.gap) // _SECOND))


async def check_repeat(unit: Unit, reader: Reader, article: int, text: str, now: datetime, *, but: int = 0) -> None:
    """Check that the person has not said the same already, except in the comment `but`. Raises CommentRepeated."""
    key = text_key(text)
    same = None if key is None else await unit.comments.same_text(reader.id, key, article, now - REPEAT_PAUSE, but)
    if same is not None:
        raise CommentRepeated(number=same)
