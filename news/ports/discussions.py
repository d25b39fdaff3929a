"""The ports of discussion groups: copies of posts and join requests, and the outbox of what the bot does in groups."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from news.discussed import DiscussedPost, DiscussionGroup, GroupDeed, PostCopy
from news.outcomes import Outcome


class Discussions(Protocol):
    """The groups in which channels are discussed."""

    async def keep_copy(self, copy: PostCopy) -> None:
        """Store the copy of a post, and the group that it is in. The same copy again changes nothing."""

    async def post(self, chat_id: int, message_id: int) -> DiscussedPost | None:
        """Return the post whose copy is this message, None if the message is no known copy."""

    async def keep_article(self, chat_id: int, message_id: int, article: int) -> None:
        """Store the article of a copy, so that `copy_of` finds it."""

    async def copy_of(self, chat_id: int, article: int) -> int | None:
        """Return the first copy of an article's post in a group, or None."""

    async def group(self, chat_id: int) -> DiscussionGroup | None:
        """Return the group, or None."""

    async def groups(self) -> Sequence[DiscussionGroup]:
        """Return the groups."""

    async def take_notice(self, chat_id: int, user_id: int, now: datetime, since: datetime) -> bool:
        """Return whether a person is to be told something in a group now: not if they were told after `since`."""

    async def take_warning(self, chat_id: int, now: datetime, since: datetime) -> bool:
        """Return whether the staff is to be told now that the bot lacks a right in a group: not if after `since`."""

    async def ask_to_join(self, user_id: int, chat_id: int, at: datetime) -> None:
        """Store that a person who is not registered has asked to join a chat."""

    async def take_requests(self, user_id: int) -> Sequence[int]:
        """Forget the chats that a person has asked to join, and return them."""


class GroupDeeds(Protocol):
    """The outbox of deeds in groups. A deed is claimed by lease, and done at least once."""

    async def add(self, deed: GroupDeed, due_at: datetime) -> None:
        """Store a deed, to be done at `due_at` or later; those to one person in one group keep their order."""

    async def add_deletions(self, author_id: int, actor: int | None, due_at: datetime) -> None:
        """Store the deletion of every message of a person that came in a group as a comment."""

    async def supersede(self, chat_id: int, user_id: int, now: datetime) -> None:
        """Forget what was to be done to a person in a group, but for what is under way."""

    async def has_due(self, now: datetime, lease: timedelta) -> bool:
        """Whether a deed is due that no process has leased; no lease is longer than `lease`."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[GroupDeed]:
        """Lease up to `limit` deeds that are due, and return them, the longest due first."""

    async def release_leases(self) -> None:
        """End every lease. Only for a process that knows that no other one serves this database."""

    async def settle(self, deed: GroupDeed) -> bool:
        """Forget a deed that is done or refused; False if another process has tried it meanwhile."""

    async def put_off(self, deed: GroupDeed, due_at: datetime) -> None:
        """Let a deed be tried again at `due_at`, unless another process has tried it meanwhile."""


class GroupOffice(Protocol):
    """Does deeds in groups at Telegram."""

    async def perform(self, deed: GroupDeed) -> Outcome:
        """Do one deed once. Errors of Telegram and of the network are outcomes."""

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> Outcome:
        """Delete up to 100 messages of one chat at once, all or none of them; those that are gone are skipped."""
