"""Saving: «Сохранить» and «Вечером» under an article, and `/saved`, the list of what was saved."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.saving import ChooseDropped, DropSaved, ReadLater, SaveArticle, ShowSaved
from handlers.cards import bookmarks
from handlers.cards.card import Card
from handlers.filters import in_private
from handlers.messages import Command
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the command and its buttons."""
    router = Router(name="saving")
    router.message.register(show_saved, Command("saved"), in_private)
    router.callback_query.register(save, SaveArticle.filter())
    router.callback_query.register(put_aside, ReadLater.filter())
    router.callback_query.register(turn_saved, ShowSaved.filter())
    router.callback_query.register(choose_dropped, ChooseDropped.filter())
    router.callback_query.register(drop, DropSaved.filter())
    return router


async def show_saved(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show what was saved last."""
    await screens.answer(message, bookmarks.saved_card(await news.bookmarks.page(reader), t))


async def save(query: CallbackQuery, callback_data: SaveArticle, news: Newsroom, reader: Reader, t: Texts) -> Card:
    """Save an article, or save it no more; the screen stays, and a few words say so."""
    return bookmarks.kept_card(t, saved=await news.bookmarks.toggle(reader, callback_data.number))


async def put_aside(query: CallbackQuery, callback_data: ReadLater, news: Newsroom, reader: Reader, t: Texts) -> Card:
    """Put an article aside for the evening, or put it back; the screen stays, and a few words say so."""
    return bookmarks.put_aside_card(await news.later.toggle(reader, callback_data.number, t.language), t)


async def turn_saved(query: CallbackQuery, callback_data: ShowSaved, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show another page."""
    await screens.replace(query, bookmarks.saved_card(await news.bookmarks.page(reader, callback_data.page), t))


async def choose_dropped(
    query: CallbackQuery, callback_data: ChooseDropped, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask which one is to be taken off the list."""
    found = await news.bookmarks.page(reader, callback_data.page)
    await screens.replace(query, bookmarks.choose_dropped_card(found, t))


async def drop(query: CallbackQuery, callback_data: DropSaved, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take one off the list, and ask for the next."""
    found = await news.bookmarks.remove(reader, callback_data.number, callback_data.page)
    await screens.replace(query, bookmarks.choose_dropped_card(found, t))
