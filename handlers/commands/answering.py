"""Answering: `/mycomments`, and which answers to one's comments the newspaper tells of."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.answering import MuteAnswers, ShowOwnComments
from handlers.cards import answers, own_comments
from handlers.filters import in_private
from handlers.messages import Command
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the command and the buttons."""
    router = Router(name="answering")
    router.message.register(show_own, Command("mycomments"), in_private)
    router.callback_query.register(turn_own, ShowOwnComments.filter())
    router.callback_query.register(mute_all, MuteAnswers.filter(F.comment == 0))
    router.callback_query.register(mute, MuteAnswers.filter())
    return router


async def show_own(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the newest of the reader's own comments."""
    await screens.answer(message, own_comments.own_comments_card(await news.own_comments.page(reader), t))


async def turn_own(
    query: CallbackQuery, callback_data: ShowOwnComments, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show another page of the reader's own comments."""
    page = await news.own_comments.page(reader, before=callback_data.before or None, after=callback_data.after or None)
    await screens.replace(query, own_comments.own_comments_card(page, t))


async def mute(query: CallbackQuery, callback_data: MuteAnswers, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Tell the reader of no answers in a thread, or of all again."""
    await news.answers.mute(reader, callback_data.comment, on=callback_data.on)
    await screens.replace(query, answers.muted_card(callback_data.comment, t, on=callback_data.on))


async def mute_all(query: CallbackQuery, callback_data: MuteAnswers, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Tell the reader of no answers at all, or of all again."""
    page = await news.own_comments.mute_answers(reader, on=callback_data.on)
    await screens.replace(query, own_comments.own_comments_card(page, t))
