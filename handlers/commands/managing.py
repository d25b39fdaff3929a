"""Managing: the statistics (`/stats`), and the roles of readers (`/role`)."""

from datetime import timedelta

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from handlers import menus, screens
from handlers.callbacks.managing import GiveRole, KeepRole
from handlers.cards import editing, people
from handlers.filters import in_private
from handlers.messages import Command, argument, split_number
from news.model import Reader
from news.newsroom import Newsroom
from news.roles import Role
from texts import Texts

# As long as a question waits that is stored (`bot.fsm`).
QUESTION_LIFETIME = timedelta(hours=1)


def router() -> Router:
    """Bind the commands and the buttons."""
    router = Router(name="managing")
    router.message.register(show_statistics, Command("stats"), in_private)
    router.message.register(ask_role, Command("role"), in_private)
    router.callback_query.register(appoint, GiveRole.filter())
    router.callback_query.register(keep_role, KeepRole.filter())
    return router


async def show_statistics(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the statistics of the newspaper."""
    await screens.answer(message, editing.statistics_card(await news.statistics(reader), t))


async def ask_role(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show whose role is to change, and ask for a second press."""
    news.readers.may_appoint(reader)
    reader_id, role = split_number(argument(message).text)
    if reader_id is None or role not in set(Role) - {Role.GUEST}:
        await screens.answer(message, editing.role_usage_card(t))
        return
    candidate = await news.readers.candidate(reader, reader_id)
    await screens.answer(message, editing.ask_role_card(candidate, Role(role), t))


async def appoint(
    query: CallbackQuery, callback_data: GiveRole, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Give the reader the role, and update the menu of that reader's chat. An old question is not obeyed."""
    news.readers.may_appoint(reader)
    if not isinstance(query.message, Message) or t.now - query.message.date > QUESTION_LIFETIME:
        await screens.replace(query, editing.role_expired_card(t))
        return
    appointed = await news.readers.appoint(
        reader, callback_data.reader, callback_data.role, present=callback_data.present
    )
    await menus.show(bot, appointed, t.in_language(appointed.language))
    await screens.replace(query, editing.appointed_card(appointed, t))


async def keep_role(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Drop the question."""
    news.readers.may_appoint(reader)
    await screens.replace(query, people.cancelled_card(t, had_something=True))
