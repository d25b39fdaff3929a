"""The desk of appeals: a person says once what is wrong with a verdict, and another moderator judges that."""

from collections.abc import Set
from dataclasses import replace
from datetime import datetime, timedelta

from news.audit import record
from news.errors import (
    AppealRepeated,
    AppealTooLate,
    AppealTooLong,
    ButtonStale,
    CaseUnknown,
    NotAllowed,
    OwnCase,
    OwnVerdict,
    VerdictOver,
    WordsMissing,
)
from news.judgements import Judgement, judgement, known_case
from news.model import Reader
from news.notices import Notice, NoticeKind
from news.personal_data import NOBODY
from news.ports import Clock, Storage, Unit
from news.ports.appeals import Appeal
from news.ports.audit import AuditAct
from news.ports.cases import Case, CaseKind, NewCase, Verdict
from news.ports.verdicts import GivenVerdict, NewVerdict, Ruling, Standing
from news.reversals import reverse
from news.roles import Deed, require
from news.verdicts import Pressed, close_judged, notify_author
from news.visible import has_visible
from news.words import units

APPEALABLE = frozenset({Ruling.REJECT, Ruling.REMOVE, Ruling.MUTE, Ruling.BAN})
TIME_TO_APPEAL = timedelta(days=7)
# In UTF-16 units.
APPEAL_LIMIT = 500
_VERDICTS = {Ruling.UPHOLD: Verdict.UPHELD, Ruling.REVERSE: Verdict.REVERSED}
_ACTS = {Ruling.UPHOLD: AuditAct.APPEAL_UPHELD, Ruling.REVERSE: AuditAct.APPEAL_REVERSED}


class AppealDesk:
    """Appeals. Whom a verdict is about may appeal, banned or not; no deed is needed. Moderators judge.

    `admins` are the Telegram ids of the settings.
    """

    def __init__(self, storage: Storage, clock: Clock, admins: Set[int]) -> None:
        self._storage = storage
        self._clock = clock
        self._admins = admins

    async def may_appeal(self, reader: Reader, verdict_id: int) -> None:
        """Raise NotAllowed, VerdictOver, AppealTooLate or AppealRepeated unless the reader may appeal."""
        async with self._storage.reading() as unit:
            await _appealable(unit, reader, verdict_id, self._clock.now())

    async def appeal(self, reader: Reader, verdict_id: int, text: str) -> None:
        """Appeal against a verdict. Raises WordsMissing, AppealTooLong, and the errors of `may_appeal`."""
        text, now = _checked(text), self._clock.now()
        async with self._storage.writing() as unit:
            await unit.readers.lock(reader.id)
            given = await _appealable(unit, reader, verdict_id, now)
            number = given.verdict.comment
            comment = None if number is None else await unit.comments.get(number)
            article = 0 if comment is None else comment.article
            case = await unit.cases.open(NewCase(CaseKind.APPEAL, article, (), now, author_id=reader.id))
            if not await unit.appeals.add(Appeal(verdict_id, case, reader.id, text, now)):
                raise AppealRepeated

    async def judge(
        self, moderator: Reader, case_id: int, ruling: Ruling, *, pressed: Pressed | None = None
    ) -> Judgement:
        """Decide an appeal: UPHOLD or REVERSE. The first decision stands.

        Raises NotAllowed, CaseUnknown, OwnCase, and OwnVerdict if another moderator can judge.
        """
        require(moderator, Deed.MODERATE)
        if ruling not in _VERDICTS:
            raise ButtonStale
        async with self._storage.writing() as unit:
            case = await known_case(unit, case_id)
            if case.kind is not CaseKind.APPEAL:
                raise CaseUnknown(number=case_id)
            appeal = await unit.appeals.of_case(case_id)
            given = None if appeal is None else await unit.verdicts.get(appeal.verdict)
            if case.verdict is None:
                await self._check_judge(unit, moderator, case, given)
                if ruling is Ruling.REVERSE and given is not None and given.verdict.ruling is Ruling.BAN:
                    require(moderator, Deed.BAN)
            return await self._give(unit, moderator, case, given, ruling, pressed)

    async def _check_judge(self, unit: Unit, moderator: Reader, case: Case, given: GivenVerdict | None) -> None:
        if case.author_id == moderator.id:
            raise OwnCase
        if given is None or given.verdict.by != moderator.id:
            return
        roles = (await unit.permissions.read()).roles_that_may(Deed.MODERATE)
        judges = {reader.id for reader in await unit.readers.with_roles(roles)} | self._admins
        if judges - {moderator.id, given.verdict.person}:
            raise OwnVerdict

    async def _give(
        self,
        unit: Unit,
        moderator: Reader,
        case: Case,
        given: GivenVerdict | None,
        ruling: Ruling,
        pressed: Pressed | None,
    ) -> Judgement:
        now, number = self._clock.now(), NOBODY if case.author_id is None else case.author_id
        person = await unit.readers.lock(number) or Reader(number)
        if not await unit.cases.lock_open(case.id):
            return await judgement(unit, moderator, case.id, None)
        stands = ruling is Ruling.REVERSE and (given is None or await reverse(unit, given, moderator, now))
        before = Standing(person.role, person.role_until, person.restricted_until)
        verdict = await unit.verdicts.add(NewVerdict(ruling, person.id, moderator.id, now, before))
        await close_judged(unit, [case], verdict, _VERDICTS[ruling], moderator, "", now, pressed)
        about = None if given is None else given.verdict.comment
        article, act = case.article or None, _ACTS[ruling]
        await record(unit, moderator.id, act, now, article=article, person=person.id, number=about)
        if person.id != NOBODY:
            await unit.verdicts.tell(verdict, await _tell(unit, person, case, ruling, now, later=stands))
        return replace(await judgement(unit, moderator, case.id, verdict), stands=stands)


async def _appealable(unit: Unit, reader: Reader, verdict_id: int, now: datetime) -> GivenVerdict:
    given = await unit.verdicts.get(verdict_id)
    if given is None or not reader.id or given.verdict.person != reader.id or given.verdict.by == reader.id:
        raise NotAllowed(deed=Deed.READ)
    if given.verdict.ruling not in APPEALABLE:
        raise ButtonStale
    if await unit.appeals.of_verdict(verdict_id) is not None:
        raise AppealRepeated
    if given.undone_at is not None:
        raise VerdictOver
    if now - given.verdict.at > TIME_TO_APPEAL:
        raise AppealTooLate(days=TIME_TO_APPEAL.days)
    return given


def _checked(text: str) -> str:
    text = text.strip()
    if not has_visible(text):
        raise WordsMissing
    if units(text) > APPEAL_LIMIT:
        raise AppealTooLong(length=units(text), most=APPEAL_LIMIT)
    return text


async def _tell(unit: Unit, person: Reader, case: Case, ruling: Ruling, at: datetime, *, later: bool) -> int:
    article = await unit.articles.get(case.article) if case.article else None
    title = "" if article is None else article.title
    notice = Notice(NoticeKind.APPEAL_JUDGED, title=title, details=ruling, article=case.article, later=later)
    return await notify_author(unit, person, notice, at)
