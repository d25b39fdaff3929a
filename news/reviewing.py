"""The review desk: an author sends a draft for review; a chief editor returns it with a reason, or publishes it."""

from collections.abc import Set

from news.audit import record
from news.changes import get_known, refuse_change
from news.errors import NotADraft, NotInReview
from news.lifecycle import Act, require_act, require_change, require_intact
from news.limits import checked_reason
from news.model import Article, Reader, Status
from news.notices import (
    Notice,
    NoticeKind,
    Remedy,
    mark_article_handled,
    subject_of_article,
    tell_of_article,
    tell_staff,
)
from news.ports import Clock, Storage
from news.ports.audit import AuditAct
from news.roles import Deed, require


class ReviewDesk:
    """Each step tells whom it concerns, through the ledger. Approving is publishing or scheduling: see those desks."""

    def __init__(self, storage: Storage, clock: Clock, admins: Set[int]) -> None:
        self._storage = storage
        self._clock = clock
        self._admins = admins

    async def submit(self, author: Reader, number: int, *, version: int | None = None) -> Article:
        """Send a draft for review, and tell everybody who may approve it. Sending it again changes nothing.

        With a `version`, only that version. Raises NotAllowed, ArticleUnknown, NotADraft, ArticleChanged,
        ArticleDamaged.
        """
        require(author, Deed.WRITE)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            draft = require_change(author, require_intact(await get_known(unit, number)))
            if draft.status is Status.IN_REVIEW:
                return draft
            require_act(draft, Act.SUBMIT)
            if not await unit.drafts.submit(number, author.id, now, version=version):
                await refuse_change(unit, number, version)
                raise NotADraft(number=number)
            await record(unit, author.id, AuditAct.SUBMITTED, now, article=number)
            notice = Notice(NoticeKind.REVIEW, number, title=draft.title, author=author.name or "")
            subject = subject_of_article(number)
            await tell_staff(unit, notice, Deed.REVIEW, self._admins, now, but=author.id, subject=subject)
            return await get_known(unit, number)

    async def may_return(self, chief: Reader, number: int) -> Article:
        """Return the article if it is in review and the chief may return it. Raises NotAllowed, NotInReview."""
        require(chief, Deed.REVIEW)
        async with self._storage.reading() as unit:
            article = await get_known(unit, number)
        if article.status is not Status.IN_REVIEW:
            raise NotInReview(number=number)
        return article

    async def give_back(self, chief: Reader, number: int, reason: str) -> Article:
        """Return an article to its author for a reason: it is a draft again, and the author is told.

        Raises NotAllowed, ArticleUnknown, NotInReview, ReasonTooLong.
        """
        require(chief, Deed.REVIEW)
        reason, now = checked_reason(reason), self._clock.now()
        async with self._storage.writing() as unit:
            plan = await unit.drafts.plan(number)
            if not await unit.drafts.give_back(number):
                raise NotInReview(number=number)
            await record(unit, chief.id, AuditAct.RETURNED, now, article=number, note=reason)
            article = await get_known(unit, number)
            await mark_article_handled(unit, number, Remedy.RETURNED, chief.id, now)
            if plan.submitted_by is not None and plan.submitted_by != chief.id:
                to = plan.submitted_by
                await tell_of_article(unit, NoticeKind.RETURNED, article, to, now, by=chief.id, reason=reason)
            return article
