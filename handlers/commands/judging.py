"""Judging: the buttons of a case, the reason in own words, and the newsroom's answer.

The buttons work by who presses them, in a private chat and in the moderators' group. What is typed in a group is a
reply to the bot's question: other messages there do not reach every bot.
"""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import menus, screens
from handlers.callbacks.moderating import ALL, CaseAct, CaseAction
from handlers.cards import cases
from handlers.cards.card import Card
from handlers.filters import to_bot
from handlers.messages import pressed, typed
from handlers.positions import Position
from news.errors import ButtonStale
from news.judgements import Judgement, Outcome
from news.model import Reader
from news.moderation import MUTES
from news.newsroom import Newsroom
from news.ports.verdicts import Ruling
from news.verdicts import Decision
from texts import Texts

POSITION = Position.TYPED_TEXT

# What a press shows before the verdict.
STEPS = {
    CaseAct.SHOW: cases.case_card,
    CaseAct.ASK_MUTE: cases.ask_mute_card,
    CaseAct.ASK_REVERSE: cases.ask_reverse_card,
}
RULINGS = {
    CaseAct.APPROVE: Ruling.APPROVE,
    CaseAct.REJECT: Ruling.REJECT,
    CaseAct.REMOVE: Ruling.REMOVE,
    CaseAct.MUTE: Ruling.MUTE,
    CaseAct.BAN: Ruling.BAN,
}
ON_APPEALS = {CaseAct.UPHOLD: Ruling.UPHOLD, CaseAct.REVERSE: Ruling.REVERSE}
ON_ARTICLES = {CaseAct.DISMISS: Ruling.DISMISS, CaseAct.ACT: Ruling.ACT}


class Judging(StatesGroup):
    """Waiting for the reason or the answer of a moderator; the data holds the `case` and the rest of its button."""

    reason = State()
    answer = State()


def router() -> Router:
    """Bind the buttons and the awaited texts."""
    router = Router(name="judging")
    on_button, act = router.callback_query.register, F.act
    on_button(show, CaseAction.filter(act.in_(STEPS)))
    on_button(ask_reason, CaseAction.filter(act == CaseAct.ASK_REASON))
    on_button(ask_ban, CaseAction.filter(act == CaseAct.ASK_BAN))
    on_button(judge, CaseAction.filter(act.in_(RULINGS)))
    on_button(judge_article, CaseAction.filter(act.in_(ON_ARTICLES)))
    on_button(judge_appeal, CaseAction.filter(act.in_(ON_APPEALS)))
    on_button(ask_words, CaseAction.filter(act == CaseAct.OWN_WORDS))
    on_button(ask_answer, CaseAction.filter(act == CaseAct.ANSWER))
    words = (to_bot, F.text, ~F.text.startswith("/"))
    router.message.register(take_words, StateFilter(Judging.reason), *words)
    router.message.register(take_answer, StateFilter(Judging.answer), *words)
    return router


