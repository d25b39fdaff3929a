"""Cases of the buttons of those who manage: topics, roles, requests to be registered, figures, log, pushes, outlets."""

from itertools import product

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.admitting import JudgeRequest
from handlers.callbacks.appointing import GiveRole, KeepRole, PeopleAct, PeopleAction
from handlers.callbacks.auditing import LogView, SendLog, ShowDoers, ShowLog
from handlers.callbacks.choosing import SettingsScreen, ShowSettings, TurnHour, TurnTopic
from handlers.callbacks.collecting import ChooseForChannel, DigestAct, DigestAction
from handlers.callbacks.grouping import GroupAct, GroupAction
from handlers.callbacks.managing import Figure, OpenFigure, SendFigures, TurnFigure
from handlers.callbacks.outlets import AddOutlet, OutletAct, OutletAction, ShowOutlets
from handlers.callbacks.pushes import EditionAct, EditionAction, OpenGate, ShowQueue
from handlers.callbacks.screening import StopWordAct, StopWordAction
from handlers.callbacks.silencing import ChoosePause, ChooseQuiet, Night
from handlers.callbacks.sorting import TopicAct, TopicAction
from news.ports.requests import RequestVerdict
from news.roles import Deed, Role
from tests.handlers.cases import FOR_ADMINS, FOR_CHIEFS, FOR_EDITORS, FOR_MODERATORS, Case, changing
from tests.handlers.who import ADMINS, CHIEFS, EDITORS, MODERATORS

# The outlet of the stage has the usual look, and is turned off. The acts that are missing here change nothing of it.
OUTLET_CHANGES = {
    **dict.fromkeys((OutletAct.ASK_WORDS, OutletAct.ASK_TOPICS), ("fsm",)),
    **dict.fromkeys(
        (
            OutletAct.TITLE,
            OutletAct.FULL,
            OutletAct.SILENT,
            OutletAct.ON,
            OutletAct.ACCEPT,
            OutletAct.DECLINE,
            OutletAct.REMOVE,
        ),
        ("outlets", "audit"),
    ),
}

# Buttons of `/settings` that choose for the channel of the stage; it has chosen nothing.
CHANNEL_SETTINGS: list[tuple[CallbackData, tuple[str, ...]]] = [
    *[(ShowSettings(screen=screen), ()) for screen in SettingsScreen],
    (TurnHour(minute=480, on=True), ("choices",)),
    (TurnTopic(topic=1, on=False), ("choices",)),
    (ChooseQuiet(night=Night.FROM_23), ("choices",)),
    (ChoosePause(days=3), ("choices",)),
]

# So that each button of a group's deeds changes something.
TABLE_BEFORE = ((Role.MODERATOR, Deed.LIKE, False), (Role.MODERATOR, Deed.REPORT, True))

SHOWN_TOPIC_ACTS = (TopicAct.LIST, TopicAct.SHOW, TopicAct.MERGE, TopicAct.ASK_MERGE)

