"""Collecting: whether a channel gets digests by a timetable, turned on and off by those who manage outlets."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers import screens
from handlers.callbacks.collecting import DigestAct, DigestAction
from handlers.cards.channel_digests import channel_digests_card
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the buttons."""
    router = Router(name="collecting")
    on_button = router.callback_query.register
    on_button(show, DigestAction.filter(F.act == DigestAct.SHOW))
    on_button(turn, DigestAction.filter(F.act != DigestAct.SHOW))
    return router


async def show(query: CallbackQuery, callback_data: DigestAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show whether a channel gets digests, and what is chosen for them."""
    digests = await news.digests.get(reader, callback_data.place)
    await screens.replace(query, channel_digests_card(*digests, t))


async def turn(query: CallbackQuery, callback_data: DigestAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Begin or end the digests of a channel."""
    on = callback_data.act is DigestAct.ON
    await screens.replace(query, channel_digests_card(*await news.digests.turn(reader, callback_data.place, on=on), t))
