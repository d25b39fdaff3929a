"""Opening an article and its related news in place: shared by the dispatcher's handlers and the fast path."""

import asyncio

from aiogram import Bot
from aiogram.types import CallbackQuery, Chat, Message

from handlers import screens
from handlers.callbacks.comparing import ShowChanges
from handlers.callbacks.complaining import ReportArticle
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.origins import Origin
from handlers.cards import articles, complaints, related, search, versions
from handlers.cards.card import Card
from handlers.cards.card_cache import cached_card
from handlers.marks import searched_words
from news.errors import ButtonStale
from news.model import Article, Reader
from news.newsroom import Newsroom
from news.richtext import RichText
from texts import Texts


async def article_in_place(
    opening: OpenArticle, bot: Bot, news: Newsroom, t: Texts, *, with_picture: bool = False
) -> Card:
    """Read the article and return its page as a private chat shows it. The card comes from the cache.

    `with_picture` is for a message that is new, or shows a picture already: a text never becomes one here.
    """
    article = await news.articles.read(opening.number, opening=opening.page is None)
    await cut_long(article, t)
    can_share = await screens.can_share(bot)
    return cached_card(articles.article_card, article, t, opening, articles.NO_TEXT, can_share, with_picture)


async def cut_long(article: Article, t: Texts, footer: RichText = articles.NO_TEXT) -> None:
    """Cut a long article in a thread, unless its pages are kept already: its card then finds them at once."""
    if articles.is_long(article):
        await asyncio.to_thread(articles.article_pages, article, t, articles.MESSAGE_UNITS - footer.units)


async def article_for_chat(
    opening: OpenArticle, chat: Chat | None, bot: Bot, news: Newsroom, t: Texts, *, with_picture: bool = True
) -> Card:
    """Return the card of an article: the text for a private chat; for a group, the lead and a link to the text."""
    links = await screens.article_links(bot, chat) if chat else None
    if links is None:
        return await article_in_place(opening, bot, news, t, with_picture=with_picture)
    article = await news.articles.read(opening.number, opening=opening.page is None)
    read_on = articles.read_button(article, t, links(article.number))
    return articles.teaser_card(article, t, read_on, [articles.related_button(article, t)])


async def pressed_article(query: CallbackQuery, opening: OpenArticle, bot: Bot, news: Newsroom, t: Texts) -> Card:
    """Return the card of the article that a button opens. Raises ButtonStale if the words of its search are lost."""
    if not opening.origin.in_search:
        message = query.message
        with_picture = isinstance(message, Message) and message.text is None
        return await article_for_chat(
            opening, message.chat if message else None, bot, news, t, with_picture=with_picture
        )
    footer = await _search_footer(query, bot, t)
    article = await news.articles.read(opening.number, opening=opening.page is None)
    await cut_long(article, t, footer)
    return articles.article_card(article, t, opening, footer, await screens.can_share(bot))


async def pressed_related(query: CallbackQuery, opening: ShowRelated, bot: Bot, news: Newsroom, t: Texts) -> Card:
    """Return the card of the related news that a button shows. Raises ButtonStale as `pressed_article` does."""
    footer = await _footer(query, opening.origin, bot, t)
    links = await screens.article_links(bot, query.message.chat) if query.message else None
    headlines = await news.related.near(opening.number)
    return related.related_card(opening, headlines, t, links, footer)


async def pressed_changes(query: CallbackQuery, opening: ShowChanges, bot: Bot, news: Newsroom, t: Texts) -> Card:
    """Return the card of what an update changed. Raises ButtonStale as `pressed_article` does."""
    footer = await _footer(query, opening.origin, bot, t)
    return versions.changes_card(opening, await news.versions.update(opening.number), t, footer)


async def pressed_report(
    query: CallbackQuery, pressed: ReportArticle, bot: Bot, news: Newsroom, reader: Reader, t: Texts
) -> Card:
    """Return the question what is wrong with an article. Raises ButtonStale as `pressed_article` does."""
    footer = await _footer(query, pressed.origin, bot, t)
    reported = await news.complaints.may_report_article(reader, pressed.number)
    return complaints.ask_article_card(reported, pressed, t, footer)


async def _footer(query: CallbackQuery, origin: Origin, bot: Bot, t: Texts) -> RichText:
    """Return the words of the search that a screen was opened from; no text for any other origin."""
    return await _search_footer(query, bot, t) if origin.in_search else articles.NO_TEXT


async def _search_footer(query: CallbackQuery, bot: Bot, t: Texts) -> RichText:
    username = (await bot.me()).username or ""
    words = searched_words(query.message, username) if isinstance(query.message, Message) else None
    if words is None:
        raise ButtonStale
    return search.footer(words, t, await screens.deep_link(bot, search.PAYLOAD))
