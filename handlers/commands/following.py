"""Following: `/follow`, `/mute` and `/words`, the words that bring a publication or keep it away."""

import logging
from io import BytesIO

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Document, Message
from aiohttp import ClientError

from handlers import screens
from handlers.callbacks.following import DropSource, DropStory, ShowStories, ShowWord, ShowWords, WordAct, WordAction
from handlers.cards import kept, words
from handlers.cards.card import Card
from handlers.filters import in_private
from handlers.messages import Command, address_of, argument, typed
from handlers.positions import Position
from handlers.states import end_question
from news.choice.errors import WordFileTooLarge, WordFileUnreadable
from news.choice.word_files import MAX_FILE_BYTES
from news.errors import ButtonStale
from news.ledger import Address
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.TYPED_TEXT
logger = logging.getLogger(__name__)


class Following(StatesGroup):
    """Waiting for words to follow, or to hide: typed, or as a text file."""

    follow = State()
    mute = State()


def router() -> Router:
    """Bind the commands, the buttons, and the awaited words and files."""
    router = Router(name="following")
    on_message, on_button = router.message.register, router.callback_query.register
    in_private_message, waiting = F.message.chat.type == "private", StateFilter(Following.follow, Following.mute)
    on_message(follow, Command("follow"), in_private)
    on_message(mute, Command("mute"), in_private)
    on_message(show_words, Command("words"), in_private)
    on_button(turn, ShowWords.filter(), in_private_message)
    on_button(show_word, ShowWord.filter(), in_private_message)
    on_button(ask, WordAction.filter(F.act.in_({WordAct.FOLLOW, WordAct.MUTE})), in_private_message)
    on_button(turn_word, WordAction.filter(F.act == WordAct.TURN), in_private_message)
    on_button(remove, WordAction.filter(F.act == WordAct.REMOVE), in_private_message)
    on_button(save, WordAction.filter(F.act == WordAct.SAVE), in_private_message)
    on_button(undo, WordAction.filter(F.act == WordAct.UNDO), in_private_message)
    on_button(show_stories, ShowStories.filter(), in_private_message)
    on_button(drop_story, DropStory.filter(), in_private_message)
    on_button(drop_source, DropSource.filter(), in_private_message)
    on_message(take_file, waiting, in_private, F.document)
    on_message(take_words, waiting, in_private, F.text, ~F.text.startswith("/"))
    return router


async def follow(message: Message, state: FSMContext, news: Newsroom, t: Texts) -> None:
    """Follow the words behind the command; without words, ask for some."""
    await _add_or_ask(message, Following.follow, state, news, t)


async def mute(message: Message, state: FSMContext, news: Newsroom, t: Texts) -> None:
    """Hide the words behind the command; without words, ask for some."""
    await _add_or_ask(message, Following.mute, state, news, t)


async def show_words(message: Message, news: Newsroom, t: Texts) -> None:
    """Show the words."""
    await screens.answer(message, words.words_card(await news.choice.get(address_of(message)), 0, t))


async def turn(query: CallbackQuery, callback_data: ShowWords, state: FSMContext, news: Newsroom, t: Texts) -> None:
    """Show a page of the words, and stop waiting for new ones."""
    chosen = await news.choice.get(Address(query.from_user.id))
    await end_question(state, Following.follow, Following.mute)
    await screens.replace(query, words.words_card(chosen, callback_data.at, t))


async def show_word(query: CallbackQuery, callback_data: ShowWord, news: Newsroom, t: Texts) -> None:
    """Show a word with its live answer; the list if the word was removed."""
    address = Address(query.from_user.id)
    try:
        card = words.word_card(await news.words.show(address, callback_data.word), t)
    except ButtonStale:
        card = words.words_card(await news.choice.get(address), 0, t)
    await screens.replace(query, card)


async def ask(query: CallbackQuery, callback_data: WordAction, state: FSMContext, t: Texts) -> None:
    """Ask for words."""
    muted = callback_data.act is WordAct.MUTE
    await state.set_state(Following.mute if muted else Following.follow)
    await screens.replace(query, words.ask_words_card(t, muted=muted))


