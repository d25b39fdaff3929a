"""Results of inline mode: articles to share in any chat, and a button if there are none."""

import logging

from aiogram.types import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent

from handlers.cards.articles import MESSAGE_UNITS, meta_line, read_button, teaser_card
from handlers.cards.lists import DeepLink
from handlers.cards.search import payload
from news.model import Article
from news.visible import has_visible
from texts import Texts

logger = logging.getLogger(__name__)


def article_result(article: Article, t: Texts, deep_link: DeepLink) -> InlineQueryResultArticle | None:
    """Show an article by headline and meta line. If chosen, it is sent as its teaser with «Читать».

    None for an article that Telegram would not take: it refuses the other results of the answer with it.
    """
    if article.damaged:
        logger.warning("article %s is left out of inline results: its stored text cannot be read", article.number)
        return None
    card = teaser_card(article, t, read_button(article, t, deep_link(article.number)))
    if not has_visible(article.title) or card.text.units > MESSAGE_UNITS:
        logger.warning(
            "article %s is left out of inline results: its headline is empty or its teaser too long; correct it with "
            "/edit %s", article.number, article.number
        )  # fmt: skip
        return None
    content = InputTextMessageContent(
        message_text=card.text.text, entities=card.entities, link_preview_options=card.preview
    )
    return InlineQueryResultArticle(
        id=str(article.number),
        title=article.title,
        description=meta_line(article.headline, t),
        input_message_content=content,
        reply_markup=card.inline_keyboard,
    )


def nothing_button(words: str, t: Texts) -> InlineQueryResultsButton:
    """Say that nothing was found, and lead to the search, which suggests other words."""
    if not words:
        return InlineQueryResultsButton(text=t("Nothing has been published yet."), start_parameter="hello")
    return InlineQueryResultsButton(text=t("Nothing found. Search in the newspaper"), start_parameter=payload(words))