MANAGERS_BUTTONS: list[tuple[CallbackData, Case]] = [
    *[(TopicAction(act=act, topic=1, other=2), Case(CHIEFS, refusal=FOR_CHIEFS)) for act in SHOWN_TOPIC_ACTS],
    *[
        (TopicAction(act=act, topic=1), Case(CHIEFS, changing("fsm"), FOR_CHIEFS))
        for act in (TopicAct.MAKE, TopicAct.RENAME)
    ],
    (TopicAction(act=TopicAct.UP, topic=2), Case(CHIEFS, changing("topics", "audit"), FOR_CHIEFS)),
    (TopicAction(act=TopicAct.DOWN, topic=1), Case(CHIEFS, changing("topics", "audit"), FOR_CHIEFS)),
    (TopicAction(act=TopicAct.MERGE_SURELY, topic=3, other=2), Case(CHIEFS, changing("topics", "audit"), FOR_CHIEFS)),
    (StopWordAction(act=StopWordAct.LIST), Case(CHIEFS, refusal=FOR_CHIEFS)),
    (StopWordAction(act=StopWordAct.SHOW, phrase=1), Case(CHIEFS, refusal=FOR_CHIEFS)),
    (StopWordAction(act=StopWordAct.ADD), Case(CHIEFS, changing("fsm"), FOR_CHIEFS)),
    (
        StopWordAction(act=StopWordAct.REMOVE, phrase=1),
        Case(CHIEFS, changing("stop_phrases", "audit"), FOR_CHIEFS),
    ),
    *[
        (
            GiveRole(reader=1, role=role, present=Role.MEMBER),
            Case(ADMINS, changing(*tables), FOR_ADMINS, fixed=True),
        )
        for role, tables in {
            **dict.fromkeys(Role, ("readers", "audit")),
            Role.MEMBER: (),
            Role.BANNED: ("readers", "comments", "articles", "audit"),
        }.items()
    ],
    (KeepRole(), Case(ADMINS, refusal=FOR_ADMINS, fixed=True)),
    *[
        (PeopleAction(act=act, role=Role.EDITOR, reader=1), Case(ADMINS, changing(*tables), FOR_ADMINS, fixed=True))
        for act, tables in {**dict.fromkeys(PeopleAct, ()), PeopleAct.FIND: ("fsm",)}.items()
    ],
    *[
        (
            GroupAction(act=act, role=Role.MODERATOR, deed=deed),
            Case(ADMINS, changing(*tables), FOR_ADMINS, fixed=True, permissions=TABLE_BEFORE),
        )
        for act, deed, tables in (
            (GroupAct.LIST, None, ()),
            (GroupAct.SHOW, None, ()),
            (GroupAct.ALLOW, Deed.LIKE, ("permissions", "audit")),
            (GroupAct.DENY, Deed.REPORT, ("permissions", "audit")),
            (GroupAct.DEFAULT, None, ("permissions", "audit")),
        )
    ],
    *[(OpenFigure(figure=figure), Case(EDITORS, refusal=FOR_EDITORS)) for figure in Figure],
    *[
        (TurnFigure(figure=figure, days=30, dark=dark), Case(EDITORS, refusal=FOR_EDITORS))
        for figure, dark in product(Figure, (True, False))
    ],
    (SendFigures(), Case(EDITORS, refusal=FOR_EDITORS)),
    *[(kind(view=view), Case(CHIEFS, refusal=FOR_CHIEFS)) for kind, view in product((ShowLog, SendLog), LogView)],
    (ShowDoers(), Case(CHIEFS, refusal=FOR_CHIEFS)),
    (ShowQueue(), Case(ADMINS, refusal=FOR_ADMINS)),
    (OpenGate(), Case(ADMINS, refusal=FOR_ADMINS)),
    (EditionAction(number=3, act=EditionAct.PAUSE), Case(ADMINS, changing("editions", "audit"), FOR_ADMINS)),
    (
        EditionAction(number=3, act=EditionAct.RESUME),
        Case(ADMINS, changing("editions", "audit"), FOR_ADMINS, held=True),
    ),
    (EditionAction(number=3, act=EditionAct.STOP), Case(ADMINS, refusal=FOR_ADMINS)),
    (EditionAction(number=3, act=EditionAct.STOP_SURELY), Case(ADMINS, changing("editions", "audit"), FOR_ADMINS)),
    (ShowOutlets(), Case(CHIEFS, refusal=FOR_CHIEFS)),
    (AddOutlet(), Case(CHIEFS, changing("fsm"), FOR_CHIEFS)),
    *[
        (OutletAction(place=1, act=act), Case(CHIEFS, changing(*OUTLET_CHANGES.get(act, ())), FOR_CHIEFS))
        for act in OutletAct
    ],
    *[(DigestAction(place=1, act=act), Case(CHIEFS, refusal=FOR_CHIEFS)) for act in (DigestAct.SHOW, DigestAct.OFF)],
    (
        DigestAction(place=1, act=DigestAct.ON),
        Case(CHIEFS, changing("choices", "subscriptions", "subscription_changes", "audit"), FOR_CHIEFS),
    ),
    *[
        (ChooseForChannel(place=1, setting=button.pack()), Case(CHIEFS, changing(*tables), FOR_CHIEFS))
        for button, tables in CHANNEL_SETTINGS
    ],
    *[
        (
            JudgeRequest(request=1, decision=verdict),
            Case(MODERATORS, changing("requests", "editions", "places", "audit", *tables), FOR_MODERATORS),
        )
        for verdict, tables in ((RequestVerdict.ADMITTED, ("readers",)), (RequestVerdict.DECLINED, ("names",)))
    ],
]
