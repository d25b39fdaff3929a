"""Restoring: an earlier version of an article, or a draft that tells its story, is proposed as its correction."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers import screens
from handlers.callbacks.restoring import RestoreVersion, UpdateStory
from handlers.cards import editing
from handlers.cards.card import Card
from handlers.states import Correcting
from news import attachments
from news.model import Article, Reader
from news.newsroom import Newsroom
from news.richtext import dump
from texts import Texts


def router() -> Router:
    """Bind the buttons."""
    router = Router(name="restoring")
    router.callback_query.register(restore, RestoreVersion.filter())
    router.callback_query.register(update_story, UpdateStory.filter())
    return router


async def restore(
    query: CallbackQuery, callback_data: RestoreVersion, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show the article as it was in an earlier version, for a decision: it becomes a new version, as any correction."""
    earlier = await news.versions.open(reader, callback_data.number, callback_data.version)
    await screens.replace(query, await _propose(callback_data.number, earlier, state, news, reader, t))


async def update_story(
    query: CallbackQuery, callback_data: UpdateStory, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show an article with the contents of a draft, for a decision. The draft stays."""
    draft = await news.editing.open(reader, callback_data.draft)
    await screens.replace(query, await _propose(callback_data.number, draft, state, news, reader, t))


async def _propose(number: int, contents: Article, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> Card:
    """Show an article with the headline, lead, text and files of another, as a correction that waits for a decision."""
    article = await news.editing.open(reader, number, to_change=True)
    proposed = await news.editing.open(
        reader,
        number,
        title=contents.title,
        lead=contents.lead,
        body=contents.body,
        attachments=contents.attachments,
    )
    await state.set_state(Correcting.deciding)
    await state.set_data(
        {
            "number": number,
            "version": article.version,
            "status": article.status,
            "title": contents.title,
            "lead": contents.lead,
            "body": dump(contents.body),
            "attachments": attachments.dump(contents.attachments) or "[]",
        }
    )
    return editing.confirm_card(proposed, t)
