"""The visits of sources: claimed by lease, read without a transaction, and taken in item by item.

Any process may visit. A source is claimed with the lease of its host, so that nobody else visits that host. First the
rows of all new items are stored, with what is decided about each; then each item becomes an article in a commit of its
own. What a crash or the end of a visit leaves undone is done by the next visit.
"""

import logging
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from news.attachments import STORED
from news.audit import record
from news.errors import Refusal
from news.ledger import MessageKind
from news.model import Attachment
from news.notices import Notice, NoticeKind, mark_source_recovered, subject_of_source, tell_staff
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.ports.feeds import FeedReader
from news.roles import Deed
from news.source_reading import read_whole
from news.sources.composing import compose, needs_page
from news.sources.deciding import Plan, Step, StepKind, decide
from news.sources.found import FoundItem, FoundPicture, Trouble, Visit, VisitFailedError
from news.sources.items import clues_of
from news.sources.records import Source
from news.sources.timing import LONGEST, VisitRules, after_failure, after_visit, was_silent
from news.taking import Taken, take, update

logger = logging.getLogger(__name__)
# When items were seen is noted once in so long, and forgotten items may be taken for new ones.
NOTED_EVERY, FORGOTTEN_AFTER, FORGET_BLOCK = timedelta(days=7), timedelta(days=180), 1000
# An item whose page could not be read is read again at the next visits, for so long after its date.
COMPLETED_WITHIN = timedelta(hours=6)
MAX_PICTURES = 3
# Reading the page again may succeed.
_PASSING = frozenset({Trouble.UNREACHABLE, Trouble.SLOW, Trouble.REFUSED, Trouble.COSTLY})


