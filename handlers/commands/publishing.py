"""Publishing a draft: at once or in some seconds, in which it can be taken back, and as breaking news.

The message whose button was pressed becomes the report of the publication (`bot.live_queue` edits it).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers import screens
from handlers.callbacks.posting import DraftAct, DraftAction
from handlers.callbacks.publishing import DecideStory
from handlers.cards import drafts, editing, stories
from handlers.cards.reports import report_card
from news.errors import ArticleChanged
from news.model import Article, Reader, Status
from news.newsroom import Newsroom
from news.reports import Report
from texts import Texts


def router() -> Router:
    """Bind the buttons."""
    router = Router(name="publishing")
    on_button = router.callback_query.register
    on_button(publish, DraftAction.filter(F.act == DraftAct.PUBLISH))
    on_button(publish_story, DecideStory.filter())
    on_button(undo, DraftAction.filter(F.act == DraftAct.UNDO))
    on_button(ask_breaking, DraftAction.filter(F.act == DraftAct.BREAKING))
    on_button(publish_breaking, DraftAction.filter(F.act == DraftAct.BREAKING_SURELY))
    return router


async def publish(query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Publish the draft that the message shows. If its story is out already, or it has changed since, show that."""
    number = callback_data.number
    found = await news.stories.same(reader, number)
    if found is not None:
        await screens.replace(query, stories.same_story_card(number, callback_data.version, found, t))
        return
    async with present_draft(query, number, news, reader, t):
        article = await news.editing.publish(reader, callback_data.number, version=callback_data.version or None)
        await _report(query, article, news, reader, t)


async def publish_story(
    query: CallbackQuery, callback_data: DecideStory, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Publish the draft although its story is out already: as a follow-up, or on its own."""
    await news.stories.decide(reader, callback_data.number, callback_data.follows)
    action = DraftAction(number=callback_data.number, act=DraftAct.PUBLISH, version=callback_data.version)
    await publish(query, action, news, reader, t)


async def undo(query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take back a publication that nobody has seen yet, or the time of a scheduled article; show the draft."""
    article = await news.scheduling.cancel(reader, callback_data.number)
    await screens.replace(query, drafts.draft_card(article, reader, t))


async def ask_breaking(
    query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask once more before breaking news leave."""
    article = await news.scheduling.may_schedule(reader, callback_data.number)
    await screens.replace(query, drafts.ask_breaking_card(article, t))


async def publish_breaking(
    query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Publish the draft as breaking news, past the timer."""
    async with present_draft(query, callback_data.number, news, reader, t):
        version = callback_data.version or None
        article = await news.editing.publish(reader, callback_data.number, version=version, breaking=True)
        await _report(query, article, news, reader, t)


@asynccontextmanager
async def present_draft(
    query: CallbackQuery, number: int, news: Newsroom, reader: Reader, t: Texts
) -> AsyncIterator[None]:
    """If the block finds the article changed, show it as it is now; the error then tells who changed it and when."""
    try:
        yield
    except ArticleChanged:
        await screens.replace(query, editing.edit_card(await news.editing.open(reader, number), reader, t))
        raise


async def _report(query: CallbackQuery, article: Article, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Make the message the report. It is stored first, so that it is kept up to date if the program is killed here."""
    message = query.message
    if message is not None:
        await news.live_messages.report(reader, message.chat.id, message.message_id, article.number, article.publish_at)
    waits = article.status is Status.SCHEDULED
    shown = await screens.replace(query, drafts.undo_card(article, t) if waits else report_card(Report(article), t))
    if message is not None and shown not in {None, message.message_id}:
        await news.live_messages.report(reader, message.chat.id, shown, article.number, article.publish_at)
