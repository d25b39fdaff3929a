"""The interface of the parts: the messages of which an act of an editor's consists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Part:
    """One message of an act. `act` is the id of the act's first message in this chat.

    `content` is the message as text that the handlers can read again; `album` is Telegram's name of its album.
    """

    chat_id: int
    message_id: int
    act: int
    content: str
    album: str | None = None


class Parts(Protocol):
    """The parts of recent acts. A message belongs to one act."""

    async def keep(self, parts: Sequence[Part], at: datetime) -> None:
        """Store parts, or replace their content. A stored part stays in its act."""

    async def of_act(self, chat_id: int, act: int) -> Sequence[Part]:
        """Return the parts of an act, by ascending message id."""

    async def act_of_message(self, chat_id: int, message_id: int) -> int | None:
        """Return the act that a message is a part of, or None."""

    async def act_of_album(self, chat_id: int, album: str) -> int | None:
        """Return the first act that has a part of an album, or None."""

    async def forget(self, chat_id: int, act: int) -> None:
        """Delete the parts of an act."""

    async def forget_older(self, before: datetime) -> None:
        """Delete the parts that were stored before then."""