class SourceVisitDesk:
    """Visits sources for a process. `chance` returns a number from 0 to 1."""

    def __init__(
        self,
        storage: Storage,
        feeds: FeedReader,
        clock: Clock,
        chance: Callable[[], float],
        *,
        admins: Set[int] = frozenset(),
        rules: VisitRules = VisitRules(),
    ) -> None:
        self._storage = storage
        self._feeds = feeds
        self._clock = clock
        self._chance = chance
        self._admins = admins
        self._rules = rules

    async def claim(self, holder: str, limit: int) -> Sequence[Source]:
        """Return up to `limit` sources that are due, each with the lease of its host; end it by `visit`."""
        now = self._clock.now()
        latest, latest_lease = now + 2 * LONGEST, now + self._rules.lease
        async with self._storage.reading() as unit:
            due = await unit.sources.due(now, latest, latest_lease, limit)
        claimed = list[Source]()
        for host in dict.fromkeys(source.host for source in due):
            source = next(each for each in due if each.host == host)
            async with self._storage.writing() as unit:
                if not await unit.sources.lease(host, holder, now, latest_lease, self._rules.lease):
                    continue
                again = await unit.sources.get(source.id)
                if again is not None and again.visits == source.visits and again.state is source.state:
                    claimed.append(again)
                else:  # another process has visited it meanwhile
                    await unit.sources.release(host, holder)
        return claimed

    async def visit(self, source: Source, holder: str) -> None:
        """Visit a claimed source, take in what it brings, and end the lease of its host. Raises StorageError."""
        try:
            visit = await self._feeds.visit(source.address, source.kind, source.visits.validators)
        except VisitFailedError as error:
            await self._fail(source, error, holder)
            return
        plan = await self._plan(source, visit)
        work = _Work(self._clock.monotonic() + self._rules.work.total_seconds(), self._rules.pages)
        for step in plan.steps:
            if work.pages == 0 or self._clock.monotonic() > work.until:
                work.left = True
                break
            await self._do(source, step, work)
        await self._finish(source, visit, plan, work, holder)

    async def clean_up(self) -> bool:
        """Forget a block of the items that no visit has seen for long; False if there were none."""
        async with self._storage.writing() as unit:
            return await unit.source_items.forget(self._clock.now() - FORGOTTEN_AFTER, FORGET_BLOCK) > 0

    async def _plan(self, source: Source, visit: Visit) -> Plan:
        """Decide what becomes of the items, and store that for the new ones."""
        if visit.feed is None:
            return Plan((), (), 0, 0)
        now, items = self._clock.now(), visit.feed.items
        is_back = source.visits.begun and was_silent(source.visits, now)
        pushed = self._rules.pushed if is_back or not source.visits.begun else None
        async with self._storage.writing() as unit:
            known = await unit.source_items.known(source.id, clues_of(items))
            plan = decide(source.id, items, known, now, pushed=pushed)
            await unit.source_items.store([step.row for step in plan.steps if step.kind is not StepKind.UPDATE], now)
            await unit.source_items.touch(source.id, plan.same, now, now - NOTED_EVERY)
            if is_back and plan.quiet:
                notice = Notice(NoticeKind.SOURCE_BACK, source.id, title=source.name, count=plan.quiet)
                at = source.visits.succeeded_at or now
                notice = replace(notice, at=at.isoformat())
                await tell_staff(unit, notice, Deed.MANAGE_SOURCES, self._admins, now, subject=f"back:{source.id}")
        return plan

    async def _do(self, source: Source, step: Step, work: "_Work") -> None:
        """Do a step; an item that the newspaper cannot store is left out, so that the next ones are taken."""
        if step.kind is StepKind.NOTE:
            return
        item, is_complete = await self._completed(source, step, work)
        article = compose(item, source.rules)
        now = self._clock.now()
        if article is None:
            await self._leave_out(step, now)
            return
        pictures = await self._load(article.pictures) if step.kind is StepKind.TAKE else ()
        row = step.row if is_complete else replace(step.row, feed_hash="")
        work.incomplete += not is_complete
        taken = Taken(source, row, article, pictures)
        try:
            async with self._storage.writing() as unit:
                if step.kind is StepKind.TAKE:
                    work.taken += await take(unit, taken, self._admins, now)
                else:
                    await update(unit, taken, now, completes=step.completes)
        except Refusal as refusal:
            logger.warning("an item of source %s is left out (%s): %s", source.id, refusal, item.address)
            await self._leave_out(step, now)

    async def _leave_out(self, step: Step, now: datetime) -> None:
        async with self._storage.writing() as unit:
            await unit.source_items.store([replace(step.row, done=True)], now)

    async def _completed(self, source: Source, step: Step, work: "_Work") -> tuple[FoundItem, bool]:
        """Return the item with the text of its page, if the feed has less, and False if that is to be tried again."""
        work.pages -= needs_page(step.item, source.rules)
        item, error = await read_whole(self._feeds, step.item, source.rules)
        if error is None:
            return item, True
        logger.info("the page of an item of source %s was not read (%s): %s", source.id, error, item.address)
        is_young = self._clock.now() - (item.published_at or self._clock.now()) < COMPLETED_WITHIN
        return item, not (is_young and error.trouble in _PASSING)

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
                loaded.append(Attachment(MessageKind.PHOTO, name, caption=picture.caption))
        return tuple(loaded)

    async def _finish(self, source: Source, visit: Visit, plan: Plan, work: "_Work", holder: str) -> None:
        now = self._clock.now()
        visits = after_visit(
            source.visits,
            visit,
            now,
            self._rules.rhythm,
            self._chance(),
            found=plan.fresh,
            left=work.left,
            incomplete=work.incomplete > 0,
        )
        async with self._storage.writing() as unit:
            if not await unit.sources.visited(source.id, visits, holder):
                return  # the lease was over, and another process goes on
            if work.taken:
                await unit.sources.count_taken(source.id, work.taken)
                await record(unit, None, AuditAct.SOURCE_TAKEN, now, number=work.taken, note=source.name)
            if source.visits.told:
                await mark_source_recovered(unit, source.id, now)
            if visit.moved_to:
                await _move(unit, source.id, visit.moved_to)
            await unit.sources.release(source.host, holder)

    async def _fail(self, source: Source, error: VisitFailedError, holder: str) -> None:
        now = self._clock.now()
        visits = after_failure(source.visits, error, now, self._rules.rhythm, self._chance())
        logger.info(
            "source %s (%s) was not read: %s; the next visit is at %s", source.id, source.address, error, visits.next_at
        )
        async with self._storage.writing() as unit:
            if not await unit.sources.visited(source.id, visits, holder):
                return
            await unit.sources.release(source.host, holder)
            if visits.told and not source.visits.told:
                since = (visits.failing_since or now).isoformat()
                notice = Notice(NoticeKind.SOURCE_FAILING, source.id, title=source.name, at=since)
                notice = replace(notice, reason=error.trouble.value, details=error.detail)
                subject = subject_of_source(source.id)
                await tell_staff(unit, notice, Deed.MANAGE_SOURCES, self._admins, now, subject=subject)


@dataclass(slots=True)
class _Work:
    """What a visit may still do, and what it has done.

    It begins no step after the monotonic time `until`. `left`: items are left for the next visit; `incomplete` counts
    the items whose pages are to be read again.
    """

    until: float
    pages: int
    taken: int = 0
    incomplete: int = 0
    left: bool = False


async def _move(unit: Unit, source_id: int, address: str) -> None:
    """Give a source the new address that it names, unless another source has it."""
    source = await unit.sources.get(source_id)
    if source is not None and await unit.sources.find(address) is None:
        await unit.sources.update(replace(source, address=address))
