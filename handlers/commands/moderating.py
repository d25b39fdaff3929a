"""Moderating: `/remove N` and its buttons, for one's own comments and for moderators; the ban of an author."""

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Message

from handlers import menus, screens
from handlers.callbacks.moderating import ModerateAct, ModerateAction
from handlers.cards import moderation
from handlers.filters import in_private
from handlers.messages import Command, argument, split_number
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the command and the buttons."""
    router = Router(name="moderating")
    router.message.register(remove_by_command, Command("remove"), in_private)
    on_button, act = router.callback_query.register, F.act
    on_button(remove, ModerateAction.filter(act == ModerateAct.REMOVE))
    on_button(restore, ModerateAction.filter(act == ModerateAct.RESTORE))
    on_button(ask_ban, ModerateAction.filter(act == ModerateAct.ASK_BAN))
    on_button(ban, ModerateAction.filter(act == ModerateAct.BAN))
    on_button(lift_ban, ModerateAction.filter(act == ModerateAct.LIFT_BAN))
    return router


async def remove_by_command(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Remove the comment with that number."""
    number, _ = split_number(argument(message).text)
    if number is None:
        await screens.answer(message, moderation.remove_usage_card(t))
        return
    removal = await news.moderation.remove(reader, number)
    await screens.answer(message, moderation.removed_card(removal, reader, t))


async def remove(query: CallbackQuery, callback_data: ModerateAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Remove a comment by the button under it."""
    removal = await news.moderation.remove(reader, callback_data.comment)
    await screens.replace(query, moderation.removed_card(removal, reader, t))


async def restore(
    query: CallbackQuery, callback_data: ModerateAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Take the removal back."""
    removal = await news.moderation.restore(reader, callback_data.comment)
    await screens.replace(query, moderation.restored_card(removal, t))


async def ask_ban(
    query: CallbackQuery, callback_data: ModerateAction, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show whom the ban is for, and ask for a second press."""
    removal = await news.moderation.may_ban(reader, callback_data.comment)
    await screens.replace(query, moderation.ask_ban_card(removal, t))


async def ban(
    query: CallbackQuery, callback_data: ModerateAction, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ban the author of the comment, and update the menu of that reader's chat."""
    removal = await news.moderation.ban(reader, callback_data.comment)
    await menus.show(bot, removal.author, t.in_language(removal.author.language))
    await screens.replace(query, moderation.banned_card(removal, t))


async def lift_ban(
    query: CallbackQuery, callback_data: ModerateAction, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Lift the ban, and update the menu of that reader's chat."""
    removal = await news.moderation.lift(reader, callback_data.comment)
    await menus.show(bot, removal.author, t.in_language(removal.author.language))
    await screens.replace(query, moderation.lifted_card(removal, t))
