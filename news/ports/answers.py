"""The ports of answers to comments, of ignored readers, and of the discussions that a reader has seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from news.model import Comment


class AnsweredThread(NamedTuple):
    """A thread, by the id of its first comment, in which the reader with this id was answered."""

    reader_id: int
    root: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A comment that answers another one, as it is told: with the number and title of its article."""

    comment: int
    article: int
    root: int
    author: str
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """An entry of a reader's list of ignored readers, with the name of the ignored one."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class OwnComment:
    """A comment as its author sees it: with the title of its article, and whether readers can open that.

    `reason` is the one that the moderators gave for rejecting or removing it.
    """

    comment: Comment
    title: str
    is_readable: bool = True
    reason: str = ""


class NewerComment(NamedTuple):
    """A comment that is newer than another: its id, its author, and the first comment of its thread."""

    id: int
    author: int
    root: int | None


class Answers(Protocol):
    """Answers that wait to be told, one message a thread and window; and the threads that a reader has muted.

    An answer to somebody else's comment is noted with the statement that publishes it (`Comments`), once. A window is
    opened before anything of its thread is taken. `root` 0 of a mute stands for every thread.
    """

    async def due(self, now: datetime, limit: int) -> Sequence[AnsweredThread]:
        """Return the threads of up to `limit` answers that are to be told by now, the longest due first."""

    async def open_window(self, thread: AnsweredThread, now: datetime, until: datetime) -> bool:
        """Begin the time without further messages about a thread; False if it has begun: of two callers one gets True.

        The row is locked until the unit ends.
        """

    async def close_window(self, thread: AnsweredThread) -> None:
        """End the window: there was nothing to tell."""

    async def put_off(self, thread: AnsweredThread) -> None:
        """Let the answers of a thread wait until its window is over."""

    async def take(self, thread: AnsweredThread) -> Sequence[int]:
        """Return the comments of the thread that wait to be told; they wait no longer."""

    async def tellable(self, comments: Sequence[int]) -> Sequence[Answer]:
        """Return those of these answers that may be told now, by ascending id.

        Everybody sees the answer and the comment that it goes to, and the answered reader wants to hear of it.
        """

    async def has_taken_back(self) -> bool:
        """Whether answers that were told are no longer visible, and are to be taken out of the messages about them.

        `Comments.change_status` and `hide_author` note them.
        """

    async def clear_taken_back(self, limit: int) -> Sequence[int]:
        """Return up to `limit` such answers; they are dealt with from now on."""

    async def mute(self, reader_id: int, root: int) -> None:
        """Tell the reader of no answers in a thread."""

    async def unmute(self, reader_id: int, root: int) -> None:
        """Tell the reader of them again."""

    async def muted(self, reader_id: int, root: int) -> bool:
        """Whether the reader has muted exactly this."""

    async def clean_up(self, before: datetime, now: datetime, latest: datetime) -> None:
        """Forget answers told before then, and windows that are over.

        A time after `latest` was written by a clock that was ahead: such answers are told now.
        """


class Ignores(Protocol):
    """Whom a reader ignores: nothing that an ignored reader writes is shown to this one."""

    async def add(self, reader_id: int, ignored_id: int, at: datetime) -> int:
        """Ignore somebody, and return the id of the entry, also of one that was there."""

    async def remove(self, reader_id: int, entry: int) -> None:
        """Delete an entry of this reader's."""

    async def count(self, reader_id: int) -> int:
        """Return how many the reader ignores."""

    async def of(self, reader_id: int) -> frozenset[int]:
        """Return the Telegram ids of all whom the reader ignores."""

    async def page(self, reader_id: int, before: int | None, limit: int) -> Sequence[Ignored]:
        """Return up to `limit` entries with smaller ids, the largest first; None starts at the latest."""


class Seen(Protocol):
    """The last comment seen, by reader and article; only of readers who commented there.

    It begins with the reader's first published comment (`Comments`).
    """

    async def last(self, reader_id: int, article: int) -> int | None:
        """Return the last comment seen; None for a reader who has not commented there."""

    async def newer(self, article: int, reader_id: int, after: int, limit: int) -> Sequence[NewerComment]:
        """Return up to `limit` visible comments of others with larger ids, the smallest first."""

    async def newest(self, article: int) -> int | None:
        """Return the id of the article's newest comment, visible or not."""

    async def advance(self, reader_id: int, article: int, comment_id: int, at: datetime) -> None:
        """Remember that the reader has seen everything up to this comment, if there is a row."""

    async def delete_old(self, before: datetime) -> None:
        """Forget the discussions that their readers have not opened since then."""


class OwnComments(Protocol):
    """The comments of one author in every state, by id."""

    async def before(self, author_id: int, comment_id: int | None, limit: int) -> Sequence[OwnComment]:
        """Return up to `limit` comments with smaller ids, the largest first; None starts at the newest."""

    async def after(self, author_id: int, comment_id: int, limit: int) -> Sequence[OwnComment]:
        """Return up to `limit` comments with larger ids, the smallest first."""
