"""A case as the moderators see it: the comment, its article, the author's history, what held it, and the verdict."""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from news.model import Cause, Comment, CommentStatus, Reader
from news.notices import Notice, NoticeKind
from news.ports import Unit
from news.ports.appeals import Appeal
from news.ports.cases import Case, CaseKind, Verdict
from news.ports.complaints import Grounds
from news.ports.verdicts import GivenVerdict, Ruling
from news.roles import Role

NOTES_SHOWN = 2
_TIMES = frozenset({"since", "muted_until", "opened_at", "judged_at", "until", "appealed_at", "appealed_until"})


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with everything that a moderator needs to judge it.

    `version` is that of the `text`: a verdict is for it. `since` is when the author registered; `published`, `held` and
    `removed` count the author's comments. `hook_reason` is the hook's, "" if it gave none. `notes` are the newest of
    the staff. `verdict`, `ruling`, `judged_by` (a name, "" if unknown), `reason` and `until` are those of a closed
    case. `reports` counts those of readers by grounds, the most frequent first. Readers see the comment if it is
    `visible`. In an `appeal`, its words, `appealed` is the ruling that it is against, with who gave it when, for which
    reason, and until when it holds.
    """

    id: int
    kind: CaseKind
    article: int
    title: str
    opened_at: datetime
    comment: int = 0
    version: int = 0
    text: str = ""
    author: int = 0
    name: str = ""
    since: datetime | None = None
    banned: bool = False
    muted_until: datetime | None = None
    published: int = 0
    held: int = 0
    removed: int = 0
    causes: tuple[Cause, ...] = ()
    notes: tuple[str, ...] = ()
    verdict: Verdict | None = None
    ruling: Ruling | None = None
    judged_by: str = ""
    judged_at: datetime | None = None
    reason: str = ""
    until: datetime | None = None
    reports: tuple[tuple[Grounds, int], ...] = ()
    visible: bool = False
    appeal: str = ""
    appealed: Ruling | None = None
    appealed_by: str = ""
    appealed_at: datetime | None = None
    appealed_until: datetime | None = None
    appealed_for: str = ""
    hook_reason: str = ""

    def dump(self) -> str:
        """Return the view as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, default=datetime.isoformat)

    @classmethod
    def load(cls, text: str) -> "CaseView":
        """Return the view of a JSON text. Fields of another version of the program are left out."""
        known = {field.name for field in fields(cls)}
        given: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in known}
        given |= {name: datetime.fromisoformat(given[name]) for name in _TIMES if given.get(name)}
        given["kind"] = CaseKind(given["kind"])
        given["causes"], given["notes"] = tuple(map(Cause, given["causes"])), tuple(given["notes"])
        given["reports"] = tuple((Grounds(grounds), count) for grounds, count in given.get("reports", ()))
        given["verdict"] = Verdict(given["verdict"]) if given["verdict"] else None
        for name in ("ruling", "appealed"):
            given[name] = Ruling(given[name]) if given.get(name) else None
        return cls(**given)

    @property
    def open(self) -> bool:
        """Whether the case waits for a verdict."""
        return self.verdict is None


async def view_case(unit: Unit, case: Case, given: GivenVerdict | None = None) -> CaseView:
    """Return a case for the moderators; `given` is the verdict that closed it, if there is one."""
    appeal = await unit.appeals.of_case(case.id) if case.kind is CaseKind.APPEAL else None
    against = None if appeal is None else await unit.verdicts.get(appeal.verdict)
    about = case.comment if against is None else against.verdict.comment
    comment = await unit.comments.get(about) if about is not None else None
    number = case.article if comment is None else comment.article  # its author may have moved it
    article = await unit.articles.get(number)
    view = CaseView(case.id, case.kind, number, article.title if article else "", case.opened_at, causes=case.causes)
    author_id = case.author_id if comment is None else comment.author_id
    if author_id is not None:
        view = await _with_author(unit, view, await unit.readers.get(author_id) or Reader(author_id))
    if comment is not None:
        view = _with_comment(view, comment)
    if appeal is not None:
        view = await _with_appeal(unit, view, appeal, against)
    view = replace(view, reports=tuple((await unit.complaints.grounds(case.id)).most_common()))
    return view if case.verdict is None else await _judged(unit, view, case, given)


def notice_of(view: CaseView) -> Notice:
    """Return the notice that shows a case."""
    return Notice(NoticeKind.CASE, view.id, details=view.dump())


def _with_comment(view: CaseView, comment: Comment) -> CaseView:
    return replace(
        view,
        comment=comment.id,
        version=comment.version,
        text=comment.text,
        hook_reason=comment.hook_reason,
        name=comment.author or view.name,
        visible=comment.visible,
    )


async def _with_author(unit: Unit, view: CaseView, author: Reader) -> CaseView:
    counts = await unit.comments.count_by_status(author.id)
    notes = await unit.person_notes.newest(author.id, NOTES_SHOWN)
    return replace(
        view,
        author=author.id,
        name=author.name or "",
        since=author.registered_at,
        banned=author.role is Role.BANNED,
        muted_until=author.restricted_until,
        published=counts.get(CommentStatus.PUBLISHED, 0),
        held=counts.get(CommentStatus.HELD, 0),
        removed=counts.get(CommentStatus.REMOVED, 0) + counts.get(CommentStatus.REJECTED, 0),
        notes=tuple(f"{note.by_name}: {note.text}" if note.by_name else note.text for note in notes),
    )


async def _with_appeal(unit: Unit, view: CaseView, appeal: Appeal, against: GivenVerdict | None) -> CaseView:
    if against is None:
        return replace(view, appeal=appeal.text)
    verdict = against.verdict
    judge = await unit.readers.get(verdict.by)
    return replace(
        view,
        appeal=appeal.text,
        appealed=verdict.ruling,
        appealed_by=(judge and judge.name) or "",
        appealed_at=verdict.at,
        appealed_until=verdict.until,
        appealed_for=verdict.reason,
    )


async def _judged(unit: Unit, view: CaseView, case: Case, given: GivenVerdict | None) -> CaseView:
    if given is None and case.verdict_id is not None:
        given = await unit.verdicts.get(case.verdict_id)
    judge = await unit.readers.get(case.judged_by) if case.judged_by is not None else None
    return replace(
        view,
        verdict=case.verdict,
        ruling=given.verdict.ruling if given is not None else None,
        judged_by=(judge and judge.name) or "",
        judged_at=case.judged_at,
        reason=case.reason,
        until=given.verdict.until if given is not None else None,
    )
