"""The schedule desk: articles that appear at a set time, and the seconds in which a publication can be taken back."""

import logging
from datetime import datetime, timedelta

from news.audit import record
from news.changes import get_known, refuse_change
from news.errors import NotADraft, Refusal, TooLateToUndo, WhenPast
from news.lifecycle import Act, require_act, require_intact, require_publication, require_view
from news.model import Article, Reader, Status
from news.notices import NoticeKind, Remedy, mark_article_handled, tell_of_article
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.publication import PublicationRules, publish_now
from news.roles import Deed, require
from news.schedule_words import parse_when

logger = logging.getLogger(__name__)

# Articles published in one turn; each is a commit of its own.
DUE_BLOCK = 20
# An article that appears later than this after its time was missed: the program was down, and the editor is told.
MISSED_AFTER = timedelta(minutes=1)


class ScheduleDesk:
    """Times of publication are rows: any process publishes what is due, and each article once."""

    def __init__(self, storage: Storage, clock: Clock, rules: PublicationRules) -> None:
        self._storage = storage
        self._clock = clock
        self._rules = rules

    def understand(self, editor: Reader, words: str) -> datetime:
        """Return the time that an editor named in words, in UTC.

        Raises NotAllowed, WhenUnclear, WhenPast, WhenMissing, WhenFar.
        """
        require(editor, Deed.PUBLISH)
        return parse_when(words, self._clock.now(), self._rules.zone)

    async def may_schedule(self, editor: Reader, number: int) -> Article:
        """Return the article if the editor may give it a time. Raises NotAllowed, ArticleUnknown, NotADraft."""
        require(editor, Deed.PUBLISH)
        async with self._storage.reading() as unit:
            return await _schedulable(unit, editor, number)

    async def schedule(self, editor: Reader, number: int, at: datetime, *, version: int | None = None) -> Article:
        """Let an article appear at a time; one that is scheduled is moved. One in review is approved by this.

        With a `version`, only that version. Raises NotAllowed, ArticleUnknown, NotADraft, ArticleChanged,
        ArticleDamaged, WhenPast.
        """
        require(editor, Deed.PUBLISH)
        now = self._clock.now()
        if at <= now:
            raise WhenPast(moment=at)
        async with self._storage.writing() as unit:
            draft = require_intact(await _schedulable(unit, editor, number))
            if not await unit.drafts.schedule(number, at, editor.id, version=version):
                await refuse_change(unit, number, version)
                raise NotADraft(number=number)
            await record(unit, editor.id, AuditAct.SCHEDULED, now, article=number, note=at.isoformat())
            if draft.status is Status.IN_REVIEW:
                await self._approve(unit, draft, editor, at, now)
            return await get_known(unit, number)

    async def cancel(self, editor: Reader, number: int) -> Article:
        """Take back the time of an article, or a publication in its first seconds: it is what it was before.

        Raises NotAllowed, ArticleUnknown, TooLateToUndo.
        """
        require(editor, Deed.PUBLISH)
        async with self._storage.writing() as unit:
            require_view(editor, await get_known(unit, number))
            plan = await unit.drafts.plan(number)
            if not await unit.drafts.unschedule(number):
                raise TooLateToUndo(number=number)
            if not plan.undoable:  # a publication that was taken back in its first seconds has never happened
                await record(unit, editor.id, AuditAct.UNSCHEDULED, self._clock.now(), article=number)
            return await get_known(unit, number)

    async def seconds_until_due(self, most: float) -> float:
        """Return the seconds until the next article is to appear, at most `most`; 0 if one is due."""
        async with self._storage.reading() as unit:
            at = await unit.drafts.next_due()
        return most if at is None else min(most, max(0.0, (at - self._clock.now()).total_seconds()))

    async def publish_due(self) -> list[Article]:
        """Publish the articles whose time has come, each in a commit of its own; return those of this process."""
        async with self._storage.reading() as unit:
            numbers = await unit.drafts.due(self._clock.now(), DUE_BLOCK)
        published = [await self._publish(number) for number in numbers]
        return [article for article in published if article is not None]

    async def _publish(self, number: int) -> Article | None:
        """Publish one article, if no other process has; one that cannot appear becomes a draft, and the editor hears.

        A stored text that cannot be read must not stop the articles after it.
        """
        try:
            async with self._storage.writing() as unit:
                return await self._publish_in(unit, number)
        except Refusal as refusal:
            logger.warning("article %s cannot appear at its time and is a draft again: %r", number, refusal)
            async with self._storage.writing() as unit:
                await self._hinder(unit, number)
        return None

    async def _publish_in(self, unit: Unit, number: int) -> Article | None:
        now = self._clock.now()
        plan, draft = await unit.drafts.plan(number), await unit.articles.get(number)
        if draft is None or plan.publish_at is None:
            return None
        article = await publish_now(unit, draft, now, plan.scheduled_by, self._rules, due=now)
        if article is not None and plan.scheduled_by and now - plan.publish_at > MISSED_AFTER:
            await tell_of_article(unit, NoticeKind.MISSED, article, plan.scheduled_by, now, moment=plan.publish_at)
        return article

    async def _hinder(self, unit: Unit, number: int) -> None:
        plan, draft = await unit.drafts.plan(number), await unit.articles.get(number)
        if draft is None or not await unit.drafts.unschedule(number, wholly=True) or not plan.scheduled_by:
            return
        await tell_of_article(unit, NoticeKind.HINDERED, draft, plan.scheduled_by, self._clock.now())

    @staticmethod
    async def _approve(unit: Unit, draft: Article, chief: Reader, at: datetime, now: datetime) -> None:
        """Tell the author that the article will appear, and the other chiefs that it is dealt with."""
        plan = await unit.drafts.plan(draft.number)
        await mark_article_handled(unit, draft.number, Remedy.APPROVED, chief.id, now)
        if plan.submitted_by is not None and plan.submitted_by != chief.id:
            await tell_of_article(unit, NoticeKind.APPROVED, draft, plan.submitted_by, now, by=chief.id, moment=at)


async def _schedulable(unit: Unit, editor: Reader, number: int) -> Article:
    draft = await get_known(unit, number)
    require_act(draft, Act.SCHEDULE)
    return require_publication(editor, draft)
