"""What a moderator sees after a decision about a case."""

from dataclasses import dataclass
from enum import StrEnum

from news.case_views import CaseView, view_case
from news.errors import CaseUnknown
from news.model import Reader
from news.ports import Unit
from news.ports.cases import Case
from news.ports.verdicts import Ruling


class Outcome(StrEnum):
    """What became of a moderator's decision."""

    GIVEN = "given"
    ALREADY = "already"  # somebody was faster
    CHANGED = "changed"  # the author has edited the comment meanwhile, so the decision was for another text


@dataclass(frozen=True, slots=True)
class Judgement:
    """A case after a decision about it; `verdict` is the id of the verdict that was given, for taking it back.

    A reversal cannot be taken back. `stands`: something that was decided later stays as it is, though an appeal has
    reversed the verdict before it.
    """

    outcome: Outcome
    view: CaseView
    verdict: int | None = None
    stands: bool = False


async def judgement(unit: Unit, moderator: Reader, case_id: int, verdict: int | None) -> Judgement:
    """Return a case after a decision; `verdict` is the one that was given, None if none was."""
    case = await known_case(unit, case_id)
    view = await view_case(unit, case)
    if verdict is not None:
        return Judgement(Outcome.GIVEN, view, None if view.ruling is Ruling.REVERSE else verdict)
    if view.open:
        return Judgement(Outcome.CHANGED, view)
    is_own = case.judged_by == moderator.id and view.ruling is not Ruling.REVERSE
    return Judgement(Outcome.ALREADY, view, case.verdict_id if is_own else None)


async def known_case(unit: Unit, case_id: int) -> Case:
    """Return a case. Raises CaseUnknown."""
    case = await unit.cases.get(case_id)
    if case is None:
        raise CaseUnknown(number=case_id)
    return case
