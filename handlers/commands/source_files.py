"""Sources as an OPML file: sent to a person, taken from one, and begun all at once."""

import logging
from io import BytesIO

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Document, Message
from aiohttp import ClientError

from handlers import screens
from handlers.callbacks.sources import AllAct, AllSourcesAction
from handlers.cards import source_files
from handlers.filters import in_private
from handlers.positions import Position
from handlers.states import Sourcing, end_question
from news.model import Reader
from news.newsroom import Newsroom
from news.sources.errors import OutlinesUnreadable
from texts import Texts

POSITION = Position.TYPED_TEXT
logger = logging.getLogger(__name__)

# Five thousand feeds take less than half of it.
MAX_FILE_BYTES = 2 * 1024 * 1024


def router() -> Router:
    """Bind the buttons and the awaited file."""
    router = Router(name="source files")
    on_button = router.callback_query.register
    on_button(ask_file, AllSourcesAction.filter(F.act == AllAct.FILE))
    on_button(save, AllSourcesAction.filter(F.act == AllAct.SAVE))
    on_button(begin_all, AllSourcesAction.filter(F.act == AllAct.BEGIN))
    waiting = (StateFilter(Sourcing.file), in_private)
    router.message.register(take_file, *waiting, F.document)
    router.message.register(refuse_text, *waiting, F.text, ~F.text.startswith("/"))
    return router


async def ask_file(query: CallbackQuery, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Ask for an OPML file, and offer the own one."""
    news.sources.may_manage(reader)
    await state.set_state(Sourcing.file)
    await state.set_data({})
    await screens.replace(query, source_files.ask_outlines_card(t))


async def save(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Send the sources as a file."""
    content = await news.sources.export(reader)
    await screens.send_below(query, source_files.outlines_file_card(content, t))


async def take_file(message: Message, bot: Bot, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Store the feeds of a file, on trial. After a refusal, the bot keeps waiting for another file."""
    news.sources.may_manage(reader)
    taken = await news.source_trials.take_outlines(reader, await _content_of(message.document, bot))
    await end_question(state, *Sourcing)
    await screens.answer(message, source_files.taken_outlines_card(taken, t))


async def refuse_text(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Say that a file is awaited. The bot keeps waiting for one."""
    news.sources.may_manage(reader)
    await screens.answer(message, source_files.ask_outlines_card(t))


async def begin_all(query: CallbackQuery, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Begin every source that is on trial."""
    count = await news.sources.begin_all(reader)
    await screens.replace(query, source_files.begun_sources_card(count, t))


async def _content_of(document: Document | None, bot: Bot) -> bytes:
    """Return the bytes of a file. Raises OutlinesUnreadable."""
    if document is None or (document.file_size or 0) > MAX_FILE_BYTES:
        raise OutlinesUnreadable
    content = BytesIO()
    try:
        await bot.download(document, content)
    except (TelegramAPIError, ClientError, TimeoutError) as error:
        logger.info("an OPML file cannot be fetched: %s", type(error).__name__)
        raise OutlinesUnreadable from error
    if content.tell() > MAX_FILE_BYTES:
        raise OutlinesUnreadable
    return content.getvalue()
