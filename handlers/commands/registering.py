"""Registering: the rules, consent, a display name, and the return to the article that the reader came from."""

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message, User

from handlers import menus, opening, screens
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.registering import Registering, RegisterStep
from handlers.cards import people
from handlers.filters import in_private
from handlers.messages import Command, typed
from handlers.positions import Position
from news.model import Reader
from news.newsroom import Newsroom
from news.words import clean, collapse
from texts import Texts

POSITION = Position.TYPED_TEXT


class Naming(StatesGroup):
    """Waiting for a display name; the data holds the number of the `article` to return to, 0 for none."""

    waiting = State()


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
    news.readers.may_register(reader)
    await screens.answer(message, people.rules_card(0, t))


async def begin_by_button(
    query: CallbackQuery, callback_data: Registering, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show the rules in the message of the notice."""
    news.readers.may_register(reader)
    await screens.replace(query, people.rules_card(callback_data.number, t))


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
    news.readers.may_register(reader)
    await state.set_state(Naming.waiting)
    await state.set_data({"article": callback_data.number})
    suggestion = news.readers.suggest_name(_telegram_name(query.from_user), await _bot_names(bot))
    await screens.replace(query, people.ask_name_card(callback_data.number, suggestion, t))


async def take_own_name(
    query: CallbackQuery, bot: Bot, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Register under the name from Telegram, but only after the consent: while the bot waits for a name."""
    if await state.get_state() == Naming.waiting and query.message is not None:
        reader = await news.readers.register(reader, _telegram_name(query.from_user), await _bot_names(bot))
        await screens.replace(query, people.registered_card(reader, t))
        await _come_back(query.message.chat.id, bot, state, news, reader, t)
    else:
        await screens.replace(query, people.rules_card(0, t))


async def take_name(message: Message, bot: Bot, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Register under the name that was sent. After a refused name, the bot keeps waiting for another."""
    reader = await news.readers.register(reader, typed(message).text, await _bot_names(bot))
    await screens.answer(message, people.registered_card(reader, t))
    await _come_back(message.chat.id, bot, state, news, reader, t)


async def give_up(query: CallbackQuery, callback_data: Registering, state: FSMContext, t: Texts) -> None:
    """Cancel the registration."""
    await state.clear()
    await screens.replace(query, people.not_registered_card(callback_data.number, t))


async def _come_back(chat_id: int, bot: Bot, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    number = (await state.get_data()).get("article", 0)
    await state.clear()
    await menus.show(bot, reader, t)
    if number:
        back = OpenArticle(number=number, page=0)
        await screens.send(bot, chat_id, await opening.article_in_place(back, bot, news, t, with_picture=True))


def _telegram_name(user: User) -> str:
    return collapse(clean(user.full_name))


async def _bot_names(bot: Bot) -> tuple[str, ...]:
    """Return the names of the bot, which no reader may bear."""
    me = await bot.me()
    return (me.full_name, me.username or "")
