"""Forgetting: `/forgetme`, the choice of what becomes of the comments, and a day to change one's mind."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.privacy import ForgetMe, ForgetStep
from handlers.cards import privacy
from handlers.filters import in_private
from handlers.messages import Command
from news.model import Reader
from news.newsroom import Newsroom
from news.ports.privacy import CommentsAfter
from texts import Texts

_COMMENTS = {ForgetStep.KEEP: CommentsAfter.KEEP, ForgetStep.DELETE: CommentsAfter.DELETE}


def router() -> Router:
    """Bind the command and the buttons."""
    router = Router(name="forgetting")
    router.message.register(show, Command("forgetme"), in_private)
    router.callback_query.register(cancel, ForgetMe.filter(F.step == ForgetStep.CANCEL))
    router.callback_query.register(ask, ForgetMe.filter())
    return router


async def show(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Explain it and ask; or show the wish that waits."""
    wish = await news.forgetting.wish(reader)
    card = privacy.ask_forgetting_card(t) if wish is None else privacy.forgetting_card(wish, t)
    await screens.answer(message, card)


async def ask(query: CallbackQuery, callback_data: ForgetMe, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Store the wish."""
    wish = await news.forgetting.ask(reader, _COMMENTS[callback_data.step])
    await screens.replace(query, privacy.forgetting_card(wish, t))


async def cancel(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take the wish back."""
    await news.forgetting.cancel(reader)
    await screens.replace(query, privacy.not_forgotten_card(t))
