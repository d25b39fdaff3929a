"""Inquiring: `@bot words` typed in any chat (inline mode) offers publications to share there, twenty at a time."""

from aiogram import Bot, Router
from aiogram.filters import Filter
from aiogram.types import InlineQuery, Message

from handlers import screens
from handlers.cards import inline_results
from handlers.messages import NUMBER_SIGNS, split_number
from handlers.positions import Position
from news.newsroom import Newsroom
from news.words import clean
from texts import Texts

POSITION = Position.BEFORE_COMMANDS  # a shared headline may begin like a command


class SharedFilter(Filter):
    """Whether a message is a publication that somebody shared by way of this bot."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        """Tell by Telegram's own mark, which nobody can forge."""
        return message.via_bot is not None and message.via_bot.id == bot.id


def router() -> Router:
    """Bind inquiring; it must come first, for a shared headline may begin like a command."""
    router = Router(name="inline")
    router.inline_query.register(offer)
    router.message.register(ignore, SharedFilter())
    router.edited_message.register(ignore, SharedFilter())
    return router


async def offer(query: InlineQuery, bot: Bot, news: Newsroom, t: Texts) -> None:
    """Offer what holds the words; for `12` that publication first, for `№ 12` no other, for no words the latest."""
    typed = clean(query.query)  # a blank at its end tells that the last word is whole
    words = typed.strip()
    named, rest = split_number(words)
    start, _ = split_number(query.offset)
    alone = words.startswith(NUMBER_SIGNS)
    page = await news.offer(typed, named=None if rest else named, alone=alone, start=start or 0)
    links = await screens.article_deep_links(bot)
    results = [inline_results.article_result(article, t, links) for article in page.articles]
    button = None if results or page.older or start else inline_results.nothing_button(words, t)
    await screens.answer_inline(query, results, str(page.older or ""), button)


async def ignore(_: Message) -> None:
    """Answer nothing: what was shared in a chat with the bot is said to others, and is no text for the editors."""