async def turn_word(query: CallbackQuery, callback_data: WordAction, news: Newsroom, t: Texts) -> None:
    """Hide a word that is followed, or follow one that is hidden."""
    view = await news.words.turn(Address(query.from_user.id), t.language, callback_data.word)
    await screens.replace(query, words.word_card(view, t))


async def remove(query: CallbackQuery, callback_data: WordAction, news: Newsroom, t: Texts) -> None:
    """Neither follow nor hide a word."""
    word = await news.words.remove(Address(query.from_user.id), t.language, callback_data.word)
    await screens.replace(query, words.removed_word_card(word, t))


async def save(query: CallbackQuery, news: Newsroom, t: Texts) -> None:
    """Send the words as a file."""
    chosen = await news.choice.get(Address(query.from_user.id))
    await screens.send_below(query, words.words_file_card(chosen.preferences, t))


async def undo(query: CallbackQuery, news: Newsroom, t: Texts) -> Card:
    """Take the last change back, and show the words."""
    chosen = await news.choice.undo(Address(query.from_user.id))
    await screens.replace(query, words.words_card(chosen, 0, t))
    return words.undone_card(t)


async def show_stories(query: CallbackQuery, callback_data: ShowStories, news: Newsroom, t: Texts) -> None:
    """Show a page of the stories and sources that were chosen under pushes."""
    page = await news.kept.list(Address(query.from_user.id), callback_data.at)
    await screens.replace(query, kept.kept_card(page, t))


async def drop_story(query: CallbackQuery, callback_data: DropStory, news: Newsroom, t: Texts) -> None:
    """Neither follow nor hide a story."""
    await news.kept.drop_story(Address(query.from_user.id), t.language, callback_data.number)
    await screens.replace(query, kept.dropped_card(t))


async def drop_source(query: CallbackQuery, callback_data: DropSource, news: Newsroom, t: Texts) -> None:
    """Hide a source no more."""
    await news.kept.drop_source(Address(query.from_user.id), t.language, callback_data.source)
    await screens.replace(query, kept.dropped_card(t))


async def take_words(message: Message, state: FSMContext, news: Newsroom, t: Texts) -> None:
    """Add the words that were sent, line by line if there are several. After a refusal, the bot keeps waiting."""
    muted, text = await state.get_state() == Following.mute, typed(message).text
    add = _lines if "\n" in text else _added
    card = await add(message, text, news, t, muted=muted)
    await state.clear()
    await screens.answer(message, card)


async def take_file(message: Message, bot: Bot, state: FSMContext, news: Newsroom, t: Texts) -> None:
    """Add the words of a file."""
    muted = await state.get_state() == Following.mute
    text = await _text_of(message.document, bot)
    card = await _lines(message, text, news, t, muted=muted)
    await state.clear()
    await screens.answer(message, card)


async def _add_or_ask(message: Message, asking: State, state: FSMContext, news: Newsroom, t: Texts) -> None:
    text, muted = argument(message).text, asking is Following.mute
    if text:
        card = await _added(message, text, news, t, muted=muted)
    else:
        await state.set_state(asking)
        card = words.ask_words_card(t, muted=muted)
    await screens.answer(message, card)


async def _added(message: Message, text: str, news: Newsroom, t: Texts, *, muted: bool) -> Card:
    add = news.words.mute if muted else news.words.follow
    return words.changed_words_card(await add(address_of(message), t.language, text), t)


async def _lines(message: Message, text: str, news: Newsroom, t: Texts, *, muted: bool) -> Card:
    taken = await news.words.take_file(address_of(message), t.language, text, muted=muted)
    return words.taken_file_card(taken, t)


async def _text_of(document: Document | None, bot: Bot) -> str:
    """Return the text of a file. Raises WordFileTooLarge, WordFileUnreadable."""
    if document is None or (document.file_size or 0) > MAX_FILE_BYTES:
        raise WordFileTooLarge(most=MAX_FILE_BYTES // 1024)
    content = BytesIO()
    try:
        await bot.download(document, content)
    except (TelegramAPIError, ClientError, TimeoutError) as error:
        logger.info("a file of words cannot be fetched: %s", type(error).__name__)
        raise WordFileUnreadable from error
    if content.tell() > MAX_FILE_BYTES:
        raise WordFileTooLarge(most=MAX_FILE_BYTES // 1024)
    try:
        return content.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WordFileUnreadable from None
