"""The desk of complaints: readers report comments and articles; moderators judge reports on articles.

What is reported has one case, however many report it. Rows are locked in the order of all verdicts: the readers, by
ascending id, the comment, the case. A case that is open is kept as it is, so that no report joins one that is closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from news.appointing import as_of
from news.audit import record
from news.complaints import (
    ARTICLE_GROUNDS,
    COMMENT_GROUNDS,
    HIDING_WEIGHT,
    MAX_HOURLY,
    MEMORY,
    OUTCOME_RULES,
    is_shown_at,
    weight_of,
)
from news.errors import (
    ButtonStale,
    CaseUnknown,
    CommentGone,
    CommentUnknown,
    ComplaintRepeated,
    NotAllowed,
    OwnComment,
    ReportedChanged,
    TooManyComplaints,
)
from news.group_deeds import follow_comment
from news.judgements import Judgement, judgement, known_case
from news.ledger import Address
from news.lifecycle import require_readable
from news.model import Article, Cause, Comment, CommentStatus, Reader
from news.notices import Notice, NoticeKind
from news.personal_data import NOBODY
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.ports.cases import Case, CaseKind, NewCase
from news.ports.complaints import Grounds, NewComplaint, Subject
from news.ports.verdicts import Ruling
from news.roles import Deed, Role, require
from news.verdicts import QUOTE_UNITS, Pressed, give_on_article
from news.words import shorten

_HOUR = timedelta(hours=1)
_REPORTABLE = frozenset({CommentStatus.PUBLISHED, CommentStatus.HELD})


@dataclass(frozen=True, slots=True)
class Reported:
    """What was reported: an article, and the comment on it if it was one.

    `cleared`: a moderator has found nothing wrong with this version before, so nobody looks at it again.
    """

    article: Article
    comment: Comment | None = None
    cleared: bool = False


class ComplaintDesk:
    """Reports of readers. Every verb raises NotAllowed."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def may_report_comment(self, reader: Reader, comment_id: int) -> Reported:
        """Return the comment if the reader may report it.

        Raises CommentUnknown, CommentGone, OwnComment, ComplaintRepeated, and the errors of a withdrawn article.
        """
        require(reader, Deed.REPORT)
        async with self._storage.reading() as unit:
            comment = await _comment(unit, reader, comment_id)
            if not comment.visible:
                raise CommentGone(number=comment_id)  # nobody reads in the question what waits for a moderator
            if await unit.complaints.has(reader.id, Subject(comment.version, comment=comment.id)):
                raise ComplaintRepeated
            return Reported(await _article(unit, comment.article), comment)

    async def may_report_article(self, reader: Reader, number: int) -> Reported:
        """Return the article if the reader may report it.

        Raises ArticleUnknown, ArticleRetracted, ComplaintRepeated.
        """
        require(reader, Deed.REPORT)
        async with self._storage.reading() as unit:
            article = await _article(unit, number)
            if await unit.complaints.has(reader.id, Subject(article.version, article=number)):
                raise ComplaintRepeated
            return Reported(article)

    async def report_comment(self, reader: Reader, comment_id: int, version: int, grounds: Grounds) -> Reported:
        """Report a comment in the version that the reader saw. With enough reports it is hidden until it is judged.

        Raises TooManyComplaints, ReportedChanged, ButtonStale, and the errors of `may_report_comment`.
        """
        require(reader, Deed.REPORT)
        _check_grounds(grounds, COMMENT_GROUNDS)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            author = (await _comment(unit, reader, comment_id)).author_id
            stored = await _lock(unit, reader, author, now)
            await unit.comments.lock(comment_id)
            comment = await _comment(unit, reader, comment_id)  # read again: it is locked now
            article = await _article(unit, comment.article)
            if comment.version != version:
                raise ReportedChanged
            subject = Subject(version, comment=comment.id)
            new = NewCase(
                CaseKind.REPORT, article.number, (Cause.REPORTS,), now, comment.id, comment.version, comment.author_id
            )
            known = next(iter(await unit.cases.of_comment(comment.id)), None)
            case = await _join(unit, known, new, subject)
            await _add(unit, stored, subject, grounds, case, now)
            if case is not None and comment.visible and await unit.complaints.weigh(case) >= HIDING_WEIGHT:
                await _hide(unit, comment, article, case, now)
            return Reported(article, comment, cleared=case is None)

    async def report_article(self, reader: Reader, number: int, version: int, grounds: Grounds) -> Reported:
        """Report an article in the version that the reader saw.

        Raises TooManyComplaints, ReportedChanged, ButtonStale, and the errors of `may_report_article`.
        """
        require(reader, Deed.REPORT)
        _check_grounds(grounds, ARTICLE_GROUNDS)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            stored = await _lock(unit, reader, NOBODY, now)
            article = await _article(unit, number)
            if article.version != version:
                raise ReportedChanged
            subject = Subject(version, article=number)
            new = NewCase(CaseKind.REPORT, number, (Cause.REPORTS,), now, version=version)
            case = await _join(unit, await unit.cases.of_article(number), new, subject)
            await _add(unit, stored, subject, grounds, case, now)
            return Reported(article, cleared=case is None)

    async def judge_article(
        self, moderator: Reader, case_id: int, ruling: Ruling, *, pressed: Pressed | None = None
    ) -> Judgement:
        """Decide a case of reports on an article: DISMISS or ACT. The first decision stands. Raises CaseUnknown."""
        require(moderator, Deed.MODERATE)
        async with self._storage.writing() as unit:
            case = await known_case(unit, case_id)
            if case.kind is not CaseKind.REPORT or case.comment is not None:
                raise CaseUnknown(number=case_id)
            verdict = await give_on_article(unit, moderator, case, ruling, self._clock.now(), pressed)
            return await judgement(unit, moderator, case_id, verdict)


