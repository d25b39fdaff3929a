"""The fast path: answers the button that opens an article from the raw update, without the dispatcher.

After a push, thousands of people open the same few articles. On the dispatcher's way, more than half of the CPU time
of such a press goes into objects whose fields are mostly unused, and into the filters of every router. The fast path
reads and renders the article by the same function as the dispatcher's handler. It leaves every other update to the
dispatcher, and so each press that is refused: a retracted article, a message that is gone. See docs/decisions/0016.
"""

from functools import lru_cache
from typing import Annotated, Any, Literal

from aiogram import Bot
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from handlers.answers import Answer, AnswerRefusedError, Carry, State
from handlers.callbacks.opening import OpenArticle
from handlers.encoding import callback_answer, edit_text
from handlers.opening import article_in_place
from news.errors import Refusal
from news.newsroom import Newsroom
from news.ports import Clock
from texts import Catalogs

MAX_CACHED_BUTTONS = 1024
# https://core.telegram.org/bots/api#chat: ids have at most 52 significant bits.
_Id = Annotated[int, Field(gt=0, lt=2**52)]


class _Part(BaseModel):
    """Part of an update: the fields that are needed. Other fields are ignored."""

    model_config = ConfigDict(strict=True)


class _Person(_Part):
    id: _Id
    language_code: str | None = None


class _Chat(_Part):
    id: _Id
    type: Literal["private"]


class _Message(_Part):
    message_id: _Id
    chat: _Chat
    text: str  # an inaccessible message and a photo have none: the dispatcher handles those


class Press(_Part):
    """The needed part of a CallbackQuery: an article is to be opened in a text message of a private chat."""

    id: str
    data: Annotated[str, Field(pattern=f"^{OpenArticle.__prefix__}{OpenArticle.__separator__}")]
    message: _Message
    person: _Person = Field(alias="from")


_PRESS = TypeAdapter(Press)


class FastPath:
    """Opens articles in place."""

    def __init__(self, news: Newsroom, catalogs: Catalogs, clock: Clock, bot: Bot, carry: Carry) -> None:
        self._news = news
        self._catalogs = catalogs
        self._clock = clock
        self._bot = bot
        self._carry = carry

    async def open(self, press: Press) -> bool:
        """Edit the message into the article; False leaves the press to the dispatcher. Raises StorageError."""
        try:
            opening = _unpack(press.data)
        except ValueError:  # a forged button
            return False
        if opening.origin.in_search:  # the dispatcher reads the words of the search off the message
            return False
        reader = await self._news.readers.recognise(press.person.id, press.person.language_code)
        t = self._catalogs.texts(reader.language, self._clock.now())
        try:
            card = await article_in_place(opening, self._bot, self._news, t)
        except Refusal:
            return False
        chat_id = press.message.chat.id
        try:
            turned = await self._carry(Answer(edit_text(card, chat_id, press.message.message_id), chat_id))
            if turned.state is State.LOST:
                return False
            await self._carry(Answer(callback_answer(press.id), press.id))
        except AnswerRefusedError:
            return False
        return True


def press_of(update: dict[str, Any]) -> Press | None:
    """Return the press that a raw update holds, or None if the update is not for the fast path."""
    if "callback_query" not in update:
        return None
    try:
        return _PRESS.validate_python(update["callback_query"])
    except ValidationError:
        return None


@lru_cache(MAX_CACHED_BUTTONS)
def _unpack(data: str) -> OpenArticle:
    return OpenArticle.unpack(data)
