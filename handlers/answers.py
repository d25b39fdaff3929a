"""Answers to people on their way to Telegram: the request that goes through the bot's session, and what became of it.

`bot.answers` carries them out. A handler need not know whether its answer has arrived: an answer that fails for a
reason of its own, such as a lost connection, is tried again later, and no error reaches the handler.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from aiogram import Bot
from aiogram.methods import TelegramMethod
from pydantic import SkipValidation

from handlers.encoding import Call
from news.ledger import MessageKind


class State(StrEnum):
    """What became of an answer."""

    # Telegram has taken it, or the message showed it already.
    TAKEN = "taken"
    # Not now; it is tried again in its chat's order, unless it is fleeting.
    POSTPONED = "postponed"
    # The message to be edited, or the query to be answered, is gone.
    LOST = "lost"
    # The bot may not write in this chat.
    CLOSED = "closed"


class Answered(NamedTuple):
    """What became of an answer; the id of the new message, if it was sent at once; `words` are Telegram's refusal."""

    state: State
    message_id: int | None = None
    words: str = ""


class AnswerRefusedError(Exception):
    """Telegram refuses the answer itself, as it would in any chat. This is a mistake in a card: mend the card."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A call that answers a person.

    `to` is the chat, or the id of the query that it answers: answers to the same `to` keep their order. `messages` is
    the number of new messages, which count against the pace; edits and answers to queries are none. `instead` makes
    what is sent when the message or the query is gone, or when Telegram refuses a file. A `fleeting` answer is
    worthless later: it is tried once. `uploads` are the sources and kinds of its files if one of them is sent as bytes:
    the ids that Telegram gives them are kept.
    """

    call: Call
    to: int | str
    messages: int = 0
    instead: Callable[[], "Answer"] | None = None
    fleeting: bool = False
    uploads: tuple[tuple[str, MessageKind], ...] = ()


class Carry(Protocol):
    """Takes an answer to Telegram."""

    async def __call__(self, answer: Answer, /) -> Answered:
        """Send an answer, now or later. Raises AnswerRefusedError if Telegram refuses what it says."""


class CarryAnswer(TelegramMethod[Answered]):
    """An answer on its way through the bot's session, which hands it to `Carry`."""

    __returning__ = Answered
    __api_method__ = "answer"

    answer: SkipValidation[Answer]


async def carry(bot: Bot, answer: Answer) -> Answered:
    """Send an answer by the bot's session, now or later. Raises AnswerRefusedError if Telegram refuses what it says."""
    return await bot(CarryAnswer.model_construct(answer=answer))
