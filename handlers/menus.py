"""The command menu: each command in the menu of exactly those who may use it, in their language."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from news.model import Reader
from news.ports import Clock
from news.roles import Deed, Role, may
from texts import LANGUAGES, Catalogs, Texts, say

logger = logging.getLogger(__name__)

# Shown on the bot's page (at most 120 characters) and in an empty chat with the bot (at most 512 characters).
SHORT_DESCRIPTION = say("A newspaper in Telegram: headlines as they come, the full text in one tap.")
DESCRIPTION = say(
    "Vestnik, a newspaper in Telegram. Headlines come here by themselves, the full text is one tap away, "
    "and whoever registers may comment."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A command with its description, for roles that hold `deed`. `registered` limits its menu to (un)registered."""

    name: str
    description: str
    deed: Deed = Deed.READ
    registered: bool | None = None
    in_groups: bool = False


ENTRIES = (
    Entry("start", say("the front page")),
    Entry("latest", say("the latest news"), in_groups=True),
    Entry("all", say("all news, by page and month"), in_groups=True),
    Entry("read", say("the full text: /read 12"), in_groups=True),
    Entry("search", say("find news by words: /search words"), in_groups=True),
    Entry("comments", say("comments: /comments 12")),
    Entry("comment", say("comment: /comment 12 text"), Deed.COMMENT, registered=True),
    Entry("remove", say("remove a comment: /remove 15"), Deed.COMMENT),
    Entry("subscribe", say("headlines as they come"), Deed.SUBSCRIBE, in_groups=True),
    Entry("unsubscribe", say("no more headlines"), Deed.SUBSCRIBE, in_groups=True),
    Entry("register", say("register to comment"), registered=False),
    Entry("me", say("about you")),
    Entry("language", say("язык · language")),
    Entry("post", say("write a publication"), Deed.WRITE),
    Entry("drafts", say("drafts"), Deed.WRITE),
    Entry("edit", say("correct a publication: /edit 12"), Deed.WRITE),
    Entry("retract", say("withdraw a publication: /retract 12"), Deed.WRITE),
    Entry("stats", say("the newspaper in figures"), Deed.SEE_STATISTICS),
    Entry("queue", say("pushes under way"), Deed.MANAGE_EDITIONS),
    Entry("role", say("give a reader a role"), Deed.APPOINT),
    Entry("cancel", say("stop what is unfinished")),
    Entry("help", say("what you can do here"), in_groups=True),
)


def commands_for(role: Role, registered: bool, t: Texts) -> list[tuple[str, str]]:
    """Return the commands that a role may use, with their descriptions."""
    return [
        (entry.name, t(entry.description))
        for entry in ENTRIES
        if may(role, entry.deed) and entry.registered in {None, registered}
    ]


async def publish(bot: Bot, catalogs: Catalogs, clock: Clock) -> None:
    """Set the menus of guests and groups and the bot's own description, in every language.

    A failure is logged; the newspaper goes on without the menus.
    """
    for language in (None, *LANGUAGES):
        t = catalogs.texts(language or LANGUAGES[0], clock.now())
        everyone = _menu(commands_for(Role.GUEST, False, t))
        groups = _menu((entry.name, t(entry.description)) for entry in ENTRIES if entry.in_groups)
        try:
            await bot.set_my_commands(everyone, BotCommandScopeAllPrivateChats(), language_code=language)
            await bot.set_my_commands(groups, BotCommandScopeAllGroupChats(), language_code=language)
            await bot.set_my_short_description(t(SHORT_DESCRIPTION), language_code=language)
            await bot.set_my_description(t(DESCRIPTION), language_code=language)
        except TelegramAPIError as error:
            logger.warning("the command menus were not set: %s; they are set again at the next start", error)
            return


async def show(bot: Bot, reader: Reader, t: Texts) -> None:
    """Set the menu of a person's chat: by role and in the reader's language. A failure is logged."""
    if not reader.id:
        return
    commands = _menu(commands_for(reader.role, reader.registered, t))
    try:
        await bot.set_my_commands(commands, BotCommandScopeChat(chat_id=reader.id))
    except TelegramAPIError as error:
        logger.info("the command menu of reader %s was not set: %s", reader.id, error)


def _menu(commands: Iterable[tuple[str, str]]) -> list[BotCommand]:
    return [BotCommand(command=name, description=description) for name, description in commands]
