"""The port of the moderation hook: a program of the operator's that is asked whether a comment shall wait."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class HookQuestion:
    """A comment before it is stored or changed, with its ids: its author, its article, and its message.

    `beside` is what the message says besides its `text`: quotes, replies to other chats, addresses behind words.
    """

    author_id: int
    article: int
    chat_id: int
    message_id: int
    text: str
    beside: str = ""
    edited: bool = False


class Hook(Protocol):
    """Asks the operator's program about a comment. It may have a comment held, never published nor its author banned.

    Ask it outside of transactions.
    """

    async def reason_to_hold(self, question: HookQuestion) -> str | None:
        """Return why the comment shall wait for a moderator, "" for no given reason; None if it need not wait.

        It answers None, too, when the program does not answer in time or is at rest after a failure. It never raises.
        """


class NoHook:
    """The hook of a newspaper without one."""

    async def reason_to_hold(self, question: HookQuestion) -> str | None:
        """Hold nothing."""
        return None
