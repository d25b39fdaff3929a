"""Results of inline mode: articles to share in any chat, and a button if there are none."""

import logging
from dataclasses import dataclass

from aiogram.types import InlineQueryResultsButton

from handlers.cards.articles import MESSAGE_UNITS, meta_line, read_button, teaser_card
from handlers.cards.card import Card
from handlers.cards.lists import DeepLink
from handlers.cards.search import payload
from news.model import Article
from news.visible import has_visible
from texts import Texts

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InlineResult:
    """A result of an inline query: what the list shows of it, and the message that is sent if it is chosen."""

    id: str
    title: str
    description: str
    card: Card


def article_result(article: Article, t: Texts, deep_link: DeepLink) -> InlineResult | None:
    """Show an article by headline and meta line. If chosen, it is sent as its teaser with «Читать».

    None for an article that Telegram would not take: it refuses the other results of the answer with it.
    """
    if article.damaged:
        logger.warning("article %s is left out of inline results: its stored text cannot be read", article.number)
        return None
    card = teaser_card(article, t, read_button(article, t, deep_link(article.number)), with_picture=False)
    if not has_visible(article.title) or card.text.units > MESSAGE_UNITS:
        logger.warning(
            "article %s is left out of inline results: its headline is empty or its teaser too long; correct it with "
            "/edit %s", article.number, article.number
        )  # fmt: skip
        return None
    return InlineResult(str(article.number), article.title, meta_line(article.headline, t), card)


def nothing_button(words: str, t: Texts) -> InlineQueryResultsButton:
    """Say that nothing was found, and lead to the search, which suggests other words."""
    if not words:
        return InlineQueryResultsButton(text=t("Nothing has been published yet."), start_parameter="hello")
    return InlineQueryResultsButton(text=t("Nothing found. Search in the newspaper"), start_parameter=payload(words))
