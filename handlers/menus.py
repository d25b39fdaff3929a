"""The command menu: each command in the menu of exactly those who may use it, in their language."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)

from news.model import Reader
from news.ports import Clock
from news.readers import ANONYMOUS
from news.roles import Deed, may
from texts import LANGUAGES, Catalogs, Texts, say

logger = logging.getLogger(__name__)

# None: the menu of every language without one of its own.
CODES = (None, *LANGUAGES)


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
    Entry("new", say("what is new since you asked last")),
    Entry("read", say("the full text: /read 12"), in_groups=True),
    Entry("search", say("find news by words: /search words"), in_groups=True),
    Entry("saved", say("publications that you saved")),
    Entry("comments", say("comments: /comments 12")),
    Entry("comment", say("comment: /comment 12 text"), Deed.COMMENT, registered=True),
    Entry("mycomments", say("your comments, and answers to them"), registered=True),
    Entry("remove", say("remove a comment: /remove 15"), Deed.COMMENT),
    Entry("moderation", say("comments that wait for a moderator"), Deed.MODERATE),
    Entry("subscribe", say("headlines as they come"), Deed.SUBSCRIBE, in_groups=True),
    Entry("unsubscribe", say("no more headlines"), Deed.SUBSCRIBE, in_groups=True),
    Entry("follow", say("follow a word: /follow bridge")),
    Entry("mute", say("hide a word: /mute football")),
    Entry("words", say("words that you follow or hide")),
    Entry("settings", say("what comes, when, and how much"), Deed.SUBSCRIBE, in_groups=True),
    Entry("register", say("register to comment"), registered=False),
    Entry("me", say("about you")),
    Entry("language", say("язык · language")),
    Entry("privacy", say("what the newspaper stores")),
    Entry("mydata", say("everything about you, as a file")),
    Entry("forgetme", say("be forgotten")),
    Entry("post", say("write a publication"), Deed.WRITE),
    Entry("drafts", say("drafts"), Deed.WRITE),
    Entry("edit", say("correct a publication: /edit 12"), Deed.WRITE),
    Entry("retract", say("withdraw a publication: /retract 12"), Deed.PUBLISH),
    Entry("stats", say("the newspaper in figures"), Deed.SEE_STATISTICS),
    Entry("stopwords", say("words that hold a comment"), Deed.MANAGE_STOP_WORDS),
    Entry("topics", say("topics of publications"), Deed.MANAGE_TOPICS),
    Entry("log", say("who did what: /log, /log 12"), Deed.SEE_LOG),
    Entry("queue", say("pushes under way"), Deed.MANAGE_EDITIONS),
    Entry("sources", say("sites whose feeds become publications"), Deed.MANAGE_SOURCES),
    Entry("outlets", say("channels and groups that are posted to"), Deed.MANAGE_OUTLETS),
    Entry("role", say("who is who; give a role"), Deed.APPOINT),
    Entry("groups", say("what each group may do"), Deed.MANAGE_GROUPS),
    Entry("cancel", say("stop what is unfinished")),
    Entry("help", say("what you can do here"), in_groups=True),
)


def commands_for(reader: Reader, t: Texts) -> list[tuple[str, str]]:
    """Return the commands that a reader may use, with their descriptions."""
    return [
        (entry.name, t(entry.description))
        for entry in ENTRIES
        if may(reader, entry.deed) and entry.registered in {None, reader.registered}
    ]


async def publish(bot: Bot, catalogs: Catalogs, clock: Clock, default_language: str) -> None:
    """Set the menus of guests and groups in every language; people of other languages see the default one.

    If the operator gave the bot a menu with @BotFather, which has the default scope, that one is shown instead. A
    failure is logged; the newspaper goes on without the menus.
    """
    try:
        if await _has_menu_of_its_own(bot):
            await _withdraw(bot)
            return
        for code in CODES:
            t = catalogs.texts(code or default_language, clock.now())
            everyone = _menu(commands_for(ANONYMOUS, t))
            groups = _menu((entry.name, t(entry.description)) for entry in ENTRIES if entry.in_groups)
            await bot.set_my_commands(everyone, BotCommandScopeAllPrivateChats(), language_code=code)
            await bot.set_my_commands(groups, BotCommandScopeAllGroupChats(), language_code=code)
    except TelegramAPIError as error:
        logger.warning("the command menus were not set: %s; they are set again at the next start", error)


async def _has_menu_of_its_own(bot: Bot) -> bool:
    """Return whether there is a menu of the default scope, which this program never sets."""
    return any([await bot.get_my_commands(BotCommandScopeDefault(), language_code=code) for code in CODES])


async def _withdraw(bot: Bot) -> None:
    """Delete the menus that an earlier start set, so that the operator's is shown."""
    for code in CODES:
        for scope in (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()):
            await bot.delete_my_commands(scope, language_code=code)


async def show(bot: Bot, reader: Reader, t: Texts) -> None:
    """Set the menu of a person's chat: by role and in the reader's language. A failure is logged."""
    if not reader.id:
        return
    commands = _menu(commands_for(reader, t))
    try:
        await bot.set_my_commands(commands, BotCommandScopeChat(chat_id=reader.id))
    except TelegramAPIError as error:
        logger.info("the command menu of reader %s was not set: %s", reader.id, error)


def _menu(commands: Iterable[tuple[str, str]]) -> list[BotCommand]:
    return [BotCommand(command=name, description=description) for name, description in commands]
