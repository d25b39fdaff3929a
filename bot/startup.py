"""The start: database, sites, the bot's name from Telegram, and its command menus."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramAPIError, TelegramNetworkError, TelegramUnauthorizedError
from aiogram.types import User
from aiohttp.web import Application

from bot.leases import release_dead_leases
from bot.reindexing import ADVICE, ensure_index
from bot.settings import SettingsError
from bot.timings import SiteTimes
from bot.web import open_site
from handlers import menus, profile
from news.delivery.desk import MAX_SHOWN_IN_EDITION
from news.errors import StorageError
from news.identity import take_over
from news.model import Reader
from news.newsroom import Newsroom
from news.ports import Clock
from news.roles import Role
from storage import Database, migrate, open_storage
from texts import Catalogs

logger = logging.getLogger(__name__)


@asynccontextmanager
async def open_database(url: str, clock: Clock) -> AsyncIterator[Database]:
    """Migrate and open a database to serve from it: leases of dead processes are released, a small index is completed.

    If it is a copy, or was restored, its unfinished pushes are held: see docs/decisions/0029.

    Raises StorageError if the database is unavailable or newer than the program.
    """
    await migrate(url)
    async with open_storage(url) as database:
        await release_dead_leases(database, clock)
        await _hold_pushes_of_a_copy(database, clock)
        if not await ensure_index(database):
            logger.warning(ADVICE)
        yield database


async def _hold_pushes_of_a_copy(database: Database, clock: Clock) -> None:
    held = await take_over(database, await database.identify(), clock.now(), MAX_SHOWN_IN_EDITION)
    if held is not None:
        logger.warning("this database is a copy or was restored: what was sent after it was made is not known")
    for edition in held or ():
        logger.warning(
            "edition %s is paused, so that nobody gets it again: resume or end it with /queue",
            edition,
            extra={"edition": edition},
        )
    await database.beat()


@asynccontextmanager
async def open_named_site(app: Application, name: str, host: str, port: int, times: SiteTimes) -> AsyncIterator[None]:
    """Serve an application at the address of the settings `{name}_HOST` and `{name}_PORT` until the block's end.

    Raises SettingsError if the port cannot be opened.
    """
    async with AsyncExitStack() as opened:
        try:
            await opened.enter_async_context(open_site(app, host, port, times))
        except OSError as error:
            raise SettingsError(
                f"{name}_HOST and {name}_PORT: {host}:{port} cannot be served ({error.strerror}). Choose another port."
            ) from None
        yield


async def identify_bot(bot: Bot, retry_seconds: float) -> User:
    """Ask Telegram for the bot's name until it answers. Raises SettingsError for a wrong token."""
    while True:
        try:
            me = await bot.me()
        except TelegramUnauthorizedError:
            raise SettingsError("BOT_TOKEN is not known to Telegram: copy it again from @BotFather.") from None
        except TelegramNetworkError as error:
            logger.warning("Telegram is not reachable yet; the next try is in %g s: %s", retry_seconds, error.message)
        except TelegramAPIError as error:
            logger.warning("Telegram refuses getMe; the next try is in %g s: %s", retry_seconds, error.message)
        else:
            logger.info("the bot is @%s", me.username)
            return me
        await asyncio.sleep(retry_seconds)


async def check_bot(database: Database, me: User) -> None:
    """Store which bot serves the database. Raises SettingsError if it is another one's.

    Chats, copies and files belong to one bot: by another one's token every subscriber would seem to be gone.
    """
    async with database.writing() as unit:
        known = await unit.bot_id.get()
        if known is None:
            await unit.bot_id.set(me.id)
        elif known != me.id:
            raise SettingsError(
                f"BOT_TOKEN is of the bot @{me.username} ({me.id}), but this database belongs to the bot {known}. Set "
                "its token; or, to move the newspaper to another bot on purpose, run `vestnik adopt` first."
            )


async def adopt_bot(database: Database, me: User) -> int | None:
    """Give the database to another bot, and return the one before, to which the ids of the files belonged."""
    async with database.writing() as unit:
        known = await unit.bot_id.get()
        await unit.bot_id.set(me.id)
        await unit.files.forget()
    return known


async def set_menus(
    bot: Bot, catalogs: Catalogs, clock: Clock, news: Newsroom, admins: Collection[int], default_language: str
) -> None:
    """Set descriptions and command menus; if that fails, the newspaper runs without them."""
    try:
        await profile.publish(bot, catalogs, clock, default_language)
        await menus.publish(bot, catalogs, clock, default_language)
        for admin in admins:
            reader = await news.readers.recognise(admin, None)
            if reader.role is Role.ADMIN:
                await menus.show(bot, reader, catalogs.texts(reader.language, clock.now()))
    except (AiogramError, StorageError) as error:
        logger.warning("the command menus could not be set; the next start tries again: %s", error)


async def show_menu(bot: Bot, catalogs: Catalogs, clock: Clock, news: Newsroom, changed: Reader) -> None:
    """Set the command menu of a reader who is in another group now."""
    reader = await news.readers.recognise(changed.id, None)
    await menus.show(bot, reader, catalogs.texts(reader.language, clock.now()))
