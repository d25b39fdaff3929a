"""Comparing: the versions of an article for its editors, and «Что изменилось» for its readers."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from handlers import opening, screens
from handlers.callbacks.comparing import ShowChanges, ShowVersion, ShowVersions
from handlers.cards import versions
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the buttons."""
    router = Router(name="comparing")
    router.callback_query.register(show_versions, ShowVersions.filter())
    router.callback_query.register(show_version, ShowVersion.filter())
    router.callback_query.register(show_changes, ShowChanges.filter())
    return router


async def show_versions(
    query: CallbackQuery, callback_data: ShowVersions, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """List the versions of an article."""
    page = await news.versions.list(reader, callback_data.number, callback_data.before or None)
    await screens.replace(query, versions.versions_card(page, t))


async def show_version(
    query: CallbackQuery, callback_data: ShowVersion, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show an article as it was in a version."""
    present = await news.editing.open(reader, callback_data.number)
    article = await news.versions.open(reader, callback_data.number, callback_data.version)
    await opening.cut_long(article, t)
    await screens.replace(query, versions.version_card(article, present.version, t, callback_data.page))


async def show_changes(query: CallbackQuery, callback_data: ShowChanges, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show what the last update of an article changed."""
    await screens.replace(query, await opening.pressed_changes(query, callback_data, bot, news, t))
