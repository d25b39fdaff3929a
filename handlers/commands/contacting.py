"""Contacting: the person's own contact, where a registration needs one. Nothing of it is stored."""

from aiogram import Bot, F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import naming, screens
from handlers.callbacks.contacting import AskContact
from handlers.cards import registration
from handlers.filters import in_private
from handlers.messages import Command
from handlers.naming import Naming
from handlers.positions import Position
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.BEFORE_COMMANDS


def router() -> Router:
    """Bind the button and what comes while the bot waits for a contact."""
    router = Router(name="contacting")
    router.callback_query.register(ask, AskContact.filter(), F.message.chat.type == "private")
    waiting = (StateFilter(Naming.contact), in_private)
    router.message.register(take, *waiting, F.contact)
    router.message.register(give_up, *waiting, Command("cancel"))
    router.message.register(remind, *waiting, F.text, ~F.text.startswith("/"))
    return router


async def ask(
    query: CallbackQuery, callback_data: AskContact, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Take the consent, and ask for the contact."""
    await news.registration.may_begin(reader)
    await state.set_state(Naming.contact)
    await state.set_data({"article": callback_data.number})
    await screens.send_below(query, registration.ask_contact_card(t))


async def take(message: Message, bot: Bot, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Take the person's own contact, and ask for a name."""
    if message.contact is None or message.from_user is None:
        return
    await news.registration.take_contact(reader, message.contact.user_id)
    number = (await state.get_data()).get("article", 0)
    question = await naming.ask(message.from_user, number, bot, state, news, reader, t)
    await screens.answer(message, registration.contact_taken_card(t))
    await screens.answer(message, question)


async def remind(message: Message, t: Texts) -> None:
    """Say that a text is no contact."""
    await screens.answer(message, registration.contact_needed_card(t))


async def give_up(message: Message, state: FSMContext, t: Texts) -> None:
    """Cancel the registration."""
    await state.clear()
    await screens.answer(message, registration.contact_refused_card(t))
