"""Appointing: `/role` lists who is in which group, and moves a person to another one."""

from datetime import UTC, datetime

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import menus, screens
from handlers.callbacks.appointing import GiveRole, KeepRole, PeopleAct, PeopleAction
from handlers.cards import memberships
from handlers.cards.card import Card
from handlers.filters import in_group, in_private
from handlers.messages import Command, argument, typed
from handlers.persons import meant_by
from handlers.positions import Position
from handlers.states import Appointing, end_question
from news.errors import ButtonStale
from news.model import Reader
from news.newsroom import Newsroom
from news.role_words import RoleOrder, parse_order
from news.roles import Role
from texts import Texts

POSITION = Position.TYPED_TEXT

MINUTE_SECONDS = 60
# As long as a question waits that is stored (`bot.fsm`), in seconds.
QUESTION_SECONDS = 3600


def router() -> Router:
    """Bind the command, the buttons and the awaited person."""
    router = Router(name="appointing")
    router.message.register(order, Command("role"), in_private)
    router.message.register(order, Command("role"), in_group, F.reply_to_message)
    on_button = router.callback_query.register
    on_button(show_groups, PeopleAction.filter(F.act == PeopleAct.GROUPS))
    on_button(show_group, PeopleAction.filter(F.act == PeopleAct.GROUP))
    on_button(show_person, PeopleAction.filter(F.act == PeopleAct.PERSON))
    on_button(ask, PeopleAction.filter(F.act == PeopleAct.ASK))
    on_button(ask_person, PeopleAction.filter(F.act == PeopleAct.FIND))
    on_button(appoint, GiveRole.filter())
    on_button(keep, KeepRole.filter())
    router.message.register(take_person, StateFilter(Appointing.person), in_private, ~F.text.startswith("/"))
    return router


async def order(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """List the groups, or ask whether the person who is named or answered shall move to a group."""
    news.readers.may_appoint(reader)
    wanted = parse_order(argument(message).text)
    person = wanted.person
    if person is None and message.reply_to_message is not None:
        person = meant_by(message.reply_to_message, by=message)
        if person is None:
            await screens.answer(message, memberships.nobody_meant_card(t))
            return
    if not wanted.is_clear:
        await screens.answer(message, memberships.role_usage_card(t))
    elif person is not None:
        await screens.answer(message, await _question(person, wanted, news, reader, t))
    elif wanted.role is None:
        await screens.answer(message, memberships.groups_of_people_card(await news.memberships.groups(reader), t))
    else:
        news.memberships.understand(reader, wanted.until)
        await _wait(state, wanted.role, wanted.until)
        await screens.answer(message, memberships.ask_person_card(wanted.role, t))


async def take_person(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take who is meant, and ask whether that person shall move to the group. A riddle leaves the bot waiting."""
    news.readers.may_appoint(reader)
    person = meant_by(message, by=message) or parse_order(typed(message).text).person
    if person is None:
        await screens.answer(message, memberships.nobody_meant_card(t))
        return
    data = await state.get_data()
    role = Role(data["role"]) if data.get("role") else None
    card = await _question(person, RoleOrder(role=role, until=data.get("until", "")), news, reader, t)
    await state.clear()
    await screens.answer(message, card)


async def show_groups(query: CallbackQuery, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show who is in which group, and stop waiting for a person."""
    groups = await news.memberships.groups(reader)
    await end_question(state, Appointing.person)
    await screens.replace(query, memberships.groups_of_people_card(groups, t))


async def show_group(
    query: CallbackQuery, callback_data: PeopleAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show a page of a group's members."""
    page = await news.memberships.page(reader, _role(callback_data), callback_data.reader)
    await screens.replace(query, memberships.group_page_card(page, t))


async def show_person(
    query: CallbackQuery, callback_data: PeopleAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show the groups that a person can move to."""
    person = await news.readers.candidate(reader, callback_data.reader)
    await screens.replace(query, memberships.person_card(person, t))


async def ask(query: CallbackQuery, callback_data: PeopleAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask for a second press."""
    person = await news.readers.candidate(reader, callback_data.reader)
    await screens.replace(query, memberships.ask_role_card(person, _role(callback_data), None, t))


async def ask_person(query: CallbackQuery, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask for a person who is not on the screen."""
    news.readers.may_appoint(reader)
    await _wait(state, None, "")
    await screens.send_below(query, memberships.ask_person_card(None, t))


async def appoint(
    query: CallbackQuery, callback_data: GiveRole, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Give the reader the role, and update the menu of that reader's chat. An old question is not obeyed."""
    news.readers.may_appoint(reader)
    asked = query.message
    if not isinstance(asked, Message) or (t.now - asked.date).total_seconds() > QUESTION_SECONDS:
        await screens.replace(query, memberships.role_expired_card(t))
        return
    appointed = await news.readers.appoint(
        reader,
        callback_data.reader,
        callback_data.role,
        present=callback_data.present,
        until=datetime.fromtimestamp(callback_data.until * MINUTE_SECONDS, UTC) if callback_data.until else None,
    )
    await menus.show(bot, appointed, t.in_language(appointed.language))
    await screens.replace(query, memberships.appointed_card(appointed, t))


async def keep(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Drop the question."""
    news.readers.may_appoint(reader)
    await screens.replace(query, memberships.role_kept_card(t))


async def _question(person: int | str, wanted: RoleOrder, news: Newsroom, reader: Reader, t: Texts) -> Card:
    """Return the question about a person, or the groups to choose from if no role was named."""
    found = await news.memberships.find(reader, person)
    candidate = await news.readers.candidate(reader, found.id)
    if wanted.role is None:
        return memberships.person_card(candidate, t)
    until = news.memberships.understand(reader, wanted.until)
    return memberships.ask_role_card(candidate, wanted.role, until, t)


async def _wait(state: FSMContext, role: Role | None, until: str) -> None:
    await state.set_state(Appointing.person)
    await state.set_data({"role": role or "", "until": until})


def _role(action: PeopleAction) -> Role:
    if action.role is None:
        raise ButtonStale
    return action.role
