"""Reviewing: an author sends a draft for review; a chief editor returns it with a reason. Approving is publishing."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.posting import DraftAct, DraftAction
from handlers.cards import drafts, editing
from handlers.filters import in_private
from handlers.messages import typed
from handlers.positions import Position
from handlers.states import Reviewing
from news.errors import ArticleChanged
from news.model import Reader
from news.newsroom import Newsroom
from news.visible import has_visible
from texts import Texts

POSITION = Position.TYPED_TEXT


def router() -> Router:
    """Bind the buttons and the awaited reason."""
    router = Router(name="reviewing")
    router.callback_query.register(submit, DraftAction.filter(F.act == DraftAct.SUBMIT))
    router.callback_query.register(ask_reason, DraftAction.filter(F.act == DraftAct.SEND_BACK))
    words = (in_private, F.text, ~F.text.startswith("/"))
    router.message.register(take_reason, StateFilter(Reviewing.reason), *words)
    return router


async def submit(query: CallbackQuery, callback_data: DraftAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Send the draft that the message shows for review. If it has changed since, show it as it is now."""
    number = callback_data.number
    try:
        article = await news.reviewing.submit(reader, number, version=callback_data.version or None)
    except ArticleChanged:
        await screens.replace(query, editing.edit_card(await news.editing.open(reader, number), reader, t))
        raise
    await screens.replace(query, drafts.submitted_card(article, t))


async def ask_reason(
    query: CallbackQuery, callback_data: DraftAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask why the article goes back."""
    article = await news.reviewing.may_return(reader, callback_data.number)
    await state.set_state(Reviewing.reason)
    await state.set_data({"number": article.number})
    await screens.send_below(query, drafts.ask_return_card(article, t))


async def take_reason(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Return the article with the reason. Without a visible one, ask again."""
    number, reason = int((await state.get_data())["number"]), typed(message).text
    if not has_visible(reason):
        await screens.answer(message, drafts.ask_return_card(await news.reviewing.may_return(reader, number), t))
        return
    article = await news.reviewing.give_back(reader, number, reason)
    await state.clear()
    await screens.answer(message, drafts.returned_card(article, t))
