"""Searching: `/search words`, «Поиск» and the reply to its question, and the buttons under search results."""

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import CommandObject, CommandStart, Filter
from aiogram.types import CallbackQuery, Message

from handlers import screens
from handlers.callbacks.fields import Way
from handlers.callbacks.searching import AskSearch, FoundMonths, FoundTopics, Order, ShowFound, TryWord
from handlers.cards import search
from handlers.cards.card import Card
from handlers.filters import in_private
from handlers.marks import asks_for_words, searched_words
from handlers.messages import Command, argument, typed
from handlers.positions import Position
from news.newsroom import Newsroom
from news.queries import parse
from news.search import FoundPage, Narrow
from texts import Texts

POSITION = Position.BEFORE_COMMANDS  # a link to a search is `/start` with a payload


class SearchedFilter(Filter):
    """Accepts a button under a message of a search, and passes on the words as `searched`."""

    async def __call__(self, query: CallbackQuery, bot: Bot) -> bool | dict[str, Any]:
        """Read the words from the mark in the message."""
        message = query.message
        username = (await bot.me()).username or ""
        words = searched_words(message, username) if isinstance(message, Message) else None
        return False if words is None else {"searched": words}


class AnswersSearchFilter(Filter):
    """Accepts a reply to the question for words, or to search results."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        """Look for the mark in a message of the bot."""
        question = message.reply_to_message
        if question is None or question.from_user is None or question.from_user.id != bot.id:
            return False
        return asks_for_words(question, (await bot.me()).username or "")


def router() -> Router:
    """Bind the command, the links, the replies and the buttons."""
    router = Router(name="searching")
    by_link = F.args.startswith(f"{search.PAYLOAD}_")
    router.message.register(search_by_command, Command("search"))
    router.message.register(search_by_link, CommandStart(deep_link=True, ignore_case=True, magic=by_link), in_private)
    router.message.register(search_by_reply, AnswersSearchFilter(), F.text | F.caption, ~F.text.startswith("/"))
    on_button, searched = router.callback_query.register, SearchedFilter()
    on_button(ask, AskSearch.filter())
    on_button(show_results, ShowFound.filter(), searched)
    on_button(show_months, FoundMonths.filter(), searched)
    on_button(show_topics, FoundTopics.filter(), searched)
    on_button(try_word, TryWord.filter(), searched)
    return router


async def search_by_command(message: Message, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show the results for the words after the command; without words, ask for some."""
    await _answer(message, argument(message).text, bot, news, t)


async def search_by_link(message: Message, command: CommandObject, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show the results for the words in a link, which inline mode offers if it found nothing."""
    await _answer(message, search.searched_by(command.args or ""), bot, news, t)


async def search_by_reply(message: Message, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show the results for the words of a reply."""
    await _answer(message, typed(message).text, bot, news, t)


async def ask(query: CallbackQuery, bot: Bot, t: Texts) -> None:
    """Ask for the words of a search."""
    await screens.send_below(query, search.ask_card(t, await screens.deep_link(bot, search.PAYLOAD)))


async def show_results(
    query: CallbackQuery, callback_data: ShowFound, searched: str, bot: Bot, news: Newsroom, t: Texts
) -> None:
    """Show another page, order, month or topic of the results."""
    await screens.replace(query, await _found(query.message, searched, callback_data, bot, news, t))


async def show_months(
    query: CallbackQuery, callback_data: FoundMonths, searched: str, bot: Bot, news: Newsroom, t: Texts
) -> None:
    """Show the months that have results."""
    calendar = await news.search.calendar(searched, callback_data.year, topic=callback_data.topic)
    address = await screens.deep_link(bot, search.PAYLOAD)
    await screens.replace(query, search.months_card(parse(searched), calendar, callback_data, t, address))


async def show_topics(
    query: CallbackQuery, callback_data: FoundTopics, searched: str, bot: Bot, news: Newsroom, t: Texts
) -> None:
    """Show the topics of the results."""
    topics = await news.search.topics(searched, month=callback_data.month)
    address = await screens.deep_link(bot, search.PAYLOAD)
    await screens.replace(query, search.topics_card(parse(searched), topics, callback_data, t, address))


async def try_word(
    query: CallbackQuery, callback_data: TryWord, searched: str, bot: Bot, news: Newsroom, t: Texts
) -> None:
    """Search again with one word replaced or left out."""
    changed = parse(searched).replaced(callback_data.index, callback_data.word)
    await screens.replace(query, await _found(query.message, changed, ShowFound(), bot, news, t))


async def _answer(message: Message, words: str, bot: Bot, news: Newsroom, t: Texts) -> None:
    if words:
        card = await _found(message, words, ShowFound(), bot, news, t)
    else:
        card = search.ask_card(t, await screens.deep_link(bot, search.PAYLOAD))
    await screens.answer(message, card)


async def _found(message: Any, words: str, view: ShowFound, bot: Bot, news: Newsroom, t: Texts) -> Card:
    page = await _page(words, view, news)
    address = await screens.deep_link(bot, search.PAYLOAD)
    if not page.hits and page.older is None and not view.month and not view.topic:
        return search.nothing_card(page.query, await news.search.suggest(words), t, address)
    links = await screens.article_links(bot, message.chat)
    return search.found_card(page, view, t, address, links)


async def _page(words: str, view: ShowFound, news: Newsroom) -> FoundPage:
    narrow = Narrow(view.month, view.topic)
    if view.order is Order.BEST:
        return await news.search.find_best(words, view.at, narrow=narrow)
    if view.way is Way.NEWER:
        return await news.search.find_newer(words, view.at, narrow=narrow)
    return await news.search.find(words, view.at, narrow=narrow)
