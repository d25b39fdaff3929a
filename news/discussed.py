"""Discussion groups as the newspaper knows them: copies of posts, what is said under them, what the bot does there.

Pure. A channel's post is forwarded by Telegram to the group in which the channel is discussed; what is written under
that copy is a comment on the article.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from news.outcomes import Outcome

# Telegram takes a restriction of less for one without an end (https://core.telegram.org/bots/api#restrictchatmember).
MIN_RESTRICTION = timedelta(seconds=35)
MAX_RESTRICTION = timedelta(days=365)

# The actor of a deed of which nobody is told that the bot may not do it.
NOBODY = 0

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
DEFAULT_PAUSE = timedelta(minutes=1)
# Tries for about a day: Telegram lets no bot delete a message that is older than two.
MAX_TRIES = 150


@dataclass(frozen=True, slots=True)
class PostCopy:
    """The copy of a channel's post in the group that discusses the channel. Its link names the `article`.

    `title` is that of the group.
    """

    chat_id: int
    message_id: int
    channel_id: int
    post_id: int
    title: str = ""
    article: int | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """A message in the thread of a post's copy (`thread`), by a person or by a channel (`sender`) under a name.

    It answers the message `reply_to`, or the comment `answers` that the bot's message shows, with a `quote` of it. If
    it answers the copy itself, it tells which `copy` that is.
    """

    chat_id: int
    message_id: int
    thread: int
    text: str
    name: str
    sender: int = 0
    reply_to: int | None = None
    answers: int | None = None
    quote: str | None = None
    copy: PostCopy | None = None


@dataclass(frozen=True, slots=True)
class DiscussionGroup:
    """A group in which a channel is discussed."""

    chat_id: int
    channel_id: int
    title: str


class DiscussedPost(NamedTuple):
    """The channel whose post is discussed in a thread, and the article of the post, None if there is none."""

    channel_id: int
    article: int | None


class DeedKind(StrEnum):
    """What the bot does in a group. `RELEASE` lets a person write again; `SENDER` means a channel that speaks there."""

    DELETE = "delete"
    RESTRICT = "restrict"
    RELEASE = "release"
    BAN = "ban"
    UNBAN = "unban"
    BAN_SENDER = "ban sender"
    UNBAN_SENDER = "unban sender"
    ADMIT = "admit"
    DECLINE = "decline"
    DEFER = "defer"


@dataclass(frozen=True, slots=True)
class GroupDeed:
    """One deed: to a message, or to a person or a channel (`user_id`). `until` ends a restriction or a ban.

    `query` is the id of a join request that has to be answered within ten seconds. `actor` is the moderator who is told
    if the bot may not do it, None for the staff, NOBODY for none. `tries` includes the present try.
    """

    kind: DeedKind
    chat_id: int
    message_id: int = 0
    user_id: int = 0
    until: datetime | None = None
    query: str = ""
    actor: int | None = None
    id: int = 0
    tries: int = 0


class Result(StrEnum):
    """What became of a deed: done (or needless by now), to be tried again, or refused for good."""

    DONE = "done"
    LATER = "later"
    REFUSED = "refused"


class Judgement(NamedTuple):
    """The result of one try; `pause` before the next one goes with LATER."""

    result: Result
    pause: timedelta = timedelta()


# What Telegram answers when there is nothing left to do.
_NEEDLESS = (
    "message to delete not found",
    "message_id_invalid",
    "hide_requester_missing",
    "user_already_participant",
    "user_id_invalid",
    "participant_id_invalid",
    "user not found",
    "query_id_invalid",
    "query is too old",
)
# An operator changes the token, or starts a second process: this says nothing about the deed.
_PASSING = frozenset({401, 404, 409})


def judge_deed(deed: GroupDeed, outcome: Outcome) -> Judgement:
    """Decide what becomes of a deed after one try. Each may be done twice: the second time changes nothing."""
    if outcome.status == 200:
        return Judgement(Result.DONE)
    if outcome.status == 429:
        asked = outcome.retry_after
        return Judgement(Result.LATER, DEFAULT_PAUSE if asked is None else timedelta(seconds=max(asked, 1)))
    if deed.tries >= MAX_TRIES:
        return Judgement(Result.REFUSED)
    if outcome.status in _PASSING:
        return Judgement(Result.LATER, DEFAULT_PAUSE)
    if outcome.status is not None and outcome.status < 500:
        words = outcome.description.lower()
        return Judgement(Result.DONE if any(each in words for each in _NEEDLESS) else Result.REFUSED)
    return Judgement(Result.LATER, min(FIRST_PAUSE * (1 << min(deed.tries - 1, 16)), LONGEST_PAUSE))
