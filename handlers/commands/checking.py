"""Checking: the human check of a registration, in pictures or in words."""

import asyncio
from random import SystemRandom

from aiogram import Bot, F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import naming, screens
from handlers.callbacks.checking import AnswerCheck, AskCheck
from handlers.cards import registration
from handlers.cards.card import Card
from handlers.cards.check_pictures import draw_check
from news.human_checks import HumanCheck, Thing
from news.model import Reader
from news.newsroom import Newsroom
from texts import Texts


def router() -> Router:
    """Bind the buttons."""
    router = Router(name="checking")
    in_private_message = F.message.chat.type == "private"
    router.callback_query.register(ask, AskCheck.filter(), in_private_message)
    router.callback_query.register(answer, AnswerCheck.filter(), in_private_message)
    return router


async def ask(
    query: CallbackQuery, callback_data: AskCheck, bot: Bot, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Take the consent, and show a check; whoever has passed one lately is asked for a name at once."""
    number = callback_data.number
    check = await news.registration.ask_check(reader, in_words=callback_data.in_words)
    if check is None:
        await screens.replace(query, await naming.ask(query.from_user, number, bot, state, news, reader, t))
    else:
        await screens.replace(query, await _check_card(check, number, t))


async def answer(
    query: CallbackQuery,
    callback_data: AnswerCheck,
    bot: Bot,
    state: FSMContext,
    news: Newsroom,
    reader: Reader,
    t: Texts,
) -> None:
    """Ask for a name after the right answer, else show another check."""
    pressed, number = callback_data, callback_data.number
    check = await news.registration.answer_check(reader, pressed.code, pressed.place, in_words=pressed.in_words)
    if check is not None:
        await screens.replace(query, await _check_card(check, number, t))
        return
    question = await naming.ask(query.from_user, number, bot, state, news, reader, t)
    if isinstance(query.message, Message) and query.message.photo:  # a picture never becomes a text
        await screens.replace_words(query, registration.passed_card(t))
        await screens.send_below(query, question)
    else:
        await screens.replace(query, question)


async def _check_card(check: HumanCheck, number: int, t: Texts) -> Card:
    """Return the card of a check. Its picture is drawn in a thread."""
    if check.in_words:
        return registration.word_check_card(check, number, t)
    things = [Thing(option) for option in check.options]
    return registration.check_card(check, await asyncio.to_thread(draw_check, things, SystemRandom()), number, t)
