"""Picturing: the pictures and files of an article, added, removed, put in another order, and given captions."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import drafting, screens
from handlers.acts import attachments
from handlers.callbacks.picturing import PictureAct, PictureAction
from handlers.cards import offering, pictures
from handlers.cards.card import Card
from handlers.filters import in_private
from handlers.messages import typed
from handlers.positions import Position
from handlers.states import Picturing, end_question
from news.errors import ButtonStale
from news.model import Article, Reader
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.TYPED_TEXT
NO_CAPTION = frozenset("-–—")


def router() -> Router:
    """Bind the buttons, and the awaited files and captions."""
    router = Router(name="picturing")
    on_button = router.callback_query.register
    on_button(show, PictureAction.filter(F.act == PictureAct.SHOW))
    on_button(open_one, PictureAction.filter(F.act == PictureAct.OPEN))
    on_button(ask_files, PictureAction.filter(F.act == PictureAct.ADD))
    on_button(move_up, PictureAction.filter(F.act == PictureAct.UP))
    on_button(ask_caption, PictureAction.filter(F.act == PictureAct.CAPTION))
    on_button(remove, PictureAction.filter(F.act == PictureAct.REMOVE))
    router.message.register(take_files, StateFilter(Picturing.files), in_private, attachments)
    router.message.register(refuse_message, StateFilter(Picturing.files), in_private, ~F.text.startswith("/"))
    words = (in_private, F.text, ~F.text.startswith("/"))
    router.message.register(take_caption, StateFilter(Picturing.caption), *words)
    return router


async def show(
    query: CallbackQuery, callback_data: PictureAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """List the files of an article; a question for one is over."""
    article = await news.pictures.open(reader, callback_data.number)
    await end_question(state, Picturing.files, Picturing.caption)
    await screens.replace(query, pictures.pictures_card(article, t))


async def open_one(
    query: CallbackQuery, callback_data: PictureAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Show one file; a question for its caption is over."""
    article = await news.pictures.open(reader, callback_data.number)
    await end_question(state, Picturing.files, Picturing.caption)
    await screens.replace(query, _one(article, callback_data.place, t))


async def ask_files(
    query: CallbackQuery, callback_data: PictureAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for files."""
    article = await news.pictures.open(reader, callback_data.number)
    await state.set_state(Picturing.files)
    await state.set_data({"number": article.number})
    await screens.send_below(query, pictures.ask_picture_card(article, t))


async def take_files(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Add the files of a message or an album with their captions, and name those that are too large."""
    number = int((await state.get_data())["number"])
    article = await news.pictures.add(reader, number, attachments(message, captions=True))
    await state.clear()
    if left_out := drafting.left_out(message, t):
        await screens.answer(message, offering.left_out_card(left_out, t))
    await screens.answer(message, pictures.pictures_card(article, t))


async def refuse_message(message: Message, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Say which messages have a file."""
    news.editing.may_write(reader)
    await screens.answer(message, pictures.pictures_only_card(t))


async def move_up(query: CallbackQuery, callback_data: PictureAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Move a file one place up."""
    article = await news.pictures.move_up(
        reader, callback_data.number, callback_data.place, version=callback_data.version
    )
    await screens.replace(query, pictures.pictures_card(article, t))


async def remove(query: CallbackQuery, callback_data: PictureAction, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Remove a file."""
    article = await news.pictures.remove(
        reader, callback_data.number, callback_data.place, version=callback_data.version
    )
    await screens.replace(query, pictures.pictures_card(article, t))


async def ask_caption(
    query: CallbackQuery, callback_data: PictureAction, state: FSMContext, news: Newsroom, reader: Reader, t: Texts
) -> None:
    """Ask for the caption of a file."""
    article = await news.pictures.open(reader, callback_data.number)
    card = pictures.ask_caption_card(article, callback_data.place, t)
    await state.set_state(Picturing.caption)
    await state.set_data({"number": article.number, "place": callback_data.place, "version": article.version})
    await screens.send_below(query, card)


async def take_caption(message: Message, state: FSMContext, news: Newsroom, reader: Reader, t: Texts) -> None:
    """Store the caption of a file; a dash removes it."""
    data = await state.get_data()
    words = typed(message).text
    caption = "" if words.strip() in NO_CAPTION else words
    article = await news.pictures.caption(
        reader, int(data["number"]), int(data["place"]), caption, version=int(data["version"])
    )
    await state.clear()
    await screens.answer(message, _one(article, int(data["place"]), t))


def _one(article: Article, place: int, t: Texts) -> Card:
    if place >= len(article.attachments):
        raise ButtonStale
    return pictures.picture_card(article, place, t)
