"""Complaints: what a reader's report weighs, when reports hide a comment, and what the reporters hear.

Readers report comments and articles; the code calls a report a complaint, because `news.reports` tells editors how a
publication goes.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from news.ledger import Address, Audience, EditionRules, Priority
from news.notices import Notice, NoticeKind
from news.ports import Unit
from news.ports.cases import Case, Verdict
from news.ports.complaints import Finding, Grounds
from news.roles import Role

COMMENT_GROUNDS = (Grounds.SPAM, Grounds.INSULT, Grounds.OFF_TOPIC)
ARTICLE_GROUNDS = (Grounds.ERROR, Grounds.OFFENSIVE, Grounds.OTHER)
# What a complaint weighs, by the group of its reporter; of the groups that are not here, nothing.
WEIGHTS: dict[Role, int] = {
    Role.MEMBER: 1,
    Role.TRUSTED: 3,
    Role.AUTHOR: 5,
    Role.MODERATOR: 5,
    Role.EDITOR: 5,
    Role.CHIEF: 5,
    Role.ADMIN: 5,
}
# A comment with complaints of this weight, that of three trusted readers, is hidden until it is judged.
HIDING_WEIGHT = 3 * WEIGHTS[Role.TRUSTED]
# Complaints of one person in an hour.
MAX_HOURLY = 10
# From so many unfounded complaints on, a person's weigh less; older ones than this are forgiven.
MANY_UNFOUNDED = 3
MEMORY = timedelta(days=90)
# Reporters hear the outcome after everything that is asked for.
OUTCOME_RULES = EditionRules(Audience.PLACES, Priority.LOW, lifetime=timedelta(days=7), pausable=False, listed=False)

# What a verdict says of the complaints that it judges; of others they were moot.
_FINDINGS: dict[Verdict, Finding] = {
    Verdict.APPROVED: Finding.UNFOUNDED,
    Verdict.DISMISSED: Finding.UNFOUNDED,
    Verdict.REJECTED: Finding.FOUNDED,
    Verdict.REMOVED: Finding.FOUNDED,
    Verdict.ACTED: Finding.FOUNDED,
}


def weight_of(role: Role, findings: Counter[Finding]) -> int:
    """Return what a complaint weighs: the share of a person's complaints that were justified counts.

    `findings` are those of `MEMORY`. With fewer than `MANY_UNFOUNDED` unfounded ones the share is not looked at.
    """
    weight, founded, unfounded = WEIGHTS.get(role, 0), findings[Finding.FOUNDED], findings[Finding.UNFOUNDED]
    if unfounded < MANY_UNFOUNDED:
        return weight
    return weight * founded // (founded + unfounded)


def is_shown_at(count: int) -> bool:
    """Whether the card of a case is renewed for this number of complaints: seldom when there are many."""
    return count <= 10 or count % 10 ** (len(str(count)) - 1) == 0


async def settle(unit: Unit, case: Case, verdict: Verdict, at: datetime, told_at: datetime) -> None:
    """Store what a verdict says of the complaints of a case, and tell each reporter at `told_at`.

    Nothing is wrong with the present version alone: complaints of an earlier one were of words that are gone.
    """
    if not await unit.complaints.count(case.id):
        return
    finding = _FINDINGS.get(verdict, Finding.MOOT)
    version = await _version(unit, case) if finding is Finding.UNFOUNDED else None
    reporters = await unit.complaints.settle(case.id, finding, at, version=version)
    await _tell(unit, case, finding, reporters, at, told_at)
    if finding is Finding.UNFOUNDED:
        reporters = await unit.complaints.settle(case.id, Finding.MOOT, at)
        await _tell(unit, case, Finding.MOOT, reporters, at, told_at)


async def reopen(unit: Unit, case_id: int, at: datetime) -> None:
    """Let the complaints of a case wait again, and tell nobody what was found."""
    for notice in await unit.complaints.reopen(case_id):
        await unit.editions.stop(notice, at)


async def _version(unit: Unit, case: Case) -> int | None:
    if case.comment is None:
        article = await unit.articles.get(case.article)
        return None if article is None else article.version
    comment = await unit.comments.get(case.comment)
    return None if comment is None else comment.version


async def _tell(
    unit: Unit, case: Case, finding: Finding, reporters: Sequence[int], at: datetime, told_at: datetime
) -> None:
    """Tell all reporters by one edition."""
    if not reporters:
        return
    article = await unit.articles.get(case.article)
    title = "" if article is None else article.title
    notice = Notice(NoticeKind.COMPLAINT, case.comment or 0, title=title, details=finding, article=case.article)
    places = []
    for reporter in reporters:
        reader = await unit.readers.get(reporter)
        places.append(await unit.places.obtain(Address(reporter), "" if reader is None else reader.language))
    edition = await unit.editions.notify(places, notice.dump(), OUTCOME_RULES, at, not_before=told_at)
    await unit.complaints.tell(case.id, finding, edition)
