"""The port of comments."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from news.model import Cause, Comment, CommentStatus, NewComment


class Comments(Protocol):
    """Comments by article. Their ids rise in the order of arrival.

    Pages and counts have the visible ones only: published, and of an author who is not banned.
    """

    async def add(self, comment: NewComment) -> tuple[int, bool]:
        """Store a comment and return its id and True. It counts with its article and thread, unless it is held.

        If its message is stored already, change nothing and return that comment's id and False.
        """

    async def get(self, comment_id: int) -> Comment | None:
        """Return the comment, or None."""

    async def lock(self, comment_id: int) -> None:
        """Keep the comment as it is until the unit ends. Lock its author before."""

    async def by_message(self, chat_id: int, message_id: int) -> Comment | None:
        """Return the comment that came in this message, or None."""

    async def revise(self, comment_id: int, text: str, at: datetime) -> None:
        """Replace a comment's text, set when it was edited, and count the version."""

    async def move(self, comment: Comment, article: int) -> None:
        """Put a comment under another article, and count it there if it is visible."""

    async def change_status(
        self,
        comment_id: int,
        to: CommentStatus,
        *,
        by: int,
        at: datetime,
        version: int | None = None,
        of: Collection[CommentStatus] = tuple(CommentStatus),
        held_for: Sequence[Cause] = (),
    ) -> bool:
        """Change the status of a comment that has one of the states `of` and, unless it is None, this `version`.

        False if nothing changed: of two who change it at once, one gets True. The counts of its article and thread
        follow. `by` and `at` tell who rejected or removed it; `held_for` goes with HELD.
        """

    async def hide_author(self, author_id: int, *, hidden: bool) -> None:
        """Hide all comments of an author, or show them again, also those still to be restored."""

    async def withdraw(self, author_id: int, by: int, at: datetime, limit: int) -> None:
        """Remove up to `limit` published comments of an author, and as many held ones. The counts follow."""

    async def newest_texts(self, limit: int) -> Sequence[str]:
        """Return the texts of the newest comments of all articles, whatever their status, the newest first."""

    async def has_speaker(self, article: int, name_key: str) -> bool:
        """Whether the reader with this name key (`news.lookalikes.skeleton`) has a visible comment on the article."""

    async def count_published(self, author_id: int, limit: int) -> int:
        """Return how many published comments an author has, `limit` at most."""

    async def count_by_status(self, author_id: int) -> Mapping[CommentStatus, int]:
        """Return how many comments an author has in each status that occurs, those of a banned author too."""

    async def last_on(self, author_id: int, article: int, since: datetime) -> datetime | None:
        """Return when the author commented on an article last, or None if not since then."""

    async def same_text(self, author_id: int, key: int, article: int, since: datetime, but: int) -> int | None:
        """Return a comment of the author other than `but` with the same `news.comment_texts.text_key`, or None.

        On the article at any time, on others since then; what the author removed does not count.
        """

    async def since(self, author_id: int, at: datetime) -> Sequence[datetime]:
        """Return the times of the author's comments since `at`, oldest first."""

    async def before(self, article: int, comment_id: int | None, limit: int) -> Sequence[Comment]:
        """Return up to `limit` visible comments with smaller ids, largest id first; None starts at the newest."""

    async def after(self, article: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` visible comments with larger ids, smallest id first."""
