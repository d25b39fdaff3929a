"""The port of articles, and of the archive that they make."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from news.model import Article, Headline, Keyset, LastChange, NewArticle, Revision


class Articles(Protocol):
    """Articles, and the archive: published articles ordered by (published at, number), newest first."""

    async def add(self, article: NewArticle) -> tuple[int, bool]:
        """Store an article: published if it has `published_at`, else a draft.

        Return its number and True. If its key or source URL is stored already, change nothing and return the number of
        that article and False.
        """

    async def get(self, number: int) -> Article | None:
        """Return the article in any status, or None."""

    async def listed(self, numbers: Sequence[int]) -> Sequence[Article]:
        """Return the articles with these numbers, in any status, in this order and without their texts.

        Unknown numbers are left out. The bodies are empty, and the files have no ids.
        """

    async def keyset(self, number: int) -> Keyset | None:
        """Return the position of an article in the archive's order; None if it was never published.

        A retracted article keeps its position, so that a list can go on from it.
        """

    async def older(self, start: Keyset | None, limit: int) -> Sequence[Headline]:
        """Return up to `limit` headlines from `start` on (inclusive), newest first; None starts at the newest."""

    async def newer(self, start: Keyset, limit: int) -> Sequence[Headline]:
        """Return up to `limit` headlines newer than `start` (exclusive), oldest first."""

    async def closest_date(self, start: datetime, end: datetime, *, latest: bool) -> datetime | None:
        """Return the time of the latest (or the earliest) publication in `start` <= t < `end`, or None."""

    async def publish(
        self,
        number: int,
        at: datetime,
        *,
        to_push: bool,
        breaking: bool = False,
        version: int | None = None,
        due: datetime | None = None,
    ) -> bool:
        """Publish an article that was not published before; False if there is none, or not of this `version`.

        With `due`, only an article that was scheduled for that time or an earlier one. Status, version and time are
        checked in the statement that changes them: of two processes one gets True.
        """

    async def revise(self, number: int, revision: Revision, *, version: int | None = None) -> bool:
        """Keep the present version of an article that is not retracted, and make the next; False if there is none.

        With a `version`, also False if the article has another one; it is checked in the statement that changes it. A
        revision with a reason also sets time, reason and editor of the update.
        """

    async def retract(self, number: int, revision: Revision, *, version: int | None = None) -> bool:
        """Retract an article with the revision's reason, and never push it; False if it is retracted or unknown.

        With a `version`, also False if the article has another one.
        """

    async def set_follows(self, number: int, follows: int) -> None:
        """Store which article this one follows up; 0 if it stands alone. Its version stays."""

    async def recent(self, numbers: Collection[int], since: datetime) -> Sequence[Headline]:
        """Return the headlines of those of these articles that were published since then, in any order."""

    async def count_since(self, since: datetime, limit: int) -> int:
        """Return how many articles were published after a time, `limit` at most."""

    async def find_by_key(self, key: str) -> int | None:
        """Return the number of the article that was stored under a key, or None."""

    async def last_change(self, number: int) -> LastChange | None:
        """Return who revised an article last and when, silent fixes included; None if nobody did."""

    async def mark_for_correction(self, numbers: Sequence[int]) -> None:
        """Mark articles whose sent copies are to be corrected. An article that was never pushed is not marked."""

    async def damaged(self, limit: int) -> Sequence[int]:
        """Return those of the `limit` largest article numbers whose stored text cannot be read, ascending."""

    async def count_reads(self, reads: dict[int, int], at: datetime, day: date) -> None:
        """Add to the counters of reads, by article number. Unknown numbers are ignored.

        They count for the local `day`, for the hour, and for the first hour of articles published up to an hour ago.
        """
