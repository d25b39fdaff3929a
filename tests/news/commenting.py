"""Steps of the tests about comments: newsrooms with rules, and short words for what people do."""

from datetime import timedelta
from itertools import count
from typing import Any

from news.comment_rules import CommentRules
from news.model import Article, Cause, Comment, Reader
from news.newsroom import Newsroom, make_newsroom
from news.ports import Unit
from news.rate_limits import RateLimiter
from news.readers import ANONYMOUS
from news.screening import Screening
from storage import Database
from tests.news.conftest import ADMIN_ID, ZONE, HandClock, NoCourier

_messages = count(1000)


class HoldingWords(Screening):
    """Holds every comment with the word «спам»."""

    async def causes(self, unit: Unit, author: Reader, text: str, **facts: Any) -> tuple[Cause, ...]:
        return (Cause.FIRST,) if "спам" in text.lower() else ()


def newsroom(database: Database, clock: HandClock, *, hold_first: int = 0, **rules: Any) -> Newsroom:
    """Return a newsroom with these rules of comments."""
    return make_newsroom(
        database,
        NoCourier(),
        RateLimiter(29),
        clock,
        admins={ADMIN_ID},
        zone=ZONE,
        hold_first=hold_first,
        comment_rules=CommentRules(ZONE, **rules),
    )


def holding_words(news: Newsroom) -> Newsroom:
    """Let the newsroom hold comments with the word «спам»."""
    news.comments._screening = HoldingWords(news.comments._clock)
    return news


async def says(news: Newsroom, reader: Reader, to: Article | Comment, text: str, **fields: Any) -> Comment:
    """Comment on an article, or answer a comment."""
    message = next(_messages)
    if isinstance(to, Article):
        return await news.comments.add(reader, to.number, text, reader.id, message, **fields)
    return await news.comments.respond(reader, to.id, text, reader.id, message, **fields)


async def says_all(
    news: Newsroom, clock: HandClock, reader: Reader, to: Article | Comment, *texts: str
) -> list[Comment]:
    """Say several things, one a minute."""
    said = []
    for text in texts:
        clock.passes(minutes=1)
        said.append(await says(news, reader, to, text))
    return said


async def texts_of(news: Newsroom, article: Article, reader: Reader = ANONYMOUS) -> list[str]:
    """Return the texts of the newest page."""
    return [comment.text for comment in (await news.threads.page(reader, article.number)).comments]


MINUTE = timedelta(minutes=1)
