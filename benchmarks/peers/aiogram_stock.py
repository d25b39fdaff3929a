"""aiogram as its documentation shows it: concurrent `send_message`, and its own polling."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import process_time

import aiosqlite
from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, Message

from benchmarks.app_runner import TOKEN
from benchmarks.databases import path_of
from benchmarks.runs import Run, push_run, tap_run
from benchmarks.sink import Sink
from benchmarks.sink_counters import FIRST_CHAT
from benchmarks.timing import frozen_gc
from handlers.callbacks.opening import OpenArticle
from handlers.cards.card import Card

AT_ONCE = 50
_READ = "SELECT title, body FROM articles JOIN article_bodies USING (number) WHERE number = ?"


async def push(sink: Sink, card: Card, subscribers: int) -> Run:
    """Send the card to this many chats under a semaphore; nothing is stored."""
    semaphore = asyncio.Semaphore(AT_ONCE)
    entities, keyboard = card.entities, card.inline_keyboard
    async with _bot(sink) as bot:

        async def send(chat: int) -> None:
            async with semaphore:
                await bot.send_message(
                    chat, card.text.text, entities=entities, reply_markup=keyboard, link_preview_options=card.preview
                )

        await sink.reset()
        gc.collect()
        begun = process_time()
        await asyncio.gather(*(send(FIRST_CHAT + number) for number in range(subscribers)))
        taken = process_time() - begun
        return push_run(await sink.report(subscribers), taken)


async def answer_taps(sink: Sink, database_url: str, card: Card, taps: int) -> Run:
    """Poll, read the article from the database once per tap, and answer with the card, until all are answered."""
    entities, keyboard = card.entities, card.inline_keyboard
    async with _bot(sink) as bot, aiosqlite.connect(path_of(database_url)) as connection:

        async def open_article(query: CallbackQuery, callback_data: OpenArticle) -> None:
            rows = await connection.execute_fetchall(_READ, (callback_data.number,))
            assert len(list(rows)) == 1
            assert isinstance(query.message, Message)
            await query.message.edit_text(
                card.text.text, entities=entities, reply_markup=keyboard, link_preview_options=card.preview
            )
            await query.answer()

        router = Router()
        router.callback_query.register(open_article, OpenArticle.filter())
        dispatcher = Dispatcher()
        dispatcher.include_router(router)
        with frozen_gc():
            begun = process_time()
            polling = asyncio.ensure_future(  # noqa: TID251 - a benchmark is its own app
                dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
            )
            report = await sink.report(0, taps)
            taken = process_time() - begun
            await dispatcher.stop_polling()
            await polling
        return tap_run(report, taken)


@asynccontextmanager
async def _bot(sink: Sink) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sink.url))
    session._connector_init["ssl"] = sink.tls  # it trusts only public certificates
    async with Bot(TOKEN, session=session) as bot:
        await bot.me()
        yield bot
