"""Searching: `/search words`, «Поиск» and the reply to its question, and the buttons under what was found."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject, CommandStart, Filter
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.fields import Way
from handlers.callbacks.searching import AskSearch, FoundMonths, FoundTopics, Order, ShowFound, TryWord
from handlers.cards import search
from handlers.cards.card import Card
from handlers.filters import in_private
from handlers.messages import argument, searched_words, typed
from handlers.positions import Position
from news.newsroom import Newsroom
from news.queries import parse
from news.search import FoundPage, Narrow
from texts import Texts

POSITION = Position.BEFORE_COMMANDS  # a link to a search is `/start` with a payload


class SearchedFilter(Filter):
    """Whether a button belongs to a message of a search; hands over the words `searched`."""

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        """Read the words off the message itself: only the bot could have written it."""
        message = query.message
        words = searched_words(message) if isinstance(message, Message) else None
        return False if words is None else {"searched": words}


class AnswersSearchFilter(Filter):
    """Whether a message replies to the question for words, or to what a search found."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        """Look for the mark; only the bot could have set it."""
        question = message.reply_to_message
        if question is None or question.from_user is None or question.from_user.id != bot.id:
            return False
        return searched_words(question) is not None


def router() -> Router:
    """Bind searching."""
    router = Router(name="searching")
    by_link = F.args.startswith(f"{search.PAYLOAD}_")
    router.message.register(search_by_command, Command("search"))
    router.message.register(search_by_link, CommandStart(deep_link=True, magic=by_link), in_private)
    router.message.register(search_by_reply, AnswersSearchFilter(), F.text | F.caption, ~F.text.startswith("/"))
    press, searched = router.callback_query.register, SearchedFilter()
    press(ask, AskSearch.filter())
    press(turn, ShowFound.filter(), searched)
    press(show_months, FoundMonths.filter(), searched)
    press(show_topics, FoundTopics.filter(), searched)
    press(try_word, TryWord.filter(), searched)
    return router


async def search_by_command(message: Message, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show what the words after the command find; without words, ask for some."""
    await _answer(message, argument(message).text, bot, news, t)


async def search_by_link(message: Message, command: CommandObject, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show what the words in a link find: inline mode found nothing for them."""
    await _answer(message, search.searched_by(command.args or ""), bot, news, t)


async def search_by_reply(message: Message, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show what the words of a reply find."""
    await _answer(message, typed(message).text, bot, news, t)


async def ask(query: CallbackQuery, bot: Bot, t: Texts) -> None:
    """Ask for words."""
    await screens.send_below(query, search.ask_card(t, await screens.deep_link(bot, search.PAYLOAD)))


async def turn(
    query: CallbackQuery, callback_data: ShowFound, searched: str, bot: Bot, news: Newsroom, t: Texts
) -> None:
    """Turn to another page, order, month or topic."""
    await screens.replace(query, await _found(query.message, searched, callback_data, bot, news, t))


async def show_months(
    query: CallbackQuery, callback_data: FoundMonths, searched: str, bot: Bot, news: Newsroom, t: Texts
) -> None:
    """Show the months that hold something."""
    calendar = await news.search.calendar(searched, callback_data.year, topic=callback_data.topic)
    address = await screens.deep_link(bot, search.PAYLOAD)
    await screens.replace(query, search.months_card(parse(searched), calendar, callback_data, t, address))


async def show_topics(
    query: CallbackQuery, callback_data: FoundTopics, searched: str, bot: Bot, news: Newsroom, t: Texts
) -> None:
    """Show the topics of what was found."""
    topics = await news.search.topics(searched, month=callback_data.month)
    address = await screens.deep_link(bot, search.PAYLOAD)
    await screens.replace(query, search.topics_card(parse(searched), topics, callback_data, t, address))


async def try_word(
    query: CallbackQuery, callback_data: TryWord, searched: str, bot: Bot, news: Newsroom, t: Texts
) -> None:
    """Look for the same with one word changed or left out."""
    changed = parse(searched).replaced(callback_data.index, callback_data.word)
    await screens.replace(query, await _found(query.message, changed, ShowFound(), bot, news, t))


async def _answer(message: Message, words: str, bot: Bot, news: Newsroom, t: Texts) -> None:
    if words:
        card = await _found(message, words, ShowFound(), bot, news, t)
    else:
        card = search.ask_card(t, await screens.deep_link(bot, search.PAYLOAD))
    await screens.answer(message, card)


async def _found(message: Any, words: str, place: ShowFound, bot: Bot, news: Newsroom, t: Texts) -> Card:
    page = await _page(words, place, news)
    address = await screens.deep_link(bot, search.PAYLOAD)
    if not page.hits and page.older is None and not place.month and not place.topic:
        return search.nothing_card(page.query, await news.search.suggest(words), t, address)
    links = await screens.article_links(bot, message.chat)
    return search.found_card(page, place, t, address, links)


async def _page(words: str, place: ShowFound, news: Newsroom) -> FoundPage:
    narrow = Narrow(place.month, place.topic)
    if place.order is Order.BEST:
        return await news.search.find_best(words, place.at, narrow=narrow)
    if place.way is Way.NEWER:
        return await news.search.find_newer(words, place.at, narrow=narrow)
    return await news.search.find(words, place.at, narrow=narrow)
