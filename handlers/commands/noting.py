"""Noting: what moderators know of a person, notes for the staff, and verdicts on all that a person has written."""

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import menus, screens
from handlers.callbacks.moderating import PersonAct, PersonAction, UndoVerdict
from handlers.cards import dossiers
from handlers.cards.card import Card
from handlers.filters import to_bot
from handlers.messages import pressed, typed
from handlers.positions import Position
from news.model import Reader
from news.newsroom import Newsroom
from news.ports.verdicts import Ruling
from news.verdicts import Decision
from texts import Texts

POSITION = Position.TYPED_TEXT
BULK = {PersonAct.APPROVE_HELD: Ruling.APPROVE, PersonAct.REMOVE_HELD: Ruling.REMOVE}


class Noting(StatesGroup):
    """Waiting for a note on the `person`; `case` is the case that the moderator came from."""

    note = State()


def router() -> Router:
    """Bind the buttons and the awaited text."""
    router = Router(name="noting")
    on_button, act = router.callback_query.register, F.act
    on_button(show, PersonAction.filter(act == PersonAct.SHOW))
    on_button(ask_note, PersonAction.filter(act == PersonAct.NOTE))
    on_button(judge_held, PersonAction.filter(act.in_(BULK)))
    on_button(ask_ban, PersonAction.filter(act == PersonAct.ASK_BAN))
    on_button(ban, PersonAction.filter(act == PersonAct.BAN))
    on_button(lift_ban, PersonAction.filter(act == PersonAct.LIFT_BAN))
    on_button(unmute, PersonAction.filter(act == PersonAct.UNMUTE))
    router.message.register(take_note, StateFilter(Noting.note), to_bot, F.text, ~F.text.startswith("/"))
    return router


async def show(query: CallbackQuery, callback_data: PersonAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show what is known of a person."""
    await screens.replace(query, await _card(callback_data, news, reader, t))


async def ask_note(
    query: CallbackQuery, callback_data: PersonAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for a note."""
    dossier = await news.people.open(reader, callback_data.person)
    await state.set_state(Noting.note)
    await state.set_data({"person": callback_data.person, "case": callback_data.case})
    await screens.send_below(query, dossiers.ask_note_card(dossier, t))


async def take_note(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Keep the note."""
    data = await state.get_data()
    person = int(data["person"])
    await news.people.note(reader, person, typed(message).text)
    await state.clear()
    dossier = await news.people.open(reader, person)
    await screens.answer(message, dossiers.dossier_card(dossier, t, int(data["case"])))


async def judge_held(
    query: CallbackQuery, callback_data: PersonAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Approve or remove everything that is held of a person."""
    ruling = BULK[callback_data.act]
    count, verdict = await news.moderation.judge_held(reader, callback_data.person, Decision(ruling))
    said = dossiers.held_judged(count, ruling is Ruling.APPROVE, t)
    await screens.replace(query, await _card(callback_data, news, reader, t, said, verdict))


async def ask_ban(query: CallbackQuery, callback_data: PersonAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show whom the ban is for, and ask for a second press."""
    await news.moderation.may_ban(reader, callback_data.person)
    dossier = await news.people.open(reader, callback_data.person)
    await screens.replace(query, dossiers.ask_ban_card(dossier, t, callback_data.case))


async def ban(
    query: CallbackQuery, callback_data: PersonAction, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ban the person, remove everything, and update the menu of that reader's chat."""
    verdict = await news.moderation.ban(reader, callback_data.person, pressed(query))
    banned = (await news.people.open(reader, callback_data.person)).reader
    await menus.show(bot, banned, t.in_language(banned.language))
    said = dossiers.banned_words(banned, t)
    await screens.replace(query, await _card(callback_data, news, reader, t, said, verdict))


async def lift_ban(
    query: CallbackQuery, callback_data: PersonAction, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Lift the ban, and update the menu of that reader's chat."""
    person = await news.moderation.lift(reader, callback_data.person)
    await menus.show(bot, person, t.in_language(person.language))
    said = dossiers.free_words(person, t)
    await screens.replace(query, await _card(callback_data, news, reader, t, said))


async def unmute(query: CallbackQuery, callback_data: PersonAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Let a muted person comment again."""
    person = await news.moderation.unmute(reader, callback_data.person)
    said = dossiers.free_words(person, t)
    await screens.replace(query, await _card(callback_data, news, reader, t, said))


async def _card(
    shown: PersonAction, news: Newsroom, reader: Reader, t: Texts, said: str = "", verdict: int | None = None
) -> Card:
    dossier = await news.people.open(reader, shown.person)
    undo = None if verdict is None else UndoVerdict(verdict=verdict)
    return dossiers.dossier_card(dossier, t, shown.case, said, undo)
