"""Previewing: an unpublished article as its subscribers and readers will see it."""

from aiogram import Router
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


async def show(query: CallbackQuery, callback_data: ShowPreview, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the overview in place, and a preview as a new message; its pages are turned in place."""
    article = await news.pictures.open(reader, callback_data.number, to_change=False)
    if callback_data.view is View.OVERVIEW:
        await screens.replace(query, previews.overview_card(article, t))
    elif callback_data.view is View.SUBSCRIBERS:
        await screens.send_below(query, previews.push_preview_card(article, t))
    elif callback_data.view is View.PAGES:
        await screens.replace(query, previews.reading_preview_card(article, t, callback_data.page))
    else:
        await screens.send_below(query, previews.reading_preview_card(article, t))
