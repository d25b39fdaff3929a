"""Cases of the buttons of moderators: cases, people, reasons, and removing a comment."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.moderating import (
    ALL,
    CaseAct,
    CaseAction,
    MacroAct,
    MacroAction,
    ModerateAct,
    ModerateAction,
    NextCase,
    PersonAct,
    PersonAction,
    ShowCases,
    UndoVerdict,
)
from tests.handlers.cases import FOR_MODERATORS, Case, changing
from tests.handlers.who import COMMENTERS, MODERATORS

SHOWN = Case(MODERATORS, refusal=FOR_MODERATORS)
ASKED = Case(MODERATORS, changing("fsm"), FOR_MODERATORS)
# A verdict on a held comment: its author is told by a notice of the ledger.
JUDGED = ("comments", "cases", "verdicts", "audit", "editions")


def judging(*tables: str) -> Case:
    """A verdict that changes these tables too."""
    return Case(MODERATORS, changing(*JUDGED, *tables), FOR_MODERATORS)


CASE_ACTS: dict[CaseAct, Case] = {
    CaseAct.SHOW: SHOWN,
    CaseAct.APPROVE: judging("articles"),
    CaseAct.ASK_REASON: SHOWN,
    CaseAct.REJECT: judging(),
    CaseAct.OWN_WORDS: ASKED,
    CaseAct.REMOVE: judging(),
    CaseAct.ASK_MUTE: SHOWN,
    CaseAct.MUTE: judging("readers"),
    CaseAct.ASK_BAN: SHOWN,
    CaseAct.BAN: judging("readers", "articles"),
    CaseAct.ANSWER: ASKED,
    CaseAct.UPHOLD: Case(MODERATORS, changing("cases", "verdicts", "audit", "editions"), FOR_MODERATORS),
    CaseAct.ASK_REVERSE: SHOWN,
    CaseAct.REVERSE: judging("articles"),
    CaseAct.DISMISS: Case(MODERATORS, changing("cases", "verdicts", "audit"), FOR_MODERATORS),
    CaseAct.ACT: Case(MODERATORS, changing("cases", "verdicts", "audit"), FOR_MODERATORS),
}
PERSON_ACTS: dict[PersonAct, Case] = {
    PersonAct.SHOW: SHOWN,
    PersonAct.NOTE: ASKED,
    PersonAct.APPROVE_HELD: judging("articles"),
    PersonAct.REMOVE_HELD: judging(),
    PersonAct.ASK_BAN: SHOWN,
    PersonAct.BAN: judging("readers", "articles"),
    PersonAct.LIFT_BAN: SHOWN,  # the neighbour is not banned
    PersonAct.UNMUTE: SHOWN,
}

MODERATORS_BUTTONS: list[tuple[CallbackData, Case]] = [
    # The comment 1 is the person's own, 2 is a neighbour's.
    (
        ModerateAction(comment=1, act=ModerateAct.REMOVE),
        Case(COMMENTERS, changing("comments", "articles", "verdicts"), FOR_MODERATORS),
    ),
    (
        ModerateAction(comment=2, act=ModerateAct.REMOVE),
        Case(MODERATORS, changing("comments", "articles", "verdicts", "audit", "editions"), FOR_MODERATORS),
    ),
    (
        UndoVerdict(verdict=1),
        Case(
            MODERATORS,
            changing("comments", "cases", "verdicts", "audit", "editions"),
            FOR_MODERATORS,
        ),
    ),
    *[(CaseAction(case=1, version=1, act=act, item=act is CaseAct.MUTE), case) for act, case in CASE_ACTS.items()],
    *[(PersonAction(person=1, act=act), case) for act, case in PERSON_ACTS.items()],
    (ShowCases(), SHOWN),
    (NextCase(walk=ALL), SHOWN),
    (MacroAction(act=MacroAct.SHOW), SHOWN),
    (MacroAction(act=MacroAct.ADD), ASKED),
    (MacroAction(act=MacroAct.DROP), SHOWN),
]
