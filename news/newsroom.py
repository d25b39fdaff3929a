"""The newsroom: every desk, one object, made from what the outside hands in."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from news.articles import ArticleDesk
from news.comments import CommentDesk
from news.delivery import DEFAULT_TIMES, DeliveryDesk, DeliveryTimes
from news.editing import EditingDesk
from news.editions import EditionDesk
from news.model import ArticlePage, HeadlinePage, NewspaperStatistics, Reader
from news.outcomes import DEFAULT_RETRIES, RetryPolicy
from news.ports import Clock, Courier, DeliveryObserver, Storage
from news.rate_limits import RateLimiter
from news.readers import ReaderDesk
from news.related import RelatedDesk
from news.roles import Deed, require
from news.search import SearchDesk
from news.subscriptions import SubscriptionDesk
from news.words import collapse

FRONT_PAGE_HEADLINES = 3
# What is offered at once to somebody who looks for something to share.
OFFERED = 20


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What greets a person: the newest headlines, and whether the chat is subscribed."""

    latest: HeadlinePage
    subscribed: bool


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Every desk. A verb opens and closes its own unit of work; nobody outside holds one."""

    articles: ArticleDesk
    editing: EditingDesk
    readers: ReaderDesk
    subscriptions: SubscriptionDesk
    comments: CommentDesk
    delivery: DeliveryDesk
    editions: EditionDesk
    search: SearchDesk
    related: RelatedDesk
    storage: Storage

    async def front_page(self, chat_id: int) -> FrontPage:
        """Return what greets a person who comes in."""
        subscription = await self.subscriptions.get(chat_id)
        latest = await self.articles.latest(FRONT_PAGE_HEADLINES)
        return FrontPage(latest, subscribed=subscription is not None and subscription.active)

    async def offer(self, words: str, *, named: int | None = None, alone: bool = False, start: int = 0) -> ArticlePage:
        """Return what can be shared: what holds the words, newest first; for no words, the newest of all.

        A blank behind the last word tells that it is whole; else it may be the beginning of one. The article `named`
        comes first on the first page, if there is one, or `alone`. `start` is the `older` of the page before.
        """
        if not collapse(words):
            return await self.articles.in_full(start, OFFERED)
        first = await self.articles.find(named) if named and not start else None
        if named and alone:
            return ArticlePage((first,) if first else ())
        found = await self.search.find_while_typing(words, start, limit=OFFERED)
        others = (article for article in found.articles if article.number != named)
        return ArticlePage((*([first] if first else []), *others), found.older)

    async def statistics(self, reader: Reader) -> NewspaperStatistics:
        """Count what there is, for the staff. Raises NotAllowed."""
        require(reader.role, Deed.SEE_STATISTICS)
        async with self.storage.reading() as unit:
            return await unit.statistics.read()


def make_newsroom(
    storage: Storage,
    courier: Courier,
    limiter: RateLimiter,
    clock: Clock,
    *,
    admins: Set[int] = frozenset(),
    languages: tuple[str, ...] = ("ru", "en"),
    zone: ZoneInfo,
    lifetime: timedelta = timedelta(days=1),
    kept: timedelta = timedelta(days=7),
    resend_unknown: bool = True,
    times: DeliveryTimes = DEFAULT_TIMES,
    retries: RetryPolicy = DEFAULT_RETRIES,
    observer: DeliveryObserver | None = None,
) -> Newsroom:
    """Make the newsroom: `admins` are Telegram ids, the first of `languages` is the default, `zone` the paper's own.

    `lifetime` is how old a headline may leave, `kept` how long deliveries are kept one by one. With `resend_unknown` a
    push that may or may not have arrived is sent again. The `witness` counts what is sent.
    """
    return Newsroom(
        articles=ArticleDesk(storage, zone),
        editing=EditingDesk(storage, clock),
        readers=ReaderDesk(storage, clock, admins, languages),
        subscriptions=SubscriptionDesk(storage, clock),
        comments=CommentDesk(storage, clock),
        delivery=DeliveryDesk(
            storage,
            courier,
            limiter,
            clock,
            admins=sorted(admins),
            language=languages[0],
            resend_unknown=resend_unknown,
            times=times,
            retries=retries,
            observer=observer,
        ),
        editions=EditionDesk(storage, clock, lifetime, kept),
        search=SearchDesk(storage, zone),
        related=RelatedDesk(storage, clock),
        storage=storage,
    )
