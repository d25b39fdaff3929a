"""Registering: the rules, consent, a display name, and the return to the article that the reader came from."""

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import menus, naming, opening, screens
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.registering import Registering, RegisterStep
from handlers.cards import registration
from handlers.filters import in_private
from handlers.messages import Command, typed
from handlers.naming import Naming
from handlers.positions import Position
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.TYPED_TEXT


def router() -> Router:
    """Bind the command, the steps and the awaited name."""
    router = Router(name="registering")
    router.message.register(begin, Command("register"), in_private)
    in_private_message = F.message.chat.type == "private"
    step = F.step
    router.callback_query.register(begin_by_button, Registering.filter(step == RegisterStep.BEGIN), in_private_message)
    router.callback_query.register(ask_name, Registering.filter(step == RegisterStep.AGREE), in_private_message)
    router.callback_query.register(take_own_name, Registering.filter(step == RegisterStep.OWN_NAME), in_private_message)
    router.callback_query.register(give_up, Registering.filter(step == RegisterStep.CANCEL), in_private_message)
    router.message.register(take_name, StateFilter(Naming.waiting), in_private, F.text, ~F.text.startswith("/"))
    return router


async def begin(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Show the rules."""
    await news.registration.may_begin(reader)
    await screens.answer(message, registration.rules_card(0, news.registration.mode_for(reader), t))


async def begin_by_button(
    query: CallbackQuery, callback_data: Registering, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show the rules in the message of the notice."""
    await news.registration.may_begin(reader)
    await screens.replace(query, registration.rules_card(callback_data.number, news.registration.mode_for(reader), t))


async def ask_name(
    query: CallbackQuery,
    callback_data: Registering,
    bot: Bot,
    state: FSMContext,
    news: Newsroom,
    reader: Reader,
    t: Texts,
) -> None:
    """Take the consent, and ask for a name."""
    await screens.replace(query, await naming.ask(query.from_user, callback_data.number, bot, state, news, reader, t))


async def take_own_name(
    query: CallbackQuery, bot: Bot, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Register under the name from Telegram, but only after the consent: while the bot waits for a name."""
    if await state.get_state() == Naming.waiting and query.message is not None:
        name = naming.telegram_name(query.from_user)
        reader = await _register(name, bot, state, news, reader)
        await screens.replace(query, registration.registered_card(reader, t))
        await _come_back(query.message.chat.id, bot, state, news, reader, t)
    else:
        await screens.replace(query, registration.rules_card(0, news.registration.mode_for(reader), t))


async def take_name(message: Message, bot: Bot, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Register under the name that was sent. After a refused name, the bot keeps waiting for another."""
    reader = await _register(typed(message).text, bot, state, news, reader)
    await screens.answer(message, registration.registered_card(reader, t))
    await _come_back(message.chat.id, bot, state, news, reader, t)


async def give_up(query: CallbackQuery, callback_data: Registering, state: FSMContext, t: Texts) -> None:
    """Cancel the registration."""
    await state.clear()
    await screens.replace_words(query, registration.not_registered_card(callback_data.number, t))


async def _register(name: str, bot: Bot, state: FSMContext, news: Newsroom, reader: Reader) -> Reader:
    article = (await state.get_data()).get("article", 0)
    return await news.readers.register(reader, name, await naming.bot_names(bot), article=article)


async def _come_back(chat_id: int, bot: Bot, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    number = (await state.get_data()).get("article", 0)
    await state.clear()
    if reader.registered:
        await menus.show(bot, reader, t)
    if number:
        back = OpenArticle(number=number, page=0)
        await screens.send(bot, chat_id, await opening.article_in_place(back, bot, news, t, with_picture=True))
