"""The port of outlets: the channels, groups and topics that articles are posted to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from news.posts import FailedPost, Outlet, OutletChat, OutletState, Post, Template


class Outlets(Protocol):
    """Outlets by the key of their place, and the choices that editors made for single articles."""

    async def get(self, place: int) -> Outlet | None:
        """Return the outlet, or None."""

    async def page(self, after: int, limit: int) -> Sequence[Outlet]:
        """Return up to `limit` outlets whose places have larger keys than `after`, by ascending key."""

    async def of_chat(self, chat_id: int) -> Sequence[Outlet]:
        """Return the outlets in a chat: itself, and topics in it."""

    async def is_discussed_in(self, chat_id: int) -> bool:
        """Whether a channel that is an outlet is discussed in this group, by what Telegram last said of the channel."""

    async def active(self) -> Sequence[Outlet]:
        """Return the outlets that get posts. In a writing unit, another one that asks waits until this one ends."""

    async def ask(self, place: int, chat: OutletChat) -> bool:
        """Store an outlet that somebody is asked about; False if the outlet is known."""

    async def arrange(
        self,
        place: int,
        *,
        state: OutletState | None = None,
        template: Template | None = None,
        silent: bool | None = None,
        words: str | None = None,
        topics: Sequence[str] | None = None,
    ) -> bool:
        """Change what is given; False if there is no such outlet."""

    async def describe(self, place: int, chat: OutletChat) -> None:
        """Store what Telegram says of the chat."""

    async def change_state(self, place: int, old: OutletState, new: OutletState) -> bool:
        """Give an outlet that is in the state `old` the state `new`; False if it is in another.

        Of two callers one gets True.
        """

    async def note_error(self, place: int, error: str | None, at: datetime) -> None:
        """Store the last error, None if the last message arrived."""

    async def remove(self, place: int) -> bool:
        """Forget an outlet and what was chosen for it; False if it is unknown."""

    async def choices(self, article: int) -> dict[int, bool]:
        """Return the places for which an article's editor chose against the default, and whether they were chosen."""

    async def choose(self, article: int, place: int, chosen: bool | None) -> None:
        """Choose an outlet for an article or leave it out; None for the default."""

    async def posts(self, article: int) -> Sequence[Post]:
        """Return the posts of an article, by outlet."""

    async def failed_posts(self, results: Sequence[tuple[int, int]], at: datetime) -> Sequence[FailedPost]:
        """Return which of these failed deliveries (edition, place), written at that time, were posts or their edits."""
