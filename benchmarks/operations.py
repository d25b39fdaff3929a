"""Operations of readers: the desk's verb, the card that shows its result, and the SQL that the verb runs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.archive import ArticleSampler
from benchmarks.drivers import Session
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.reading import Listing
from handlers.cards import articles, comments, lists
from handlers.cards.card import Card
from news.articles import ArticleDesk
from news.discussion import CommentPage
from news.headline_pages import PAGE_SIZE
from news.model import Article, HeadlinePage
from news.readers import ANONYMOUS
from news.threads import ThreadDesk
from texts import Texts

ZONE = ZoneInfo("Europe/Moscow")
MAX_NUMBER = 2**63 - 1
ONE_MORE = PAGE_SIZE + 1
MICROS_A_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Desks:
    """The desks that the operations use."""

    articles: ArticleDesk
    threads: ThreadDesk


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a reader. `script` runs the same queries as the verb, without the bot."""

    name: str
    verb: Callable[[Desks, ArticleSampler], Awaitable[Any]]
    card: Callable[[Any, Texts], Card]
    script: Callable[[Session, ArticleSampler], Awaitable[object]]


def _latest_card(page: HeadlinePage, t: Texts) -> Card:
    return lists.list_card(page, Listing.LATEST, t)


def _archive_card(page: HeadlinePage, t: Texts) -> Card:
    return lists.list_card(page, Listing.ARCHIVE, t)


def _article_card(article: Article, t: Texts) -> Card:
    return articles.article_card(article, t, OpenArticle(number=article.number))


def _comments_card(page: CommentPage, t: Texts) -> Card:
    return comments.comments_card(page, ANONYMOUS, t, lambda number: f"https://t.me/vestnik_bot?start=c_{number}")


async def _latest_script(session: Session, _places: ArticleSampler) -> None:
    await session.ask("articles.older", at=MAX_NUMBER, number=MAX_NUMBER, limit=ONE_MORE)


async def _read_script(session: Session, sampler: ArticleSampler) -> None:
    await session.ask("articles.get", number=sampler.number())


async def page_script(session: Session, sampler: ArticleSampler) -> None:
    """Read the page that begins with a random article."""
    number = sampler.number()
    ((at,),) = await session.ask("articles.published_at", number=number)
    await _page_from(session, at, number)


async def _month_script(session: Session, sampler: ArticleSampler) -> None:
    year, month = sampler.month()
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=ZONE)
    await _page_from(session, int(end.timestamp()) * MICROS_A_SECOND, 0)


async def _page_from(session: Session, at: int, number: int) -> None:
    first = (await session.ask("articles.older", at=at, number=number, limit=ONE_MORE))[0]
    await session.ask("articles.newer", at=first[2], number=first[0], limit=1)


async def _comments_script(session: Session, sampler: ArticleSampler) -> None:
    number = sampler.commented()
    await session.ask("articles.get", number=number)
    await session.ask("threads.before", article=number, id=MAX_NUMBER, limit=ONE_MORE)
    await session.ask("comment_rules.get", article=number)


LATEST = Operation("/latest", lambda desks, _: desks.articles.latest(), _latest_card, _latest_script)
READ = Operation("/read N", lambda desks, sampler: desks.articles.read(sampler.number()), _article_card, _read_script)
PAGE = Operation(
    "a page of /all", lambda desks, sampler: desks.articles.page(sampler.number()), _archive_card, page_script
)
MONTH = Operation(
    "a month of /all",
    lambda desks, sampler: desks.articles.page_of_month(*sampler.month()),
    _archive_card,
    _month_script,
)
COMMENTS = Operation(
    "a page of comments",
    lambda desks, sampler: desks.threads.page(ANONYMOUS, sampler.commented()),
    _comments_card,
    _comments_script,
)
OPERATIONS = (LATEST, READ, PAGE, MONTH, COMMENTS)
