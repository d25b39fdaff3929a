"""Managing: the statistics (`/stats`), and the roles of readers (`/role`)."""

from aiogram import Bot, Router
from aiogram.types import Message

from handlers import menus, screens
from handlers.cards import editing
from handlers.filters import in_private
from handlers.messages import Command, argument, split_number
from news.model import Reader
from news.newsroom import Newsroom
from news.roles import Role
from texts import Texts


def router() -> Router:
    """Bind the commands."""
    router = Router(name="managing")
    router.message.register(show_statistics, Command("stats"), in_private)
    router.message.register(appoint, Command("role"), in_private)
    return router


async def show_statistics(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the statistics of the newspaper."""
    await screens.answer(message, editing.statistics_card(await news.statistics(reader), t))


async def appoint(message: Message, bot: Bot, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Give a registered reader a role, and update the menu of that reader's chat."""
    news.readers.may_appoint(reader)
    reader_id, role = split_number(argument(message).text)
    if reader_id is None or role not in set(Role) - {Role.GUEST}:
        await screens.answer(message, editing.role_usage_card(t))
        return
    appointed = await news.readers.appoint(reader, reader_id, Role(role))
    await menus.show(bot, appointed, t.in_language(appointed.language))
    await screens.answer(message, editing.appointed_card(appointed, t))
