"""The introduction: what the bot and Telegram tell each other at the start, who it is and what it can be asked."""

import asyncio
import logging
from collections.abc import Collection

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramAPIError, TelegramNetworkError, TelegramUnauthorizedError
from aiogram.types import User

from bot.settings import SettingsError
from handlers import menus
from news.errors import StorageError
from news.newsroom import Newsroom
from news.ports import Clock
from news.roles import Role
from texts import Catalogs

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 5.0


async def identify_bot(bot: Bot) -> User:
    """Ask Telegram who the bot is, as long as it takes to reach it. Raises SettingsError for a wrong token."""
    while True:
        try:
            me = await bot.me()
        except TelegramUnauthorizedError:
            raise SettingsError("BOT_TOKEN is not known to Telegram: copy it again from @BotFather.") from None
        except TelegramNetworkError as error:
            logger.warning("Telegram is not reachable yet: %s", error.message)
        except TelegramAPIError as error:
            logger.warning("Telegram does not answer yet: %s", error.message)
        else:
            logger.info("the bot is @%s", me.username)
            return me
        await asyncio.sleep(PAUSE_SECONDS)


async def set_menus(bot: Bot, catalogs: Catalogs, clock: Clock, news: Newsroom, admins: Collection[int]) -> None:
    """Set the command menus; the newspaper goes on without them where that fails."""
    try:
        await menus.publish(bot, catalogs, clock)
        for admin in admins:
            reader = await news.readers.recognise(admin, None)
            if reader.role is Role.ADMIN:
                await menus.show(bot, reader, catalogs.texts(reader.language, clock.now()))
    except (AiogramError, StorageError) as error:
        logger.warning("the command menus could not be set: %s", error)
