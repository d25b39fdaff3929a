"""Starting: `/start` with its deep links, `/help`, `/me`, `/language`, `/cancel`."""

from aiogram import Bot, Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import menus, opening, profile, screens
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.starting import ChooseLanguage
from handlers.cards import comment_screens, comments, people, registration, search
from handlers.cards.discussion_groups import REGISTER
from handlers.filters import in_private
from handlers.marks import COMMENT_LINK, Wanted
from handlers.messages import Command, split_number
from news.ledger import Address
from news.model import Reader
from news.newsroom import Newsroom
from news.roles import Role
from texts import Texts


def router() -> Router:
    """Bind the commands and the choice of the language."""
    router = Router(name="starting")
    router.message.register(start, CommandStart(ignore_case=True), in_private)
    router.message.register(show_help, Command("help"))
    router.message.register(show_profile, Command("me"), in_private)
    router.message.register(ask_language, Command("language"), in_private)
    router.callback_query.register(choose_language, ChooseLanguage.filter())
    router.message.register(cancel, Command("cancel"), in_private)
    return router


async def start(message: Message, command: CommandObject, bot: Bot, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the front page, or follow a link: to an article, a comment, a discussion, the search, or registering."""
    if reader.registered or reader.role is not Role.GUEST:
        await menus.show(bot, reader, t)
    kind, _, rest = (command.args or "").partition("_")
    number, _ = split_number(rest)
    if kind == "a" and number is not None:
        await screens.answer(
            message, await opening.article_in_place(OpenArticle(number=number), bot, news, t, with_picture=True)
        )
    elif kind == Wanted.COMMENT and number is not None:
        page, links = await news.threads.page(reader, number), await screens.comment_links(bot)
        await screens.answer(message, comments.comments_card(page, reader, t, links))
    elif kind in (COMMENT_LINK, Wanted.ANSWER, Wanted.EDIT) and number is not None:
        view, links = await news.threads.view(reader, number), await screens.comment_links(bot)
        await screens.answer(message, comment_screens.comment_card(view, reader, t, links))
    elif kind == REGISTER:
        await news.registration.may_begin(reader)
        card = registration.rules_card(number or 0, news.registration.mode_for(reader), t)
        await screens.answer(message, card)
    elif kind == search.PAYLOAD:
        await screens.answer(message, search.ask_card(t, await screens.deep_link(bot, search.PAYLOAD)))
    else:
        front, name = await news.front_page(Address(message.chat.id)), await profile.name_of(bot)
        await screens.answer(message, people.start_card(front, name, t))


async def show_help(message: Message, bot: Bot, reader: Reader, t: Texts) -> None:
    """List the commands that this person may use, and explain inline mode."""
    commands = menus.commands_for(reader, t)
    await screens.answer(message, people.help_card(commands, t, await screens.inline_name(bot)))


async def show_profile(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the data that the newspaper stores about the person."""
    chosen = await news.choice.get(Address(message.chat.id))
    await screens.answer(message, people.profile_card(reader, chosen, t))


async def ask_language(message: Message, t: Texts) -> None:
    """Offer the languages."""
    await screens.answer(message, people.language_card(t))


async def choose_language(
    query: CallbackQuery, callback_data: ChooseLanguage, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Change the language of the bot for this reader."""
    if not reader.id or callback_data.language not in people.LANGUAGE_NAMES:
        return
    reader = await news.readers.choose_language(reader, callback_data.language)
    t = t.in_language(reader.language)
    await menus.show(bot, reader, t)
    await screens.replace(query, people.language_card(t))


async def cancel(message: Message, state: FSMContext, t: Texts) -> None:
    """Drop the unfinished dialogue."""
    had_something = await state.get_state() is not None
    await state.clear()
    await screens.answer(message, people.cancelled_card(t, had_something=had_something))
