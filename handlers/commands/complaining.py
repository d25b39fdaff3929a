"""Complaining: «Пожаловаться» under a comment and under an article, and the choice of what is wrong."""

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery

from handlers import opening, screens
from handlers.callbacks.complaining import ReportArticle, ReportComment, SendReport
from handlers.cards import complaints
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the buttons."""
    router = Router(name="complaining")
    on_button, in_private_message = router.callback_query.register, F.message.chat.type == "private"
    on_button(ask_comment, ReportComment.filter(), in_private_message)
    on_button(ask_article, ReportArticle.filter(), in_private_message)
    on_button(report, SendReport.filter(), in_private_message)
    return router


async def ask_comment(
    query: CallbackQuery, callback_data: ReportComment, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask what is wrong with a comment."""
    reported = await news.complaints.may_report_comment(reader, callback_data.comment)
    await screens.replace(query, complaints.ask_comment_card(reported, callback_data, t))


async def ask_article(
    query: CallbackQuery, callback_data: ReportArticle, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask what is wrong with an article."""
    await screens.replace(query, await opening.pressed_report(query, callback_data, bot, news, reader, t))


async def report(query: CallbackQuery, callback_data: SendReport, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take the report."""
    version, grounds = callback_data.version, callback_data.grounds
    if callback_data.comment:
        reported = await news.complaints.report_comment(reader, callback_data.comment, version, grounds)
    else:
        reported = await news.complaints.report_article(reader, callback_data.number, version, grounds)
    await screens.replace(query, complaints.reported_card(reported, t))
