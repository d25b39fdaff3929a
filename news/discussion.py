"""The records of a discussion as readers see it: threads, their pages, and one comment by itself."""

from dataclasses import dataclass, replace
from datetime import datetime

from news.model import Article, Comment


@dataclass(frozen=True, slots=True)
class Thread:
    """A first comment with its first answers, oldest first; `more` answers follow that are not among them.

    If `first` is not visible to the reader, it was taken away, and only its place is shown.
    """

    first: Comment
    answers: tuple[Comment, ...] = ()
    more: int = 0

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The comments of the thread that are shown, the first one included."""
        return (self.first, *self.answers)

    def with_first(self, count: int) -> "Thread":
        """Return the thread with its first answers only, `count` at most."""
        left_out = sum(answer.visible for answer in self.answers[count:])
        return replace(self, answers=self.answers[:count], more=self.more + left_out)


@dataclass(frozen=True, slots=True)
class NewComments:
    """Comments of others since the reader's last visit: how many, and the first one with the `root` of its thread."""

    count: int
    first: int
    root: int | None = None


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Threads of one article: by time, the newest last, or the `best` first.

    By time, `earlier` and `later` are the ids of the first and the last thread: the other pages have the threads before
    and after them. By worth they are the first thread of this page, and of the next. None where nothing follows. With
    `closed` nobody can comment any more. `new` is what is new to a reader who comes back to the discussion.
    """

    article: Article
    threads: tuple[Thread, ...]
    earlier: int | None = None
    later: int | None = None
    best: bool = False
    closed: bool = False
    new: NewComments | None = None

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The comments of all threads, as they stand on the page."""
        return tuple(comment for thread in self.threads for comment in thread.comments)


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A page of the answers in one thread, oldest first. `earlier` and `later` are ids, as in a `CommentPage`.

    `muted`: the reader hears of no answers in the thread.
    """

    article: Article
    first: Comment
    answers: tuple[Comment, ...]
    earlier: int | None = None
    later: int | None = None
    closed: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class CommentView:
    """One comment with what a reader can do: `liked` by the reader, changed by its author until `editable_until`.

    `answered` is the comment that it answers, None if it answers none or that one is not visible.
    """

    article: Article
    comment: Comment
    answered: Comment | None = None
    liked: bool = False
    editable_until: datetime | None = None
    closed: bool = False
