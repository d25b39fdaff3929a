"""The newsroom: every desk, one object, made from what the outside hands in."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from news.articles import ArticleDesk
from news.comments import CommentDesk
from news.delivery import DeliveryDesk
from news.editing import EditingDesk
from news.editions import EditionDesk
from news.model import HeadlinePage, Reader, Statistics
from news.pacing import Pace
from news.ports import Clock, Courier, Storage, Witness
from news.readers import ReaderDesk
from news.roles import Deed, require
from news.subscriptions import SubscriptionDesk

FRONT_PAGE_HEADLINES = 3


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
    storage: Storage

    async def front_page(self, chat_id: int) -> FrontPage:
        """Return what greets a person who comes in."""
        subscription = await self.subscriptions.get(chat_id)
        latest = await self.articles.latest(FRONT_PAGE_HEADLINES)
        return FrontPage(latest, subscribed=subscription is not None and subscription.active)

    async def statistics(self, reader: Reader) -> Statistics:
        """Count what there is, for the staff. Raises NotAllowed."""
        require(reader.role, Deed.SEE_STATISTICS)
        async with self.storage.reading() as unit:
            return await unit.tallies.statistics()


def make_newsroom(
    storage: Storage,
    courier: Courier,
    pace: Pace,
    clock: Clock,
    *,
    admins: Set[int] = frozenset(),
    languages: tuple[str, ...] = ("ru", "en"),
    zone: ZoneInfo,
    lifetime: timedelta = timedelta(days=1),
    kept: timedelta = timedelta(days=7),
    resend_unknown: bool = True,
    witness: Witness | None = None,
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
            pace,
            clock,
            admins=sorted(admins),
            language=languages[0],
            resend_unknown=resend_unknown,
            witness=witness,
        ),
        editions=EditionDesk(storage, clock, lifetime, kept),
        storage=storage,
    )
