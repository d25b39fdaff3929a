"""Cases of the buttons of sources. The source of the stage is on trial, and has the usual rules."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.sources import (
    AllAct,
    AllSourcesAction,
    ChooseSourceOutlet,
    ChooseSourceTopic,
    RuleAct,
    ShowSources,
    SourceAct,
    SourceAction,
    SourceRule,
)
from tests.handlers.cases import FOR_CHIEFS, Case, changing
from tests.handlers.who import CHIEFS

CHANGED = ("sources", "audit")
# The acts that are missing here change nothing.
ALL_CHANGES = {AllAct.ADD: ("fsm",), AllAct.FILE: ("fsm",), AllAct.BEGIN: CHANGED}
SOURCE_CHANGES = {
    SourceAct.BEGIN: CHANGED,
    SourceAct.PAUSE: CHANGED,
    SourceAct.NAME: ("fsm",),
    SourceAct.REMOVE: CHANGED,
}
RULE_CHANGES = {
    **dict.fromkeys((RuleAct.ASK_PAIRS, RuleAct.ASK_WORDS, RuleAct.ASK_SIGN_OFF), ("fsm",)),
    **dict.fromkeys(
        (
            RuleAct.DRAFT,
            RuleAct.TAKE_CATEGORIES,
            RuleAct.NO_LINK,
            RuleAct.FOLLOW,
            RuleAct.SKIP,
            RuleAct.NOW,
            RuleAct.FEED,
        ),
        CHANGED,
    ),
}

SOURCES_BUTTONS: list[tuple[CallbackData, Case]] = [
    (ShowSources(), Case(CHIEFS, refusal=FOR_CHIEFS)),
    *[(AllSourcesAction(act=act), Case(CHIEFS, changing(*ALL_CHANGES.get(act, ())), FOR_CHIEFS)) for act in AllAct],
    *[
        (SourceAction(source=1, act=act), Case(CHIEFS, changing(*SOURCE_CHANGES.get(act, ())), FOR_CHIEFS))
        for act in SourceAct
    ],
    *[
        (SourceRule(source=1, act=act), Case(CHIEFS, changing(*RULE_CHANGES.get(act, ())), FOR_CHIEFS))
        for act in RuleAct
    ],
    (ChooseSourceTopic(source=1, topic=1), Case(CHIEFS, changing(*CHANGED), FOR_CHIEFS)),
    (ChooseSourceOutlet(source=1), Case(CHIEFS, refusal=FOR_CHIEFS)),
]
