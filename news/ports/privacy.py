"""The interfaces of what the newspaper stores of a person, of persons who asked to be forgotten, and of retention."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from news.personal_data import Naming, PersonalTable

Key = dict[str, int | str]


class CommentsAfter(StrEnum):
    """What becomes of the comments of a person who asks to be forgotten: they stay without an author, or go as well."""

    KEEP = "keep"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Forgetting:
    """A wish to be forgotten. It can be taken back until it has begun; then it is under way since `begun_at`."""

    reader_id: int
    comments: CommentsAfter
    asked_at: datetime
    due_at: datetime
    begun_at: datetime | None = None


class PersonalData(Protocol):
    """The rows that name one person, table by table of `news.personal_data`."""

    async def rows(self, table: PersonalTable, naming: Naming, reader_id: int, limit: int) -> Sequence[dict[str, Any]]:
        """Return what the person is shown of up to `limit` rows."""

    async def keys(self, table: PersonalTable, naming: Naming, reader_id: int, limit: int) -> Sequence[Key]:
        """Return the keys of up to `limit` rows."""

    async def forget(self, table: PersonalTable, naming: Naming, reader_id: int, keys: Sequence[Key]) -> None:
        """Delete these rows, or take the person out of them, as the naming says. Repeating it changes nothing."""


class Forgettings(Protocol):
    """The wishes to be forgotten, and the steps that do it. Any number of processes may use them at once."""

    async def ask(self, reader_id: int, comments: CommentsAfter, at: datetime, due_at: datetime) -> Forgetting:
        """Store a wish and return it; asking again before it has begun changes only what becomes of the comments."""

    async def get(self, reader_id: int) -> Forgetting | None:
        """Return the person's wish, or None."""

    async def cancel(self, reader_id: int) -> bool:
        """Take a wish back; False if there is none, or it has begun."""

    async def claim(self, now: datetime, until: datetime) -> Forgetting | None:
        """Take a wish that is due, until then; None if there is none for this process."""

    async def begin(self, reader_id: int, at: datetime, due_at: datetime) -> bool:
        """Begin, and go on at `due_at`; False if the wish was taken back or has begun."""

    async def put_off(self, reader_id: int, due_at: datetime) -> None:
        """Let a wish that was claimed go on at another time."""

    async def end_subscriptions(self, reader_id: int, at: datetime) -> None:
        """End the subscription of the person's chat."""

    async def detach_published(self, reader_id: int, limit: int) -> int:
        """Take the author out of up to `limit` comments that readers see; return how many."""

    async def ended_comments(self, reader_id: int, limit: int) -> Sequence[int]:
        """Return the ids of up to `limit` comments of the person that were removed or rejected."""

    async def empty_comments(self, comment_ids: Sequence[int]) -> None:
        """Take author and words out of comments that nobody sees any more, and the words out of the answers to them."""

    async def copies(self, reader_id: int, limit: int) -> Sequence[Key]:
        """Return up to `limit` deliveries that left a message in the person's chat."""

    async def forget_copies(self, copies: Sequence[Key]) -> None:
        """Forget which messages these deliveries left, and the words of notices that went to this chat only."""

    async def is_awaited(self, reader_id: int) -> bool:
        """Whether a delivery to the person's chat is still to come."""

    async def mark_places(self, reader_id: int, mark: int, at: datetime) -> bool:
        """Cancel what the chat was to get, end its subscription, and put `mark` in place of its id in the ledger.

        False if a message is on its way to it just now: then the unit must be rolled back.
        """

    async def finish(self, reader_id: int, now: datetime) -> None:
        """Delete the reader and the wish. Of one who is banned or silenced, the id stays, and until when."""

    async def forgotten_at(self, mark: int) -> datetime | None:
        """Return when a chat with this mark was forgotten last; None if the ledger has no such mark."""


class Retention(Protocol):
    """Deletes what has been kept long enough. Each call takes a block, and returns how many rows that were."""

    async def waiting(self, before: datetime, limit: int) -> Sequence[int]:
        """Return comments that have waited for a moderator since before then, the longest first."""

    async def empty_ended(self, before: datetime, limit: int) -> int:
        """Empty comments that were removed or rejected before then."""

    async def delete_cases(self, before: datetime, limit: int) -> int:
        """Delete cases that were closed before then."""

    async def delete_complaints(self, before: datetime, limit: int) -> int:
        """Delete complaints that were settled before then."""

    async def delete_appeals(self, before: datetime, limit: int) -> int:
        """Delete appeals that were made before then."""

    async def delete_verdicts(self, before: datetime, limit: int) -> int:
        """Delete verdicts that were given before then."""

    async def delete_dialogues(self, before: datetime, limit: int) -> int:
        """Delete dialogues that nobody has gone on with since then."""

    async def delete_nameless(self, now: datetime, limit: int) -> int:
        """Delete persons of whom only a ban or a silence was left that is over by now."""

    async def delete_marks(self, before: datetime, limit: int) -> int:
        """Delete from the ledger the places of persons who were forgotten before then; their deliveries are counted."""
