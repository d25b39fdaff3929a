"""Inline mode: `@bot words` typed in any chat offers publications to share there, twenty at a time."""

from aiogram import Bot, Router
from aiogram.types import InlineQuery

from handlers import screens
from handlers.cards import inline_results
from handlers.messages import NUMBER_SIGNS, split_number
from news.newsroom import Newsroom
from news.words import clean
from texts import Texts


def router() -> Router:
    """Bind inline queries."""
    router = Router(name="inline")
    router.inline_query.register(offer)
    return router


async def offer(query: InlineQuery, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Offer publications with the words; for `12` that number first, for `№ 12` only that, for no words the latest."""
    typed = clean(query.query)  # a blank at the end means that the last word is complete
    words = typed.strip()
    named, rest = split_number(words)
    start, _ = split_number(query.offset)
    alone = words.startswith(NUMBER_SIGNS)
    page = await news.offer(typed, named=None if rest else named, alone=alone, start=start or 0)
    links = await screens.article_deep_links(bot)
    offered = [inline_results.article_result(article, t, links) for article in page.articles]
    results = [result for result in offered if result is not None]
    button = None if results or page.older or start else inline_results.nothing_button(words, t)
    await screens.answer_inline(query, results, str(page.older or ""), button)
