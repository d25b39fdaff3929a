"""Grouping: `/groups` shows what each group may do, and changes it."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.grouping import GroupAct, GroupAction
from handlers.cards import groups
from handlers.filters import in_private
from handlers.messages import Command
from news.errors import ButtonStale
from news.model import Reader
from news.newsroom import Newsroom
from news.roles import Role
from texts import Texts


def router() -> Router:
    """Bind the command and the buttons."""
    router = Router(name="grouping")
    router.message.register(show_groups, Command("groups"), in_private)
    on_button = router.callback_query.register
    on_button(list_groups, GroupAction.filter(F.act == GroupAct.LIST))
    on_button(show_group, GroupAction.filter(F.act == GroupAct.SHOW))
    on_button(allow, GroupAction.filter(F.act.in_({GroupAct.ALLOW, GroupAct.DENY})))
    on_button(reset, GroupAction.filter(F.act == GroupAct.DEFAULT))
    return router


async def show_groups(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the groups."""
    await news.groups.permissions(reader)
    await screens.answer(message, groups.groups_card(reader, t))


async def list_groups(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the groups again."""
    await news.groups.permissions(reader)
    await screens.replace(query, groups.groups_card(reader, t))


async def show_group(
    query: CallbackQuery, callback_data: GroupAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show what a group may do."""
    permissions = await news.groups.permissions(reader)
    await screens.replace(query, groups.group_card(_role(callback_data), permissions, t))


async def allow(query: CallbackQuery, callback_data: GroupAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Let a group do a deed, or no longer."""
    role, deed = _role(callback_data), callback_data.deed
    if deed is None:
        raise ButtonStale
    permissions = await news.groups.allow(reader, role, deed, allowed=callback_data.act is GroupAct.ALLOW)
    await screens.replace(query, groups.group_card(role, permissions, t))


async def reset(query: CallbackQuery, callback_data: GroupAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Give a group the deeds back that it had at first."""
    role = _role(callback_data)
    permissions = await news.groups.reset(reader, role)
    await screens.replace(query, groups.group_card(role, permissions, t))


def _role(action: GroupAction) -> Role:
    if action.role is None:
        raise ButtonStale
    return action.role
