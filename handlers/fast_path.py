"""The short way for the one press that comes in storms: after a push everybody opens the same few articles.

Going the whole way, more than half of such a press is spent on objects of which nobody looks at most fields, and on
asking every router whether it is theirs. Here the same two verbs and the same card answer it, from the raw update.
What is not plainly such a press, or does not go smoothly, goes the whole way, which alone knows what to say then: see
docs/decisions/0016.
"""

from functools import lru_cache
from typing import Annotated, Any, Literal, Protocol

from aiogram import Bot
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from handlers.callbacks.reading import OpenArticle
from handlers.commands.reading import in_place
from handlers.screens import AnswerPress, EditMessage, ending
from news.errors import Refusal
from news.newsroom import Newsroom
from news.ports import Clock
from texts import Catalogs

KEPT_PLACES = 1024
# https://core.telegram.org/bots/api#chat: ids have at most 52 significant bits.
_Id = Annotated[int, Field(gt=0, lt=2**52)]


class Session(Protocol):
    """Sends prepared calls of the Bot API."""

    async def tell(self, method: str, body: bytes) -> bool:
        """Post the parameters of a method as JSON; return whether Telegram did it."""


class _Part(BaseModel):
    """Part of an update: what is asked for is there, whatever else is."""

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
    text: str  # one that is too old to be turned, or has none, goes the whole way


class Press(_Part):
    """A press of a button that opens an article, under a text in a private chat: of a CallbackQuery what is needed."""

    id: str
    data: Annotated[str, Field(pattern=f"^{OpenArticle.__prefix__}{OpenArticle.__separator__}")]
    message: _Message
    person: _Person = Field(alias="from")


_PRESS = TypeAdapter(Press)


class FastPath:
    """Opens articles in place."""

    def __init__(self, news: Newsroom, catalogs: Catalogs, clock: Clock, bot: Bot, session: Session) -> None:
        self._news = news
        self._catalogs = catalogs
        self._clock = clock
        self._bot = bot
        self._session = session

    async def open(self, press: Press) -> bool:
        """Turn the message into the article; False when the press has to go the whole way. Raises StorageError."""
        reader = await self._news.readers.recognise(press.person.id, press.person.language_code)
        t = self._catalogs.texts(reader.language, self._clock.now())
        try:
            place = _place(press.data)
            article = await self._news.articles.read(place.number)
        except (TypeError, ValueError, Refusal):  # the first two: a forged button
            return False
        card = await in_place(article, t, place, self._bot)
        turning = card.turning(press.message.chat.id, press.message.message_id)
        turned = await self._session.tell(EditMessage.__api_method__, turning)
        return turned and await self._session.tell(AnswerPress.__api_method__, ending(press.id))


def press_of(update: dict[str, Any]) -> Press | None:
    """Return the press that a raw update is, None for anything else."""
    if "callback_query" not in update:
        return None
    try:
        return _PRESS.validate_python(update["callback_query"])
    except ValidationError:
        return None


@lru_cache(KEPT_PLACES)
def _place(data: str) -> OpenArticle:
    return OpenArticle.unpack(data)
