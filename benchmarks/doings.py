"""What readers do: the desk's verb that serves each, the card that shows the answer, and the SQL the verb needs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.archive import Places
from benchmarks.drivers import Session
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.reading import Listing
from handlers.cards import articles, comments, lists
from handlers.cards.card import Card
from news.articles import PAGE_SIZE, ArticleDesk
from news.comments import CommentDesk
from news.model import Article, HeadlinePage
from texts import Texts

ZONE = ZoneInfo("Europe/Moscow")
LARGEST = 2**63 - 1
ONE_MORE = PAGE_SIZE + 1
MICROS_A_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Desks:
    """The newsroom's desks that readers ask."""

    articles: ArticleDesk
    comments: CommentDesk


@dataclass(frozen=True, slots=True)
class Doing:
    """Something a reader does. `script` asks the database what the verb asks it, as the verb does, and no more."""

    name: str
    verb: Callable[[Desks, Places], Awaitable[Any]]
    card: Callable[[Any, Texts], Card]
    script: Callable[[Session, Places], Awaitable[object]]


def _latest_card(page: HeadlinePage, t: Texts) -> Card:
    return lists.list_card(page, Listing.LATEST, t)


def _archive_card(page: HeadlinePage, t: Texts) -> Card:
    return lists.list_card(page, Listing.ARCHIVE, t)


def _article_card(article: Article, t: Texts) -> Card:
    return articles.article_card(article, t, OpenArticle(number=article.number))


async def _latest_script(session: Session, _places: Places) -> None:
    await session.ask("articles.older", at=LARGEST, number=LARGEST, limit=ONE_MORE)


async def _read_script(session: Session, places: Places) -> None:
    await session.ask("articles.get", number=places.number())


async def page_script(session: Session, places: Places) -> None:
    """Ask for the page that begins with a random article."""
    number = places.number()
    ((at,),) = await session.ask("articles.edge", number=number)
    await _page_from(session, at, number)


async def _month_script(session: Session, places: Places) -> None:
    year, month = places.month()
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=ZONE)
    await _page_from(session, int(end.timestamp()) * MICROS_A_SECOND, 0)


async def _page_from(session: Session, at: int, number: int) -> None:
    first = (await session.ask("articles.older", at=at, number=number, limit=ONE_MORE))[0]
    await session.ask("articles.newer", at=first[2], number=first[0], limit=1)


async def _comments_script(session: Session, places: Places) -> None:
    number = places.commented()
    await session.ask("articles.get", number=number)
    await session.ask("comments.before", article=number, id=LARGEST, limit=ONE_MORE)


LATEST = Doing("/latest", lambda desks, _: desks.articles.latest(), _latest_card, _latest_script)
READ = Doing("/read N", lambda desks, places: desks.articles.read(places.number()), _article_card, _read_script)
PAGE = Doing("a page of /all", lambda desks, places: desks.articles.page(places.number()), _archive_card, page_script)
MONTH = Doing(
    "a month of /all", lambda desks, places: desks.articles.page_of_month(*places.month()), _archive_card, _month_script
)
COMMENTS = Doing(
    "a page of comments",
    lambda desks, places: desks.comments.page(places.commented()),
    comments.comments_card,
    _comments_script,
)
DOINGS = (LATEST, READ, PAGE, MONTH, COMMENTS)
