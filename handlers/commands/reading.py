"""Reading: `/latest`, `/all` by pages, months and topics, `/read N`, and buttons that change the screen in place."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from handlers import opening, screens
from handlers.callbacks.fields import Way
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.reading import Listing, ShowDigest, ShowList, ShowMedia, ShowMonths, ShowTopic, ShowTopics
from handlers.cards import digests, editions, lists, media, people, topics
from handlers.messages import Command, address_of, argument, split_number
from handlers.positions import Position
from news.errors import ButtonStale
from news.ledger import Address
from news.model import HeadlinePage
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.MOST_USED  # after a push, many people press its buttons at once


def router() -> Router:
    """Bind the commands and the buttons of lists and articles."""
    router = Router(name="reading")
    router.message.register(show_latest, Command("latest"))
    router.message.register(show_all, Command("all"))
    router.message.register(read, Command("read"))
    router.callback_query.register(turn_list, ShowList.filter())
    router.callback_query.register(show_digest, ShowDigest.filter())
    router.callback_query.register(show_months, ShowMonths.filter())
    router.callback_query.register(show_topics, ShowTopics.filter())
    router.callback_query.register(show_topic, ShowTopic.filter())
    router.callback_query.register(open_article, OpenArticle.filter())
    router.callback_query.register(show_related, ShowRelated.filter())
    router.callback_query.register(show_media, ShowMedia.filter())
    return router


async def show_latest(message: Message, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show the ten newest headlines."""
    links = await screens.article_links(bot, message.chat)
    await screens.answer(message, lists.list_card(await news.articles.latest(), Listing.LATEST, t, links))


async def show_all(message: Message, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show the newest page of the archive."""
    links = await screens.article_links(bot, message.chat)
    await screens.answer(message, lists.list_card(await news.articles.latest(), Listing.ARCHIVE, t, links))


async def read(message: Message, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show the text of an article; in a group, its lead and a link to the text."""
    number, _ = split_number(argument(message).text)
    if number is None:
        await screens.answer(message, people.read_usage_card(t))
        return
    card = await opening.article_for_chat(OpenArticle(number=number), message.chat, bot, news, t)
    await screens.answer(message, card)


async def turn_list(query: CallbackQuery, callback_data: ShowList, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show another page of a list."""
    links = await screens.article_links(bot, query.message.chat) if query.message else None
    if callback_data.listing is Listing.EDITION:
        card = editions.edition_card(await news.delivery.edition(callback_data.at, _place(query)), t, links)
    else:
        card = lists.list_card(await _page(news, callback_data), callback_data.listing, t, links)
    await screens.replace(query, card)


async def show_digest(query: CallbackQuery, callback_data: ShowDigest, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show a page of a digest, with the articles that the place got."""
    links = await screens.article_links(bot, query.message.chat) if query.message else None
    found = await news.delivery.edition(callback_data.edition, _place(query))
    await screens.replace(query, digests.digest_card(found, t, links, callback_data.page))


async def show_months(query: CallbackQuery, callback_data: ShowMonths, news: Newsroom, t: Texts) -> None:
    """Show the months of a year."""
    await screens.replace(query, lists.months_card(await news.articles.calendar(callback_data.year or None), t))


async def show_topics(query: CallbackQuery, callback_data: ShowTopics, news: Newsroom, t: Texts) -> None:
    """Show the topics that have articles."""
    await screens.replace(query, topics.topics_card(await news.topic_lists.topics(callback_data.behind), t))


async def show_topic(query: CallbackQuery, callback_data: ShowTopic, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show a page of a topic's articles."""
    links = await screens.article_links(bot, query.message.chat) if query.message else None
    page = news.topic_lists.page_newer if callback_data.way is Way.NEWER else news.topic_lists.page
    found = await page(callback_data.topic, callback_data.at)
    await screens.replace(query, topics.topic_card(found, t, links))


async def open_article(query: CallbackQuery, callback_data: OpenArticle, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show an article, or another page of it, in the same message."""
    await screens.replace(query, await opening.pressed_article(query, callback_data, bot, news, t))


async def show_related(query: CallbackQuery, callback_data: ShowRelated, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show the related news of an article in the same message."""
    await screens.replace(query, await opening.pressed_related(query, callback_data, bot, news, t))


async def show_media(query: CallbackQuery, callback_data: ShowMedia, news: Newsroom) -> None:
    """Send a picture, a file or an album of an article below it. Raises ButtonStale if the article has it no more."""
    article = await news.articles.with_files(callback_data.number)
    try:
        card = media.album_card(article, callback_data.group)
    except (IndexError, ValueError):
        raise ButtonStale from None
    await screens.send_below(query, card)


def _place(query: CallbackQuery) -> Address | None:
    """Return the place of the message whose button was pressed; None if Telegram does not show it."""
    return address_of(query.message) if isinstance(query.message, Message) else None


async def _page(news: Newsroom, wanted: ShowList) -> HeadlinePage:
    match wanted.way:
        case Way.NEWER:
            return await news.articles.page_newer(wanted.at)
        case Way.MONTH:
            return await news.articles.page_of_month(*divmod(wanted.at, 100))
        case Way.FROM:
            return await news.articles.page(wanted.at) if wanted.at else await news.articles.latest()
