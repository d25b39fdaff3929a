"""The work of one visit of a source: each item that it brings becomes an article, or changes its article.

Every unit of work checks that the process still has the lease of the source's host: a visit that takes too long, or
whose source was paused or removed meanwhile, changes nothing more.
"""

import logging
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from news.attachments import STORED
from news.errors import Refusal
from news.ledger import MessageKind
from news.limits import CAPTION_LIMIT
from news.model import Attachment
from news.ports import Clock, Storage
from news.ports.feeds import FeedReader
from news.source_reading import read_whole
from news.sources.composing import compose, needs_page
from news.sources.deciding import Step, StepKind
from news.sources.found import FoundItem, FoundPicture, Trouble, VisitFailedError
from news.sources.items import CHANGE_UNREAD, TEXT_UNREAD, KnownItem
from news.sources.records import Source
from news.taking import Taken, take, update
from news.words import shorten

logger = logging.getLogger(__name__)
# A page that could not be read is read again at the next visits, for so long after the item's date or its change.
READ_AGAIN_WITHIN = timedelta(hours=6)
MAX_PICTURES = 3
# Reading the page again may succeed.
_PASSING = frozenset({Trouble.UNREACHABLE, Trouble.SLOW, Trouble.REFUSED, Trouble.COSTLY})


class VisitWork:
    """Does the steps of a visit: reads at most `pages` pages, and begins no step after the monotonic time `until`.

    `taken` counts the new articles. `left`: steps are left for a visit that should come soon. `incomplete`: pages are
    to be read again by the next visit.
    """

    def __init__(
        self,
        storage: Storage,
        feeds: FeedReader,
        clock: Clock,
        admins: Set[int],
        source: Source,
        holder: str,
        *,
        pages: int,
        until: float,
    ) -> None:
        self._storage = storage
        self._feeds = feeds
        self._clock = clock
        self._admins = admins
        self._source = source
        self._holder = holder
        self._pages = pages
        self._until = until
        self.taken = 0
        self.left = False
        self.incomplete = False

    async def do(self, steps: Sequence[Step]) -> bool:
        """Do the steps in their order, the pages to be read again last; False if the visit must end."""
        for step in steps:
            if self._pages == 0 or self._clock.monotonic() > self._until:
                self.left = self.left or not step.again
                self.incomplete = self.incomplete or step.again
                return True
            if step.kind is not StepKind.NOTE and not await self._do(step):
                return False
        return True

    async def _do(self, step: Step) -> bool:
        """Do a step; an item that the newspaper cannot store is left out, so that the next ones are taken."""
        self._pages -= needs_page(step.item, self._source.rules)
        item, error = await read_whole(self._feeds, step.item, self._source.rules)
        is_unread = error is not None and self._may_succeed_later(step, item, error)
        self.incomplete = self.incomplete or is_unread
        if is_unread and step.kind is StepKind.UPDATE:  # the article stays as it is until its page is read
            return step.again or await self._store(replace(step.row, feed_hash=CHANGE_UNREAD))
        article = compose(item, self._source.rules)
        if article is None:
            return await self._store(replace(step.row, done=True))
        row = replace(step.row, feed_hash=TEXT_UNREAD) if is_unread else step.row
        pictures = await self._load(article.pictures) if await self._lacks_pictures(step) else ()
        taken = Taken(self._source, row, article, pictures, is_partial=error is not None)
        try:
            return await self._take_in(step, taken)
        except Refusal as refusal:
            logger.warning("an item of source %s is left out (%s): %s", self._source.id, refusal, item.address)
            return await self._store(replace(step.row, done=True))

    async def _take_in(self, step: Step, taken: Taken) -> bool:
        now = self._clock.now()
        async with self._storage.writing() as unit:
            if not await unit.sources.holds(self._source.id, self._holder):
                return False
            if step.kind is StepKind.UPDATE:
                await update(unit, taken, now, completes=step.completes)
                return True
            is_new = await take(unit, taken, self._admins, now)
            if is_new:
                await unit.sources.count_taken(self._source.id, 1)
        self.taken += is_new
        return True

    async def _store(self, row: KnownItem) -> bool:
        async with self._storage.writing() as unit:
            if not await unit.sources.holds(self._source.id, self._holder):
                return False
            await unit.source_items.store([row], self._clock.now())
        return True

    def _may_succeed_later(self, step: Step, item: FoundItem, error: VisitFailedError) -> bool:
        logger.info("the page of an item of source %s was not read (%s): %s", self._source.id, error, item.address)
        now = self._clock.now()
        return error.trouble in _PASSING and now - self._since(step, now) < READ_AGAIN_WITHIN

    @staticmethod
    def _since(step: Step, now: datetime) -> datetime:
        """Return the time from which it counts that a page cannot be read."""
        if step.again:
            return step.row.seen_at or now
        return now if step.kind is StepKind.UPDATE else step.item.published_at or now

    async def _lacks_pictures(self, step: Step) -> bool:
        """Whether the article has no files: an item that often changes does not load its pictures each time."""
        if step.kind is StepKind.TAKE or step.row.article is None:
            return True
        async with self._storage.reading() as unit:
            return not any(each.attachments for each in await unit.articles.listed([step.row.article]))

    async def _load(self, pictures: Sequence[FoundPicture]) -> tuple[Attachment, ...]:
        """Load the first pictures and store their bytes; those that cannot be loaded are left out."""
        loaded = list[Attachment]()
        for picture in pictures[:MAX_PICTURES]:
            try:
                content = (await self._feeds.picture(picture.address)).content
            except VisitFailedError as error:
                logger.info("a picture was not loaded (%s): %s", error, picture.address)
                continue
            name = f"{STORED}{sha256(content).hexdigest()}"
            async with self._storage.writing() as unit:
                await unit.files.store(name, content)
            if all(each.source != name for each in loaded):
                loaded.append(Attachment(MessageKind.PHOTO, name, caption=shorten(picture.caption, CAPTION_LIMIT)))
        return tuple(loaded)
