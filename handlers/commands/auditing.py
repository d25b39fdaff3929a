"""Auditing: the log of the staff's deeds (`/log`), its filters, and the same as a file."""

import asyncio

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.auditing import LogView, SendLog, ShowDoers, ShowLog
from handlers.cards import audit
from handlers.filters import in_private
from handlers.messages import Command, argument, split_number
from news.model import Reader
from news.newsroom import Newsroom
from news.ports.audit import Area, AuditFilter
from texts import Texts

_AREAS = {LogView.ARTICLES: Area.ARTICLES, LogView.PEOPLE: Area.PEOPLE, LogView.PUSHES: Area.PUSHES}


def router() -> Router:
    """Bind the command and the buttons."""
    router = Router(name="auditing")
    router.message.register(open_log, Command("log"), in_private)
    router.callback_query.register(turn_log, ShowLog.filter())
    router.callback_query.register(choose_doer, ShowDoers.filter())
    router.callback_query.register(send_log, SendLog.filter())
    return router


async def open_log(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the newest deeds; with a number, those that concern that article."""
    number, _ = split_number(argument(message).text)
    shown = ShowLog() if number is None else ShowLog(view=LogView.ARTICLE, subject=min(number, 2**62))
    page = await news.audit.page(reader, _filter(shown))
    await screens.answer(message, audit.log_card(page, shown, t))


async def turn_log(query: CallbackQuery, callback_data: ShowLog, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show another page, or another choice of rows."""
    page = await news.audit.page(reader, _filter(callback_data), callback_data.before or None)
    await screens.replace(query, audit.log_card(page, callback_data, t))


async def choose_doer(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Offer the people who have done something."""
    await screens.replace(query, audit.doers_card(await news.audit.doers(reader), t))


async def send_log(query: CallbackQuery, callback_data: SendLog, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Send the rows as a file, which is written in a thread."""
    page = await news.audit.file(reader, _filter(callback_data))
    await screens.send_below(query, await asyncio.to_thread(audit.log_file_card, page, t))


def _filter(shown: ShowLog | SendLog) -> AuditFilter:
    return AuditFilter(
        area=_AREAS.get(shown.view),
        article=shown.subject if shown.view is LogView.ARTICLE else None,
        person=shown.subject if shown.view is LogView.PERSON else None,
    )
