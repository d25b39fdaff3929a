"""Making a draft of what an editor has sent: one message, or the several of an act, with files that came before it."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import Message

from handlers import acts
from handlers.cards import editing, offering
from handlers.cards.card import Card
from handlers.messages import article_key
from news.model import Article, Attachment, Reader
from news.newsroom import Newsroom
from news.richtext import RichText, from_entities, split_title
from texts import Texts


async def draft(
    message: Message, written: RichText, news: Newsroom, reader: Reader, before: Sequence[Attachment] = ()
) -> Article:
    """Store a draft of a message; the same message is the same draft. `before` are files that came before it.

    An act of several messages is kept, so that the draft can follow when one of them is edited, or comes late. Raises
    what `EditingDesk.draft` does.
    """
    news.editing.may_write(reader)
    parts = acts.parts_of(message)
    if len(parts) > 1 or parts[0].album is not None:
        await news.parts.keep(reader, parts)
    title, rest = split_title(written.text, written.entities)
    return await news.editing.draft(
        reader,
        title,
        from_entities(rest.text, rest.entities),
        key=article_key(message),
        attachments=(*before, *acts.attachments(message)),
        source_url=acts.source_url(message),
    )


async def card(article: Article, message: Message, news: Newsroom, reader: Reader, t: Texts) -> Card:
    """Show the article that a message has become; a forwarded post that was an article before, as that one."""
    if acts.source_url(message) and await news.editing.source_of(article_key(message)) != article.number:
        return offering.source_known_card(article, t)
    return editing.edit_card(article, reader, t)


async def wait_for_words(message: Message, state: FSMContext, step: State) -> None:
    """Remember a stored act of files alone: the text that answers comes with them. The state becomes `step`."""
    data = await state.get_data()
    known = [each for each in data.get("acts", ()) if each != message.message_id]
    await state.set_state(step)
    await state.set_data({**data, "acts": [*known, message.message_id]})


async def files_before(
    chat_id: int, state: FSMContext, bot: Bot, news: Newsroom, reader: Reader
) -> tuple[Attachment, ...]:
    """Return the files that came while the bot waited for the text."""
    stored = [await news.parts.of_act(reader, chat_id, act) for act in (await state.get_data()).get("acts", ())]
    return tuple(file for parts in stored if parts for file in acts.attachments(acts.whole(parts, bot)))


def left_out(message: Message, t: Texts) -> list[str]:
    """Return a sentence about each file of an act that cannot be taken."""
    return [offering.too_large(name, t) for name in acts.too_large_files(message)]
