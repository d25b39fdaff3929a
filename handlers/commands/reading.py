"""Reading: `/latest`, `/all` by pages and months, `/read N`, and the buttons that move about in place."""

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Chat, Message

from handlers import screens
from handlers.callbacks.fields import Way
from handlers.callbacks.reading import Listing, OpenArticle, OpenNear, ShowList, ShowMonths, ShowPhoto, ShowRelated
from handlers.cards import articles, editions, lists, people, related
from handlers.cards.card import Card
from handlers.cards.card_cache import drawn
from handlers.messages import argument, numbered
from handlers.positions import Position
from news.model import Article, HeadlinePage
from news.newsroom import Newsroom
from texts import Texts

POSITION = Position.MOST_USED  # after a push, many people press its buttons at once


def router() -> Router:
    """Bind reading."""
    router = Router(name="reading")
    router.message.register(show_latest, Command("latest"))
    router.message.register(show_all, Command("all"))
    router.message.register(read, Command("read"))
    router.callback_query.register(turn_list, ShowList.filter())
    router.callback_query.register(show_months, ShowMonths.filter())
    router.callback_query.register(open_article, OpenArticle.filter())
    router.callback_query.register(open_article, OpenNear.filter())
    router.callback_query.register(show_related, ShowRelated.filter())
    router.callback_query.register(show_photo, ShowPhoto.filter())
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
    """Show the whole text of an article; in a group its lead, and the way to the text."""
    number, _ = numbered(argument(message).text)
    if number is None:
        await screens.answer(message, people.read_usage_card(t))
        return
    await screens.answer(message, await _article(OpenArticle(number=number), message.chat, bot, news, t))


async def turn_list(query: CallbackQuery, callback_data: ShowList, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Turn to another page of a list."""
    links = await screens.article_links(bot, query.message.chat) if query.message else None
    if callback_data.listing is Listing.EDITION:
        card = editions.edition_card(await news.delivery.edition(callback_data.at), t, links)
    else:
        card = lists.list_card(await _page(news, callback_data), callback_data.listing, t, links)
    await screens.turn(query, card)


async def show_months(query: CallbackQuery, callback_data: ShowMonths, news: Newsroom, t: Texts) -> None:
    """Show the months of a year."""
    await screens.turn(query, lists.months_card(await news.articles.calendar(callback_data.year or None), t))


async def open_article(
    query: CallbackQuery, callback_data: OpenArticle | OpenNear, bot: Bot, news: Newsroom, t: Texts
) -> None:
    """Open an article in the same message, or turn its page."""
    chat = query.message.chat if query.message else None
    await screens.turn(query, await _article(callback_data, chat, bot, news, t))


async def show_related(query: CallbackQuery, callback_data: ShowRelated, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Show what belongs to an article, in its place."""
    links = await screens.article_links(bot, query.message.chat) if query.message else None
    near = await news.related.near(callback_data.number)
    await screens.turn(query, related.related_card(callback_data, near, t, links))


async def show_photo(query: CallbackQuery, callback_data: ShowPhoto, bot: Bot, news: Newsroom) -> None:
    """Send the picture of an article."""
    article = await news.articles.read(callback_data.number)
    if article.cover is not None and query.message is not None:
        await bot.send_photo(query.message.chat.id, article.cover, caption=article.title)


async def _article(place: OpenArticle | OpenNear, chat: Chat | None, bot: Bot, news: Newsroom, t: Texts) -> Card:
    """Return an article's card: all of it, in a group its lead and the way to the text."""
    article = await news.articles.read(place.number)
    links = await screens.article_links(bot, chat) if chat else None
    if links is None:
        return await in_place(article, t, place, bot)
    read_on = articles.read_button(article, t, links(article.number))
    return articles.teaser_card(article, t, read_on, [articles.related_button(article, t)])


async def in_place(article: Article, t: Texts, place: OpenArticle | OpenNear, bot: Bot) -> Card:
    """Return a page of an article's card, as a private chat shows it."""
    return drawn(articles.article_card, article, t, place, articles.NO_TEXT, await screens.shares(bot))


async def _page(news: Newsroom, wanted: ShowList) -> HeadlinePage:
    match wanted.way:
        case Way.NEWER:
            return await news.articles.page_newer(wanted.at)
        case Way.MONTH:
            return await news.articles.page_of_month(*divmod(wanted.at, 100))
        case Way.FROM:
            return await news.articles.page(wanted.at) if wanted.at else await news.articles.latest()
