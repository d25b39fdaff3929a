"""The bot's profile in Telegram: the name that the operator gave it, and its descriptions.

A description is set where there is none. One that somebody else wrote (with @BotFather, say) is left alone.
"""

import logging
import re
from collections.abc import Awaitable, Callable

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from news.ports import Clock
from texts import LANGUAGES, Catalogs, say

logger = logging.getLogger(__name__)

# Shown on the bot's page (at most 120 characters) and in an empty chat with the bot (at most 512 characters).
SHORT_DESCRIPTION = say("A newspaper in Telegram: headlines as they come, the full text in one tap.")
DESCRIPTION = say(
    "{name}, a newspaper in Telegram. Headlines come here by themselves, the full text is one tap away, "
    "and whoever registers may comment."
)
# Telegram's sign for the description of every language without one of its own.
EVERY_LANGUAGE = ""


async def name_of(bot: Bot) -> str:
    """Return what the newspaper is called: the bot's name in Telegram, without quotation marks around it."""
    name = (await bot.me()).first_name
    return name.strip("«»\"„“”'") or name


async def publish(bot: Bot, catalogs: Catalogs, clock: Clock, default_language: str) -> None:
    """Set the bot's descriptions in every language where they are missing or the program's own.

    A failure is logged; the newspaper goes on without them.
    """
    name, now = await name_of(bot), clock.now()
    codes = {EVERY_LANGUAGE: default_language} | {language: language for language in LANGUAGES}

    async def read_short(code: str) -> str:
        return (await bot.get_my_short_description(language_code=code)).short_description

    async def read(code: str) -> str:
        return (await bot.get_my_description(language_code=code)).description

    async def write_short(code: str, text: str) -> None:
        await bot.set_my_short_description(text, language_code=code)

    async def write(code: str, text: str) -> None:
        await bot.set_my_description(text, language_code=code)

    try:
        for sentence, reading, writing in ((SHORT_DESCRIPTION, read_short, write_short), (DESCRIPTION, read, write)):
            texts = {code: catalogs.texts(language, now)(sentence, name=name) for code, language in codes.items()}
            forms = [catalogs.texts(language, now)(sentence, name="\0") for language in LANGUAGES]
            await _publish(texts, re.compile("|".join(map(_pattern, forms))), reading, writing)
    except TelegramAPIError as error:
        logger.warning("the descriptions were not set: %s; the next start tries again", error)


async def _publish(
    texts: dict[str, str],
    ours: re.Pattern[str],
    read: Callable[[str], Awaitable[str]],
    write: Callable[[str, str], Awaitable[None]],
) -> None:
    """Write a text for every language, `texts` by code, unless somebody else wrote one.

    Where there is no text in a language, Telegram reads and shows the one for every language.
    """
    general = await read(EVERY_LANGUAGE)
    is_foreign = bool(general) and not ours.fullmatch(general)
    for code, text in texts.items():
        found = general if code == EVERY_LANGUAGE else await read(code)
        # Ours in one language would hide what somebody else wrote for all of them: an empty text removes it.
        wanted = EVERY_LANGUAGE if is_foreign else text
        if found != wanted and (not found or ours.fullmatch(found)):
            await write(code, wanted)


def _pattern(form: str) -> str:
    """Return the pattern of a text of ours, with any name in it: the operator may have renamed the bot since."""
    return re.escape(form).replace(re.escape("\0"), ".*")
