"""Offering: what an editor sends or forwards without a command, and the button that makes an article of it."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import acts, drafting, screens
from handlers.callbacks.offering import OfferAct, OfferAction
from handlers.cards import editing, offering
from handlers.filters import in_private
from handlers.messages import article_key, key_of, typed
from handlers.positions import Position
from handlers.states import Posting
from news.model import Reader
from news.newsroom import Newsroom
from news.richtext import split_title
from news.roles import Deed, may
from texts import Texts

POSITION = Position.OFFERS

# A shorter text on one line is rather a question or a mistyped command.
MIN_UNITS = 200


class FromEditorFilter(Filter):
    """Accepts what a person sends who may write articles."""

    async def __call__(self, _message: Message, reader: Reader) -> bool:
        """Look at the role."""
        return may(reader, Deed.WRITE)


class ContentFilter(Filter):
    """Accepts what looks like an article: a file, a forwarded message, several lines, or a longer text."""

    async def __call__(self, message: Message) -> bool:
        """Look at the content."""
        text = typed(message)
        if text.text.startswith("/"):
            return False
        is_long = "\n" in text.text or text.units >= MIN_UNITS
        return bool(acts.attachments(message)) or (bool(text) and (is_long or acts.is_forwarded(message)))


class UnusableFilter(Filter):
    """Accepts what no article can take, and passes on what it is as `kind`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """Look at the content."""
        kind = acts.unusable_kind(message)
        return kind is not None and {"kind": kind}


def router() -> Router:
    """Bind the content that no question waits for, and the buttons of the offer."""
    router = Router(name="offering")
    router.message.register(offer, in_private, FromEditorFilter(), ContentFilter())
    router.message.register(refuse, in_private, FromEditorFilter(), UnusableFilter())
    router.callback_query.register(make, OfferAction.filter(F.act == OfferAct.MAKE))
    router.callback_query.register(drop, OfferAction.filter(F.act == OfferAct.DROP))
    return router


async def offer(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Keep the message, and ask whether it shall become an article. One that is an article already is shown."""
    number = await news.editing.source_of(article_key(message))
    if number is not None:  # the program was killed between the answer to `/post` and the end of its question
        await screens.answer(message, editing.edit_card(await news.editing.open(reader, number), reader, t))
        return
    await news.parts.keep(reader, acts.parts_of(message))
    written = typed(message)
    title, _ = split_title(written.text, written.entities)
    files = acts.attachments(message)
    left_out = drafting.left_out(message, t)
    await screens.answer(message, offering.offer_card(message.message_id, title, len(files), left_out, t))


async def refuse(message: Message, kind: str, t: Texts) -> None:
    """Say what can be an article instead."""
    await screens.answer(message, offering.unusable_card(kind, t))


async def make(
    query: CallbackQuery,
    callback_data: OfferAction,
    bot: Bot,
    state: FSMContext,
    news: Newsroom,
    reader: Reader,
    t: Texts,
) -> None:
    """Make a draft of the message; if it has no text, ask for one. A second press shows the same draft."""
    parts = await news.parts.of_act(reader, _chat(query), callback_data.message)
    if not parts:
        await screens.replace(query, offering.offer_expired_card(t))
        return
    message = acts.whole(parts, bot)
    if not typed(message):
        await drafting.wait_for_words(message, state, Posting.waiting)
        files = len(acts.attachments(message))
        await screens.replace(query, offering.ask_words_card(files, drafting.left_out(message, t), t))
        return
    article = await drafting.draft(message, typed(message), news, reader)
    await screens.replace(query, await drafting.card(article, message, news, reader, t))


async def drop(query: CallbackQuery, callback_data: OfferAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Forget the message. One that has become an article stays, and the article is shown."""
    number = await news.editing.source_of(key_of(_chat(query), callback_data.message))
    if number is not None:
        await screens.replace(query, editing.edit_card(await news.editing.open(reader, number), reader, t))
        return
    await news.parts.forget(reader, _chat(query), callback_data.message)
    await screens.replace(query, offering.dropped_card(t))


def _chat(query: CallbackQuery) -> int:
    return query.message.chat.id if query.message is not None else query.from_user.id
