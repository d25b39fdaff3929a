"""Adopting: the newspaper moves to another bot, on purpose."""

from aiogram import Bot

from bot.api_session import ApiSession
from bot.proxy import proxy_for
from bot.settings import Settings
from bot.startup import adopt_bot, identify_bot
from bot.timings import Timings
from bot.transport import open_transport
from storage import migrate, open_storage


async def run_adopt_bot(settings: Settings) -> tuple[int | None, str]:
    """Give the database of the settings to the bot of the token; return the id of the bot before, and the new name."""
    proxy = proxy_for(settings.bot_api_url)
    transport = open_transport(settings.bot_api_url, settings.token, proxy)
    session = ApiSession(settings.bot_api_url, settings.token, transport, http_proxy=proxy)
    try:
        me = await identify_bot(Bot(settings.token, session=session), Timings().identify_retry_seconds)
    finally:
        await session.close()
        await transport.close()
    await migrate(settings.database_url)
    async with open_storage(settings.database_url) as database:
        return await adopt_bot(database, me), me.username or str(me.id)
