"""Helping: answers to updates that no other module handles. In a group, only commands get one."""

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import menus, screens
from handlers.cards import people
from handlers.filters import in_group, in_private
from handlers.messages import Command
from handlers.positions import Position
from handlers.states import Expired
from news.errors import ButtonStale
from texts import Texts

POSITION = Position.LAST


def router() -> Router:
    """Bind all messages and buttons that are left."""
    router = Router(name="helping")
    router.message.register(drop_question, StateFilter(Expired.question), in_private, ~F.text.startswith("/"))
    router.message.register(help_out, in_private, ~F.pinned_message)
    router.message.register(point_to_private, in_group, Command(*(entry.name for entry in menus.ENTRIES)))
    router.callback_query.register(refuse_button)
    return router


async def drop_question(message: Message, state: FSMContext, t: Texts) -> None:
    """Say that the answer came too late and changed nothing."""
    await state.clear()
    await screens.answer(message, people.too_late_card(t))


async def help_out(message: Message, t: Texts) -> None:
    """Say which commands the bot understands."""
    await screens.answer(message, people.not_understood_card(t))


async def point_to_private(message: Message, bot: Bot, t: Texts) -> None:
    """Send a member of a group to the private chat for a command that works only there."""
    await screens.answer(message, people.private_only_card(t, await screens.deep_link(bot, "hello")))


async def refuse_button(_: CallbackQuery) -> None:
    """Refuse a button that is forged, or of a kind that the program no longer reads."""
    raise ButtonStale
