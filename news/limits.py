"""The limits of an article: its headline, its text, and the reason of a revision."""

from dataclasses import replace

from news.errors import HeadlineMissing, HeadlineTooLong, TextTooLong
from news.model import NewArticle
from news.richtext import Body, plain, units
from news.words import collapse

# In UTF-16 units, as Telegram counts: ten headlines with their times and numbers fit one message.
HEADLINE_LIMIT = 250
# In characters.
TEXT_LIMIT = 200_000
REASON_LIMIT = 200


def checked(article: NewArticle) -> NewArticle:
    """Return the article with its headline on one line. Raises HeadlineMissing, HeadlineTooLong, TextTooLong."""
    return replace(article, title=checked_headline(article.title), body=checked_text(article.body))


def checked_headline(title: str) -> str:
    """Return a headline on one line. Raises HeadlineMissing, HeadlineTooLong."""
    title = collapse(title)
    if not title:
        raise HeadlineMissing
    if units(title) > HEADLINE_LIMIT:
        raise HeadlineTooLong(length=units(title), most=HEADLINE_LIMIT)
    return title


def checked_text(body: Body) -> Body:
    """Return the body as it is. Raises TextTooLong."""
    length = len(plain(body))
    if length > TEXT_LIMIT:
        raise TextTooLong(length=length, most=TEXT_LIMIT)
    return body
