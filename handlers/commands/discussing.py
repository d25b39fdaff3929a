"""Discussing: reading the comments on an article by pages, a thread, one comment with its buttons, and liking it."""

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.commenting import CommentAct, CommentAction, ShowBest, ShowComments, ShowFrom, ShowThread
from handlers.cards import comment_screens, comments
from handlers.filters import in_private
from handlers.messages import Command, argument, split_number
from news.errors import ButtonStale
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the command and the buttons of pages, threads and comments."""
    router = Router(name="discussing")
    router.message.register(show, Command("comments"), in_private)
    on_button, in_private_message = router.callback_query.register, F.message.chat.type == "private"
    on_button(show_page, ShowComments.filter(), in_private_message)
    on_button(show_from, ShowFrom.filter(), in_private_message)
    on_button(show_best, ShowBest.filter(), in_private_message)
    on_button(show_thread, ShowThread.filter(), in_private_message)
    on_button(show_comment, CommentAction.filter(F.act == CommentAct.OPEN), in_private_message)
    on_button(like, CommentAction.filter(F.act.in_({CommentAct.LIKE, CommentAct.UNLIKE})), in_private_message)
    on_button(show_picture, CommentAction.filter(F.act == CommentAct.PICTURE), in_private_message)
    return router


async def show(message: Message, bot: Bot, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the newest comments on an article."""
    number, _ = split_number(argument(message).text)
    if number is None:
        await screens.answer(message, comment_screens.comments_usage_card(t))
        return
    page, links = await news.threads.page(reader, number), await screens.comment_links(bot)
    await screens.answer(message, comments.comments_card(page, reader, t, links))


async def show_page(
    query: CallbackQuery, callback_data: ShowComments, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show another page of threads by time."""
    before, after = callback_data.before or None, callback_data.after or None
    page = await news.threads.page(reader, callback_data.number, before=before, after=after)
    await screens.replace(query, comments.comments_card(page, reader, t, await screens.comment_links(bot)))


async def show_from(
    query: CallbackQuery, callback_data: ShowFrom, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show the page of threads that begins with one."""
    page = await news.threads.page(reader, callback_data.number, after=callback_data.start - 1)
    await screens.replace(query, comments.comments_card(page, reader, t, await screens.comment_links(bot)))


async def show_best(
    query: CallbackQuery, callback_data: ShowBest, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a page of threads by worth."""
    start, before = callback_data.start or None, callback_data.before or None
    page = await news.threads.best(reader, callback_data.number, start=start, before=before)
    await screens.replace(query, comments.comments_card(page, reader, t, await screens.comment_links(bot)))


async def show_thread(
    query: CallbackQuery, callback_data: ShowThread, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a page of the answers in a thread."""
    before, after = callback_data.before or None, callback_data.after or None
    page = await news.threads.thread(reader, callback_data.comment, before=before, after=after)
    await screens.replace(query, comments.thread_card(page, reader, t, await screens.comment_links(bot)))


async def show_comment(
    query: CallbackQuery, callback_data: CommentAction, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show one comment with what can be done with it."""
    view, links = await news.threads.view(reader, callback_data.comment), await screens.comment_links(bot)
    best, at = callback_data.best, callback_data.at
    await screens.replace(query, comment_screens.comment_card(view, reader, t, links, best=best, at=at))


async def like(
    query: CallbackQuery, callback_data: CommentAction, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Like a comment, or take the like back."""
    on = callback_data.act is CommentAct.LIKE
    view, links = await news.threads.like(reader, callback_data.comment, on=on), await screens.comment_links(bot)
    best, at = callback_data.best, callback_data.at
    await screens.replace(query, comment_screens.comment_card(view, reader, t, links, best=best, at=at))


async def show_picture(
    query: CallbackQuery, callback_data: CommentAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Send the picture of a comment below it. Raises ButtonStale if it has none that can be sent."""
    card = comment_screens.picture_card((await news.threads.view(reader, callback_data.comment)).comment, t)
    if card is None:
        raise ButtonStale
    await screens.send_below(query, card)
