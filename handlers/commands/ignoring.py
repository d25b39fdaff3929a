"""Ignoring: what another reader writes is hidden from oneself, and shown again."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import screens
from handlers.callbacks.ignoring import IgnoreAuthor, ShowAgain, ShowIgnored
from handlers.cards import ignoring
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the buttons."""
    router = Router(name="ignoring")
    router.callback_query.register(ignore, IgnoreAuthor.filter())
    router.callback_query.register(show_again, ShowAgain.filter())
    router.callback_query.register(show_list, ShowIgnored.filter())
    return router


async def ignore(query: CallbackQuery, callback_data: IgnoreAuthor, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Hide what the author of a comment writes from the reader."""
    ignored = await news.ignores.ignore(reader, callback_data.comment)
    await screens.replace(query, ignoring.ignored_card(ignored, t))


async def show_again(query: CallbackQuery, callback_data: ShowAgain, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take one off the list, and show the rest of it."""
    page = await news.ignores.show_again(reader, callback_data.entry)
    await screens.replace(query, ignoring.ignored_list_card(page, t))


async def show_list(query: CallbackQuery, callback_data: ShowIgnored, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show whom the reader ignores."""
    page = await news.ignores.page(reader, callback_data.before or None)
    await screens.replace(query, ignoring.ignored_list_card(page, t))
