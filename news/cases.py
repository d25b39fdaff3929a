"""Opening and closing cases: what the moderators have to judge."""

from collections.abc import Sequence
from datetime import datetime

from news import complaints
from news.model import Cause, Comment
from news.ports import Unit
from news.ports.cases import CaseKind, NewCase, Verdict


async def open_case(unit: Unit, comment: Comment, causes: Sequence[Cause], at: datetime) -> int:
    """Open a case about a comment that is held, and return its id; an open one is about the new version from now on.

    If readers have reported the comment, that case is the one.
    """
    kind = CaseKind.COMMENT
    for case in await unit.cases.of_comment(comment.id):
        if case.kind is CaseKind.REPORT:
            kind, causes = case.kind, tuple(dict.fromkeys((*case.causes, *causes)))
    new = NewCase(kind, comment.article, tuple(causes), at, comment.id, comment.version, comment.author_id)
    return await unit.cases.open(new)


async def close_appeals(unit: Unit, person: int, at: datetime) -> None:
    """Close the open appeals of a person who is forgotten."""
    for case in await unit.cases.of_author(person):
        if case.kind is CaseKind.APPEAL:
            await unit.cases.close(case.id, Verdict.WITHDRAWN, None, at)


async def close_cases(unit: Unit, comment_id: int, verdict: Verdict, by: int | None, at: datetime) -> None:
    """Close every open case about a comment; `by` is None for the program."""
    for case in await unit.cases.of_comment(comment_id):
        if await unit.cases.close(case.id, verdict, by, at):
            await complaints.settle(unit, case, verdict, at, at)
