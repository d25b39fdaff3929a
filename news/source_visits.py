"""The visits of sources: claimed by lease, read without a transaction, and taken in item by item.

Any process may visit. A source is claimed with the lease of its host, so that nobody else visits that host. First the
rows of all new items are stored, with what is decided about each; then each item becomes an article in a commit of its
own. What a crash or the end of a visit leaves undone is done by the next visit.
"""

import logging
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from datetime import timedelta

from news.audit import record
from news.notices import Notice, NoticeKind, mark_source_recovered, subject_of_source, tell_staff
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.ports.feeds import FeedReader
from news.richtext import allowed
from news.roles import Deed
from news.sources.deciding import Plan, StepKind, decide
from news.sources.found import Validators, Visit, VisitFailedError
from news.sources.items import clues_of, told_apart
from news.sources.records import Source
from news.sources.timing import (
    DEFAULT_VISIT_RULES,
    LONGEST,
    LOOK_WITHIN,
    VisitRules,
    after_failure,
    after_visit,
    was_silent,
)
from news.visit_work import VisitWork

logger = logging.getLogger(__name__)
# When items were seen is noted once in so long, and forgotten items may be taken for new ones.
NOTED_EVERY, FORGOTTEN_AFTER, FORGET_BLOCK = timedelta(days=7), timedelta(days=180), 1000
# The clocks of two processes may differ by so much. A visit later than that was dated by a clock that was ahead.
CLOCKS_DIFFER = timedelta(minutes=1)


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
        rules: VisitRules = DEFAULT_VISIT_RULES,
    ) -> None:
        self._storage = storage
        self._feeds = feeds
        self._clock = clock
        self._chance = chance
        self._admins = admins
        self._rules = rules

    async def claim(self, holder: str, limit: int) -> Sequence[Source]:
        """Return up to `limit` sources that are due, each with the lease of its host; end it by `visit`."""
        claimed = list[Source]()
        while len(claimed) < limit and (found := await self._claim(holder, limit - len(claimed))):
            claimed += found
        return claimed

    async def _claim(self, holder: str, limit: int) -> list[Source]:
        """Claim one source of each host among those that are longest due."""
        now = self._clock.now()
        latest_lease = now + self._rules.lease
        async with self._storage.reading() as unit:
            due = await unit.sources.due(now, latest_lease, limit)
        claimed = list[Source]()
        for source in {source.host: source for source in reversed(due)}.values():
            async with self._storage.writing() as unit:
                if not await unit.sources.lease(source.host, holder, now, latest_lease, self._rules.lease):
                    continue
                again = await unit.sources.get(source.id)
                if again is not None and again.visits == source.visits and again.state is source.state:
                    claimed.append(again)
                else:  # another process has visited it meanwhile
                    await unit.sources.release(source.host, holder)
        return claimed[::-1]

    async def visit(self, source: Source, holder: str) -> None:
        """Visit a claimed source, take in what it brings, and end the lease of its host. Raises StorageError."""
        try:
            visit = await self._feeds.visit(source.address, source.kind, await self._validators(source))
        except VisitFailedError as error:
            await self.fail(source, error, holder)
            return
        plan = await self._plan(source, visit, holder)
        until = self._clock.monotonic() + self._rules.work.total_seconds()
        work = VisitWork(
            self._storage, self._feeds, self._clock, self._admins, source, holder, pages=self._rules.pages, until=until
        )
        if plan is not None and await work.do(plan.steps):
            await self._finish(source, visit, plan, work, holder)
        else:
            await self.give_up(source, holder)

    async def _validators(self, source: Source) -> Validators:
        """Return what is known of the last answer, but nothing if pages are to be looked at again by its items."""
        now = self._clock.now()
        async with self._storage.reading() as unit:
            has_looks = await unit.source_items.has_looks(source.id, now - LOOK_WITHIN, now)
        return Validators() if has_looks else source.visits.validators

    async def correct_times(self) -> None:
        """Make the sources due that a clock which was ahead has put off. To be called now and then."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            await unit.sources.bring_forward(now, now + 2 * LONGEST, now + CLOCKS_DIFFER)

    async def clean_up(self) -> bool:
        """Forget a block of the items that no visit has seen for long; False if there were none."""
        async with self._storage.writing() as unit:
            return await unit.source_items.forget(self._clock.now() - FORGOTTEN_AFTER, FORGET_BLOCK) > 0

    async def _plan(self, source: Source, visit: Visit, holder: str) -> Plan | None:
        """Decide what becomes of the items, and store that for the new ones; None if the visit must end."""
        if visit.feed is None:
            return Plan((), (), 0, 0)
        now, items = self._clock.now(), told_apart(visit.feed.items)
        is_back = source.visits.begun and was_silent(source.visits, now)
        pushed = self._rules.pushed if is_back or not source.visits.begun else None
        async with self._storage.writing() as unit:
            if not await unit.sources.holds(source.id, holder):
                return None
            known = await unit.source_items.known(source.id, clues_of(items))
            plan = decide(source.id, items, known, now, pushed=pushed)
            await unit.source_items.store([step.row for step in plan.steps if step.kind is not StepKind.UPDATE], now)
            await unit.source_items.touch(source.id, plan.same, now, now - NOTED_EVERY)
            # What comes after these items is news, also when this visit does not end.
            if pushed is not None and not visit.feed.is_cut:
                begun = replace(source.visits, begun=True, succeeded_at=now)
                await unit.sources.visited(source.id, begun, holder, source.visits.next_at)
            if is_back and plan.quiet:
                notice = Notice(NoticeKind.SOURCE_BACK, source.id, title=source.name, count=plan.quiet)
                at = source.visits.succeeded_at or now
                notice = replace(notice, at=at.isoformat())
                await tell_staff(unit, notice, Deed.MANAGE_SOURCES, self._admins, now, subject=f"back:{source.id}")
        return plan

    async def give_up(self, source: Source, holder: str) -> None:
        """End a visit that cannot go on: the source was paused or removed, the lease is over, or the process stops.

        The next visit does what is left.
        """
        logger.info("the visit of source %s ends early; what is left of it is done by the next one", source.id)
        async with self._storage.writing() as unit:
            await unit.sources.release(source.host, holder)

    async def _finish(self, source: Source, visit: Visit, plan: Plan, work: VisitWork, holder: str) -> None:
        now = self._clock.now()
        visits = after_visit(
            source.visits,
            visit,
            now,
            self._rules.rhythm,
            self._chance(),
            found=plan.fresh,
            left=work.left,
            incomplete=work.incomplete,
        )
        async with self._storage.writing() as unit:
            is_stored = await unit.sources.visited(source.id, visits, holder, source.visits.next_at)
            await unit.sources.release(source.host, holder)
            if not is_stored:  # the source was removed, or the lease was over and another process goes on
                return
            if work.taken:
                await record(unit, None, AuditAct.SOURCE_TAKEN, now, number=work.taken, note=source.name)
            if source.visits.told:
                await mark_source_recovered(unit, source.id, now)
            if visit.moved_to:
                await _move(unit, source.id, visit.moved_to)

    async def fail(self, source: Source, error: VisitFailedError, holder: str) -> None:
        """Store that the visit of a claimed source failed, and end the lease; tell the staff when it is time."""
        now = self._clock.now()
        visits = after_failure(source.visits, error, now, self._rules.rhythm, self._chance())
        logger.info(
            "source %s (%s) was not read: %s; the next visit is at %s", source.id, source.address, error, visits.next_at
        )
        async with self._storage.writing() as unit:
            is_stored = await unit.sources.visited(source.id, visits, holder, source.visits.next_at)
            await unit.sources.release(source.host, holder)
            if is_stored and visits.told and not source.visits.told:
                since = (visits.failing_since or now).isoformat()
                notice = Notice(NoticeKind.SOURCE_FAILING, source.id, title=source.name, at=since)
                notice = replace(notice, reason=error.trouble.value, details=error.detail)
                subject = subject_of_source(source.id)
                await tell_staff(unit, notice, Deed.MANAGE_SOURCES, self._admins, now, subject=subject)


async def _move(unit: Unit, source_id: int, address: str) -> None:
    """Give a source the new address that it names, unless another source has it, or the operator's file names one."""
    source = await unit.sources.get(source_id)
    if source is None or allowed(address) is None or await unit.sources.find(address) is not None:
        return
    if source.by_file:
        logger.warning("source %s has moved: write its new address %s into the file of sources", source_id, address)
    else:
        await unit.sources.update(replace(source, address=address))
