"""Relating: editors pin a related article, exclude a pair, or undo that, from `/edit N`."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.relating import RelateAct, RelateAction
from handlers.cards import related
from handlers.cards.card import Card
from handlers.filters import in_private
from handlers.messages import split_number, typed
from handlers.positions import Position
from news.errors import VerdictChanged
from news.model import Reader
from news.newsroom import Newsroom
from news.ports.related import Verdict
from texts import Texts

POSITION = Position.TYPED_TEXT

VERDICTS = {RelateAct.PIN: Verdict.PINNED, RelateAct.FORBID: Verdict.FORBIDDEN}
SURE_VERDICTS = {RelateAct.PIN_SURELY: Verdict.PINNED, RelateAct.FORBID_SURELY: Verdict.FORBIDDEN}


class Relating(StatesGroup):
    """Waiting for another article's number.

    The data holds the article's `number`, the `verdict` on the pair, and the `stamp` of the verdicts that were shown.
    """

    waiting = State()


def router() -> Router:
    """Bind the buttons and the awaited number."""
    router = Router(name="relating")
    on_button = router.callback_query.register
    on_button(show, RelateAction.filter(F.act == RelateAct.SHOW))
    on_button(ask, RelateAction.filter(F.act.in_(VERDICTS)))
    on_button(judge_surely, RelateAction.filter(F.act.in_(SURE_VERDICTS)))
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
    stamp = callback_data.stamp or found.stamp
    await state.set_data({"number": found.article.number, "verdict": verdict, "stamp": stamp})
    await screens.replace(query, related.ask_other_card(found.article, verdict, t))


async def judge(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Pin the article with that number or exclude the pair, and show the related news."""
    data = await state.get_data()
    other, _ = split_number(typed(message).text)
    if other is None:
        news.editing.may_publish(reader)
        await screens.answer(message, related.number_wanted_card(t))
        return
    card = await _judge(int(data["number"]), other, Verdict(data["verdict"]), data.get("stamp"), news, reader, t)
    await state.clear()
    await screens.answer(message, card)


async def judge_surely(
    query: CallbackQuery, callback_data: RelateAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Give the verdict although it deletes another editor's, which was shown to this one."""
    verdict = SURE_VERDICTS[callback_data.act]
    card = await _judge(callback_data.number, callback_data.other, verdict, callback_data.stamp, news, reader, t)
    await screens.replace(query, card)


async def drop(query: CallbackQuery, callback_data: RelateAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Undo a verdict. If another editor has replaced it, show the present ones; the error then tells who and when."""
    number = callback_data.number
    try:
        found = await news.related.drop(reader, number, callback_data.other, stamp=callback_data.stamp or None)
    except VerdictChanged:
        await screens.replace(query, related.relations_card(await news.related.relations(reader, number), t))
        raise
    await screens.replace(query, related.relations_card(found, t))


async def _judge(
    number: int, other: int, verdict: Verdict, stamp: int | None, news: Newsroom, reader: Reader, t: Texts
) -> Card:
    """Give the verdict and show the related news; if it would delete another editor's new one, show both instead."""
    try:
        return related.relations_card(await news.related.judge(reader, number, other, verdict, stamp=stamp), t)
    except VerdictChanged as error:
        present = await news.related.relations(reader, number)
        return related.verdict_changed_card(present, error, verdict, t)
