"""Subscribing: `/subscribe`, `/unsubscribe`, the button; and its end when the bot is blocked or removed."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers import screens
from handlers.callbacks.choosing import FinishChoosing
from handlers.callbacks.subscribing import Subscribing
from handlers.cards import people, subscriptions
from handlers.filters import ChatAdminFilter, in_group, in_private
from handlers.messages import Command, address_of
from news.ledger import Address
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts

_OUT = {ChatMemberStatus.KICKED, ChatMemberStatus.LEFT}


def router() -> Router:
    """Bind the commands, the button and changes of the bot's membership."""
    router = Router(name="subscribing")
    router.message.register(subscribe, Command("subscribe"), in_private)
    router.message.register(unsubscribe, Command("unsubscribe"), in_private)
    router.callback_query.register(subscribe_by_button, Subscribing.filter(), F.message.chat.type == "private")
    router.callback_query.register(finish_choosing, FinishChoosing.filter(), F.message.chat.type == "private")
    router.message.register(subscribe_group, Command("subscribe"), in_group, ChatAdminFilter())
    router.message.register(unsubscribe_group, Command("unsubscribe"), in_group, ChatAdminFilter())
    router.message.register(refuse_group, Command("subscribe", "unsubscribe"), in_group)
    router.message.register(follow_group, F.migrate_to_chat_id | F.migrate_from_chat_id)
    router.my_chat_member.register(change_membership)
    return router


async def subscribe(message: Message, news: Newsroom, t: Texts) -> None:
    """Subscribe the private chat, and show what can be chosen."""
    first = await news.subscribe(address_of(message), t.language)
    await screens.answer(message, subscriptions.first_minute_card(first, t))


async def unsubscribe(message: Message, news: Newsroom, t: Texts) -> None:
    """End the subscription of the private chat."""
    changed = await news.subscriptions.end(address_of(message))
    await screens.answer(message, people.unsubscribed_card(t, changed=changed))


async def subscribe_by_button(query: CallbackQuery, callback_data: Subscribing, news: Newsroom, t: Texts) -> None:
    """Start or end the subscription by a button."""
    address = Address(query.from_user.id)
    if callback_data.on:
        card = subscriptions.first_minute_card(await news.subscribe(address, t.language), t)
    else:
        card = people.unsubscribed_card(t, changed=await news.subscriptions.end(address))
    await screens.replace(query, card)


async def finish_choosing(query: CallbackQuery, news: Newsroom, t: Texts) -> None:
    """Close the choices under the confirmation of a subscription."""
    first = await news.first_minute(Address(query.from_user.id))
    card = (
        subscriptions.subscribed_card(first, t)
        if first.chosen.subscribed
        else people.unsubscribed_card(t, changed=False)
    )
    await screens.replace(query, card)


async def subscribe_group(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Subscribe the group, or the topic of a forum in which the command was written."""
    address = address_of(message)
    await news.subscriptions.start(address, t.language, by=reader.id or None)
    await screens.answer(message, people.group_subscription_card(t, active=True, topic=address.topic > 0))


async def unsubscribe_group(message: Message, news: Newsroom, t: Texts) -> None:
    """End the subscription of the group, or of the topic."""
    address = address_of(message)
    await news.subscriptions.end(address)
    await screens.answer(message, people.group_subscription_card(t, active=False, topic=address.topic > 0))


async def refuse_group(message: Message, t: Texts) -> None:
    """Tell a member who is no admin that only admins may change the group's subscription."""
    await screens.answer(message, people.admins_only_card(t))


async def follow_group(message: Message, news: Newsroom) -> None:
    """Follow a group that becomes a supergroup, whichever of its two messages comes first."""
    if message.migrate_to_chat_id is not None:
        await news.subscriptions.move(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await news.subscriptions.move(message.migrate_from_chat_id, message.chat.id)


async def change_membership(event: ChatMemberUpdated, bot: Bot, news: Newsroom, t: Texts) -> None:
    """End the subscriptions when the bot is blocked or removed; offer one when it returns or joins a group.

    A supergroup that a subscribed group has just become hears nothing.
    """
    if event.new_chat_member.status in _OUT:
        await news.subscriptions.lose(event.chat.id)
    elif event.old_chat_member.status not in _OUT:
        return
    elif event.chat.type in {"group", "supergroup"}:
        await news.subscriptions.offer(Address(event.chat.id), t.language)
    elif event.chat.type == "private":
        subscription = await news.subscriptions.get(Address(event.chat.id))
        if subscription is not None and not subscription.active:
            await screens.send(bot, event.chat.id, people.welcome_back_card(t))
