"""Closing: who may comment on an article, chosen by its editors before and after it is published."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers import screens
from handlers.callbacks.closing import ChooseCommenters, Commenters
from handlers.callbacks.posting import DraftAct, DraftAction
from handlers.cards import commenters
from news.model import CommentsFor, Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the buttons, those of earlier versions too."""
    router = Router(name="closing")
    on_button = router.callback_query.register
    on_button(show, ChooseCommenters.filter(F.who == Commenters.SHOW))
    on_button(choose, ChooseCommenters.filter())
    on_button(open_or_close, DraftAction.filter(F.act.in_({DraftAct.OPEN_COMMENTS, DraftAct.CLOSE_COMMENTS})))
    return router


async def show(query: CallbackQuery, callback_data: ChooseCommenters, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask who may comment."""
    article = await news.commenters.open(reader, callback_data.number)
    await screens.replace(query, commenters.commenters_card(article, t))


async def choose(
    query: CallbackQuery, callback_data: ChooseCommenters, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Choose who may comment, and show the choice."""
    rule = commenters.RULES[callback_data.who]
    article = await news.commenters.choose(reader, callback_data.number, rule)
    await screens.replace(query, commenters.commenters_card(article, t))


async def open_or_close(
    query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Leave the comments to the newspaper's rule, or close them: a button of an earlier version of the panel."""
    rule = CommentsFor.NOBODY if callback_data.act is DraftAct.CLOSE_COMMENTS else None
    article = await news.commenters.choose(reader, callback_data.number, rule)
    await screens.replace(query, commenters.commenters_card(article, t))
