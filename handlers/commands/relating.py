"""Relating: editors pin a related article, exclude a pair, or undo that, from `/edit N`."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.relating import RelateAct, RelateAction
from handlers.cards import related
from handlers.filters import in_private
from handlers.messages import split_number, typed
from handlers.positions import Position
from news.model import Reader
from news.newsroom import Newsroom
from news.ports.related import Verdict
from texts import Texts

POSITION = Position.TYPED_TEXT

VERDICTS = {RelateAct.PIN: Verdict.PINNED, RelateAct.FORBID: Verdict.FORBIDDEN}


class Relating(StatesGroup):
    """Waiting for another article's number. The data holds the article's `number` and the `verdict` on the pair."""

    waiting = State()


def router() -> Router:
    """Bind the buttons and the awaited number."""
    router = Router(name="relating")
    on_button = router.callback_query.register
    on_button(show, RelateAction.filter(F.act == RelateAct.SHOW))
    on_button(ask, RelateAction.filter(F.act.in_(VERDICTS)))
    on_button(drop, RelateAction.filter(F.act == RelateAct.DROP))
    router.message.register(judge, StateFilter(Relating.waiting), in_private, F.text, ~F.text.startswith("/"))
    return router


async def show(
    query: CallbackQuery, callback_data: RelateAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show the related news of an article, and stop waiting for a number."""
    found = await news.related.relations(reader, callback_data.number)
    await state.clear()
    await screens.replace(query, related.relations_card(found, t, callback_data.other))


async def ask(
    query: CallbackQuery, callback_data: RelateAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for the number of the article to pin or to exclude."""
    found = await news.related.relations(reader, callback_data.number)
    verdict = VERDICTS[callback_data.act]
    await state.set_state(Relating.waiting)
    await state.set_data({"number": found.article.number, "verdict": verdict})
    await screens.replace(query, related.ask_other_card(found.article, verdict, t))


async def judge(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Pin the article with that number or exclude the pair, and show the related news."""
    data = await state.get_data()
    other, _ = split_number(typed(message).text)
    if other is None:
        news.editing.may_write(reader)
        await screens.answer(message, related.number_wanted_card(t))
        return
    found = await news.related.judge(reader, int(data["number"]), other, Verdict(data["verdict"]))
    await state.clear()
    await screens.answer(message, related.relations_card(found, t))


async def drop(query: CallbackQuery, callback_data: RelateAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Undo a verdict."""
    found = await news.related.drop(reader, callback_data.number, callback_data.other)
    await screens.replace(query, related.relations_card(found, t))