async def show(query: CallbackQuery, callback_data: CaseAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show a case, how long its author may be muted, or the question before a verdict is reversed."""
    view = await news.cases.open(reader, callback_data.case)
    await screens.replace(query, STEPS[callback_data.act](view, t, callback_data.walk))


async def ask_reason(query: CallbackQuery, callback_data: CaseAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Offer the reasons for a rejection."""
    view = await news.cases.open(reader, callback_data.case)
    macros = await news.people.macros(reader)
    await screens.replace(query, cases.ask_reason_card(view, macros, t, callback_data.walk))


async def ask_ban(query: CallbackQuery, callback_data: CaseAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show whom the ban is for, and ask for a second press."""
    view = await news.cases.open(reader, callback_data.case)
    await news.moderation.may_ban(reader, view.author)
    await screens.replace(query, cases.ask_case_ban_card(view, t, callback_data.walk))


async def judge(
    query: CallbackQuery, callback_data: CaseAction, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Give the verdict, and show it, or the next case of the list. A ban also changes the menu of the person."""
    decision = await _decision(callback_data, news, reader)
    case, version = callback_data.case, callback_data.version
    judgement = await news.moderation.judge(reader, case, decision, version=version, pressed=pressed(query))
    if decision.ruling is Ruling.BAN and judgement.outcome is Outcome.GIVEN:
        banned = (await news.people.open(reader, judgement.view.author)).reader
        await menus.show(bot, banned, t.in_language(banned.language))
    await screens.replace(query, await _card(judgement, callback_data.walk, news, reader, t))


async def judge_article(
    query: CallbackQuery, callback_data: CaseAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Decide about the reports on an article, and show the verdict, or the next case of the list."""
    ruling = ON_ARTICLES[callback_data.act]
    judgement = await news.complaints.judge_article(reader, callback_data.case, ruling, pressed=pressed(query))
    await screens.replace(query, await _card(judgement, callback_data.walk, news, reader, t))


async def judge_appeal(
    query: CallbackQuery, callback_data: CaseAction, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Decide an appeal, and show that, or the next case of the list. The end of a ban changes the person's menu."""
    ruling = ON_APPEALS[callback_data.act]
    judgement = await news.appeals.judge(reader, callback_data.case, ruling, pressed=pressed(query))
    view = judgement.view
    if ruling is Ruling.REVERSE and view.appealed is Ruling.BAN and judgement.outcome is Outcome.GIVEN:
        person = (await news.people.open(reader, view.author)).reader
        await menus.show(bot, person, t.in_language(person.language))
    await screens.replace(query, await _card(judgement, callback_data.walk, news, reader, t))


async def ask_words(
    query: CallbackQuery, callback_data: CaseAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for a reason in own words."""
    view = await news.cases.open(reader, callback_data.case)
    await _remember(state, Judging.reason, case=view.id, version=callback_data.version, walk=callback_data.walk)
    await screens.send_below(query, cases.ask_own_words_card(view, t))


async def ask_answer(
    query: CallbackQuery, callback_data: CaseAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for the newsroom's answer."""
    view = await news.cases.open(reader, callback_data.case)
    await _remember(state, Judging.answer, case=view.id, comment=view.comment)
    await screens.send_below(query, cases.ask_answer_card(view, t))


async def take_words(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Reject the comment for the reason that was typed."""
    data = await state.get_data()
    decision = Decision(Ruling.REJECT, typed(message).text)
    judgement = await news.moderation.judge(reader, int(data["case"]), decision, version=int(data["version"]))
    await state.clear()
    await screens.answer(message, await _card(judgement, str(data["walk"]), news, reader, t))


async def take_answer(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Publish the answer under the comment."""
    data = await state.get_data()
    text, comment = typed(message).text, int(data["comment"])
    await news.moderation.respond(reader, comment, text, message.chat.id, message.message_id)
    await state.clear()
    await screens.answer(message, cases.answered_card(await news.cases.open(reader, int(data["case"])), t))


async def _decision(pressed: CaseAction, news: Newsroom, reader: Reader) -> Decision:
    """Return what a button decides. Raises ButtonStale if its reason or its time is none any more."""
    ruling, item = RULINGS[pressed.act], pressed.item
    if ruling is Ruling.REJECT and item:
        reason = cases.reason_of(item, await news.people.macros(reader))
        if reason is None:
            raise ButtonStale
        return Decision(ruling, reason)
    if ruling is Ruling.MUTE:
        if not 1 <= item <= len(MUTES):
            raise ButtonStale
        return Decision(ruling, mute=MUTES[item - 1])
    return Decision(ruling)


async def _card(judgement: Judgement, walk: str, news: Newsroom, reader: Reader, t: Texts) -> Card:
    """Return the verdict, or in the list the next case under a line about it."""
    if not walk or judgement.outcome is Outcome.CHANGED:
        return cases.judged_card(judgement, t, walk)
    shown = "" if walk == ALL else walk
    following = await news.cases.next(reader, shown, judgement.view.id)
    listed = await news.cases.listed(reader, shown)
    return cases.next_card(judgement, following, listed.count, walk, t)


async def _remember(state: FSMContext, waiting: State, **data: Any) -> None:
    await state.set_state(waiting)
    await state.set_data(data)
