"""Subscribing: `/subscribe`, `/unsubscribe`, the button; and what happens when the bot is blocked or thrown out."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.filters import Command
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers import screens
from handlers.callbacks.subscribing import Subscribing
from handlers.cards import people
from handlers.filters import ChatAdminFilter, in_group, in_private
from news.newsroom import Newsroom
from texts import Texts

_OUT = {ChatMemberStatus.KICKED, ChatMemberStatus.LEFT}


def router() -> Router:
    """Bind subscribing."""
    router = Router(name="subscribing")
    router.message.register(subscribe, Command("subscribe"), in_private)
    router.message.register(unsubscribe, Command("unsubscribe"), in_private)
    router.callback_query.register(press, Subscribing.filter(), F.message.chat.type == "private")
    router.message.register(subscribe_group, Command("subscribe"), in_group, ChatAdminFilter())
    router.message.register(unsubscribe_group, Command("unsubscribe"), in_group, ChatAdminFilter())
    router.message.register(refuse_group, Command("subscribe", "unsubscribe"), in_group)
    router.message.register(follow_group, F.migrate_to_chat_id)
    router.my_chat_member.register(change_membership)
    return router


async def subscribe(message: Message, news: Newsroom, t: Texts) -> None:
    """Send the headlines here from now on."""
    changed = await news.subscriptions.start(message.chat.id, t.language)
    await screens.answer(message, people.subscription_card(t, active=True, changed=changed))


async def unsubscribe(message: Message, news: Newsroom, t: Texts) -> None:
    """Send no more headlines."""
    changed = await news.subscriptions.end(message.chat.id)
    await screens.answer(message, people.subscription_card(t, active=False, changed=changed))


async def press(query: CallbackQuery, callback_data: Subscribing, news: Newsroom, t: Texts) -> None:
    """Do the same by a button."""
    if callback_data.on:
        changed = await news.subscriptions.start(query.from_user.id, t.language)
    else:
        changed = await news.subscriptions.end(query.from_user.id)
    await screens.replace(query, people.subscription_card(t, active=callback_data.on, changed=changed))


async def subscribe_group(message: Message, news: Newsroom, t: Texts) -> None:
    """Send the headlines to the group."""
    await news.subscriptions.start(message.chat.id, t.language)
    await screens.answer(message, people.group_subscription_card(t, active=True))


async def unsubscribe_group(message: Message, news: Newsroom, t: Texts) -> None:
    """Send the group no more headlines."""
    await news.subscriptions.end(message.chat.id)
    await screens.answer(message, people.group_subscription_card(t, active=False))


async def refuse_group(message: Message, t: Texts) -> None:
    """Leave the group's subscription to its admins."""
    await screens.answer(message, people.admins_only_card(t))


async def follow_group(message: Message, news: Newsroom) -> None:
    """Carry the subscription over when the group became a supergroup."""
    if message.migrate_to_chat_id is not None:
        await news.subscriptions.move(message.chat.id, message.migrate_to_chat_id)


async def change_membership(event: ChatMemberUpdated, bot: Bot, news: Newsroom, t: Texts) -> None:
    """End the subscription of who blocked the bot or threw it out; offer one to who comes back, and to a new group."""
    if event.new_chat_member.status in _OUT:
        await news.subscriptions.lose(event.chat.id)
    elif event.old_chat_member.status not in _OUT:
        return
    elif event.chat.type in {"group", "supergroup"}:
        await screens.send(bot, event.chat.id, people.group_subscription_card(t, active=False))
    elif event.chat.type == "private":
        subscription = await news.subscriptions.get(event.chat.id)
        if subscription is not None and not subscription.active:
            await screens.send(bot, event.chat.id, people.welcome_back_card(t))
