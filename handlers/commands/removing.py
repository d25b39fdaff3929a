"""Removing: `/remove N` and the button under a comment, for its author and for moderators; taking a verdict back."""

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Message

from handlers import menus, screens
from handlers.callbacks.moderating import ModerateAct, ModerateAction, UndoVerdict
from handlers.cards import cases, dossiers, moderation
from handlers.filters import in_private
from handlers.messages import Command, argument, pressed, split_number
from news.model import Reader
from news.newsroom import Newsroom
from news.personal_data import NOBODY
from texts import Texts


def router() -> Router:
    """Bind the command and the buttons."""
    router = Router(name="removing")
    router.message.register(remove_by_command, Command("remove"), in_private)
    router.callback_query.register(remove, ModerateAction.filter(F.act == ModerateAct.REMOVE))
    router.callback_query.register(undo, UndoVerdict.filter())
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


async def undo(
    query: CallbackQuery, callback_data: UndoVerdict, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Take a verdict back, and show what is as it was: the case, the comment, or the person."""
    undone = await news.moderation.undo(reader, callback_data.verdict, pressed(query))
    if undone.was_banned:
        person = (await news.people.open(reader, undone.person)).reader
        await menus.show(bot, person, t.in_language(person.language))
    if undone.case is not None:
        await screens.replace(query, cases.case_card(undone.case, t, callback_data.walk))
    elif undone.comment is not None:
        await screens.replace(query, moderation.restored_card(undone.comment, t))
    elif undone.person == NOBODY:
        await screens.replace(query, cases.cases_card(await news.cases.listed(reader), t))
    else:
        await screens.replace(query, dossiers.dossier_card(await news.people.open(reader, undone.person), t))
