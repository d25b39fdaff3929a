"""Previewing: an unpublished article as its subscribers and readers will see it."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from handlers import screens
from handlers.callbacks.previewing import ShowPreview, View
from handlers.cards import previews
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the buttons."""
    router = Router(name="previewing")
    router.callback_query.register(show, ShowPreview.filter())
    return router


async def show(
    query: CallbackQuery, callback_data: ShowPreview, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show the overview in place, and previews as new messages; the pages of a text are turned in place."""
    article, choices, _ = await news.outlets.posting(reader, callback_data.number)
    outlets = [outlet for outlet, chosen in choices if chosen]
    match callback_data.view:
        case View.SUBSCRIBERS:
            await screens.send_below(query, previews.push_preview_card(article, t))
        case View.READERS:
            await screens.send_below(query, previews.reading_preview_card(article, t))
        case View.PAGES:
            await screens.replace(query, previews.reading_preview_card(article, t, callback_data.page))
        case View.OUTLETS if outlets:
            link = await screens.article_deep_links(bot)
            for outlet in outlets:
                await screens.send_below(query, previews.post_preview_card(article, outlet, t, link(article.number)))
        case _:
            await screens.replace(query, previews.overview_card(article, outlets, t))