def _check_grounds(grounds: Grounds, known: Sequence[Grounds]) -> None:
    if grounds not in known:
        raise ButtonStale


async def _article(unit: Unit, number: int) -> Article:
    return require_readable(number, await unit.articles.get(number))


async def _comment(unit: Unit, reader: Reader, comment_id: int) -> Comment:
    """Return a comment of somebody else's that readers see, or saw until it was held."""
    comment = await unit.comments.get(comment_id)
    if comment is None:
        raise CommentUnknown(number=comment_id)
    if comment.author_id == reader.id:
        raise OwnComment(number=comment_id)
    if comment.hidden or comment.status not in _REPORTABLE:
        raise CommentGone(number=comment_id)
    return comment


async def _lock(unit: Unit, reader: Reader, author: int, now: datetime) -> Reader:
    """Lock the reporter and the author; return the reporter with the role of this moment."""
    if not reader.id:
        raise NotAllowed(deed=Deed.REPORT)
    if not reader.registered:
        await unit.readers.remember(reader.id, now)
    locked = {person: await unit.readers.lock(person) for person in sorted({reader.id, author} - {NOBODY})}
    stored = locked[reader.id]
    if stored is None or stored.registered is not reader.registered:  # forgotten since the update came
        raise NotAllowed(deed=Deed.REPORT)
    stored = as_of(stored, now)
    if stored.role is Role.BANNED and reader.role is not Role.ADMIN:
        raise NotAllowed(deed=Deed.REPORT)
    return stored if reader.role is not Role.ADMIN else reader  # an admin of the settings has any role in the table


async def _join(unit: Unit, known: Case | None, new: NewCase, subject: Subject) -> int | None:
    """Return the open case, or a new one; None if a moderator has found nothing wrong with this version."""
    if known is not None and await unit.cases.lock_open(known.id):
        return known.id
    if await unit.complaints.is_cleared(subject):
        return None
    return await unit.cases.open(new)


async def _add(
    unit: Unit, reporter: Reader, subject: Subject, grounds: Grounds, case: int | None, now: datetime
) -> None:
    """Store a complaint. Raises ComplaintRepeated, TooManyComplaints."""
    recent = await unit.complaints.since(reporter.id, now - _HOUR)
    if await unit.complaints.has(reporter.id, subject):
        raise ComplaintRepeated
    if len(recent) >= MAX_HOURLY:
        raise TooManyComplaints(most=MAX_HOURLY, at=recent[-MAX_HOURLY] + _HOUR)
    weight = weight_of(reporter.role, await unit.complaints.findings(reporter.id, now - MEMORY))
    await unit.complaints.add(NewComplaint(reporter.id, subject, grounds, weight, now, case))
    if case is not None and is_shown_at(await unit.complaints.count(case)):
        await unit.cases.note_change(case)


async def _hide(unit: Unit, comment: Comment, article: Article, case: int, now: datetime) -> None:
    """Hold a comment until it is judged, and tell its author."""
    of, held_for = (CommentStatus.PUBLISHED,), (Cause.REPORTS,)
    await unit.comments.change_status(comment.id, CommentStatus.HELD, by=NOBODY, at=now, of=of, held_for=held_for)
    held = await unit.comments.get(comment.id)
    if held is not None:
        await follow_comment(unit, held, now)
    await unit.cases.note_change(case)
    number, author = comment.id, comment.author_id
    await record(unit, None, AuditAct.COMMENT_HIDDEN, now, article=article.number, person=author, number=number)
    if author == NOBODY:
        return
    reader = await unit.readers.get(author)
    place = await unit.places.obtain(Address(author), "" if reader is None else reader.language)
    text = shorten(comment.text, QUOTE_UNITS)
    notice = Notice(NoticeKind.COMMENT_HELD, number, title=article.title, text=text, article=article.number)
    await unit.editions.notify([place], notice.dump(), OUTCOME_RULES, now)
