"""Admitting: the moderators decide about requests to be registered."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from handlers import menus, screens
from handlers.callbacks.admitting import JudgeRequest
from handlers.cards import registration
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the buttons."""
    router = Router(name="admitting")
    router.callback_query.register(judge, JudgeRequest.filter())
    return router


async def judge(
    query: CallbackQuery, callback_data: JudgeRequest, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Accept or decline a request. Who is registered gets the menu of readers."""
    judged = await news.registration.judge(reader, callback_data.request, callback_data.decision)
    if judged.reader.registered:
        await menus.show(bot, judged.reader, t.in_language(judged.reader.language))
    await screens.replace(query, registration.judged_card(judged.request, t))
