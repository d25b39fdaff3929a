"""The report of a publication: how its push goes, and later what readers made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from news.changes import get_known
from news.ledger import DeliveryState, Progress
from news.model import Article, Reader, Status
from news.ports import Clock, Storage
from news.posts import Post
from news.roles import Deed, require

# How long after a publication the end of a subscription is counted with it.
COUNTED = timedelta(hours=1)
_OPEN = frozenset({DeliveryState.PENDING, DeliveryState.SENDING})


@dataclass(frozen=True, slots=True)
class Report:
    """How an article fares: its push (None before it is opened), the rest of which takes `time_left` at its mean pace.

    `posts` are those in channels and groups.

    `undoable`: the article appears in a few seconds, and can be taken back. `unsubscribed` is the number of
    subscriptions that people ended within an hour.
    """

    article: Article
    undoable: bool = False
    progress: Progress | None = None
    time_left: timedelta | None = None
    unsubscribed: int = 0
    is_counting: bool = False
    posts: Sequence[Post] = ()

    @property
    def moving(self) -> bool:
        """Whether the push is still to be opened or sent, so that the report changes every few seconds."""
        if self.article.status is not Status.PUBLISHED:
            return self.undoable
        if any(post.state in _OPEN for post in self.posts):
            return True
        return self.progress is None or bool(self.progress.left and not self.progress.edition.stopped)

    @property
    def over(self) -> bool:
        """Whether the report changes no more: the hour is over, or the article was taken back or withdrawn."""
        return not self.moving and not self.is_counting


class ReportDesk:
    """Reads reports. Readers are counted, never named: nobody's reading is recorded."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def read(self, editor: Reader, number: int) -> Report:
        """Return the report of an article. Raises NotAllowed, ArticleUnknown."""
        require(editor, Deed.PUBLISH)
        now = self._clock.now()
        async with self._storage.reading() as unit:
            article = await get_known(unit, number)
            if article.published_at is None:
                plan = await unit.drafts.plan(number)
                return Report(article, plan.undoable and article.status is Status.SCHEDULED)
            edition = await unit.editions.announcing(number)
            progress = None if edition is None else await unit.editions.progress(edition)
            until = article.published_at + COUNTED
            posts = await unit.outlets.posts(number)
            unsubscribed = await unit.subscriptions.count_ended(article.published_at, until)
        left = None if progress is None else self._time_left(progress)
        counting = now < until and article.status is Status.PUBLISHED
        return Report(article, False, progress, left, unsubscribed, counting, posts)

    def _time_left(self, progress: Progress) -> timedelta | None:
        if not progress.left or not progress.done or progress.edition.paused or progress.edition.stopped:
            return None
        return (self._clock.now() - progress.edition.created_at) / progress.done * progress.left
