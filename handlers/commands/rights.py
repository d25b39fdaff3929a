"""Rights: what the bot may do in channels and groups changes, and with it what is posted there."""

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import ChatMemberUpdated

from handlers import outlet_chats
from handlers.positions import Position
from news.ledger import Address, PlaceKind
from news.model import Reader
from news.newsroom import Newsroom
from news.outlets import REMOVED, RIGHT_LOST
from news.posts import OutletChat

POSITION = Position.BEFORE_COMMANDS  # passes on what the subscriptions of groups follow, too


def router() -> Router:
    """Bind changes of the bot's membership in channels and groups."""
    router = Router(name="rights")
    router.my_chat_member.register(follow_rights, F.chat.type != "private")
    return router


async def follow_rights(event: ChatMemberUpdated, bot: Bot, news: Newsroom, reader: Reader) -> None:
    """Lose outlets or find them again; ask the person who made the bot an administrator, if they manage outlets."""
    old, new, kind = event.old_chat_member, event.new_chat_member, outlet_chats.kind_of(event.chat.type)
    may_post = outlet_chats.may_post(new, kind)
    administers = new.status == "administrator" and may_post
    administered = old.status == "administrator" and outlet_chats.may_post(old, kind)
    chat = (await outlet_chats.describe(bot, event.chat.id)) if may_post else None
    await news.outlets.follow(
        reader,
        Address(event.chat.id),
        kind,
        chat or OutletChat(event.chat.title or "", event.chat.username),
        loss=None if may_post else RIGHT_LOST if outlet_chats.is_present(new) else REMOVED,
        is_new=administers and not administered,
    )
    if kind is PlaceKind.GROUP:
        raise SkipHandler
