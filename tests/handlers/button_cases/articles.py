"""Cases of the buttons of those who write, edit and publish an article."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.closing import ChooseCommenters, Commenters
from handlers.callbacks.comparing import ShowVersion, ShowVersions
from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.offering import OfferAct, OfferAction
from handlers.callbacks.outlets import ChooseOutlet, ShowChoices
from handlers.callbacks.picturing import PictureAct, PictureAction
from handlers.callbacks.posting import DraftAct, DraftAction, ShowDraftList, ShowDrafts
from handlers.callbacks.previewing import ShowPreview, View
from handlers.callbacks.publishing import DecideStory
from handlers.callbacks.relating import RelateAct, RelateAction
from handlers.callbacks.restoring import RestoreVersion, UpdateStory
from handlers.callbacks.scheduling import ScheduleDraft, ScheduleStory
from handlers.callbacks.sorting import Choice, ChooseTopic
from handlers.states import Scheduling
from news.ports.drafts import DraftList
from tests.handlers.cases import FOR_CHIEFS, FOR_EDITORS, RETRACTING, REVISED, TITLE, Case, changing
from tests.handlers.who import CHIEFS, EDITORS, WRITERS

ARTICLES_BUTTONS: list[tuple[CallbackData, Case]] = [
    (ShowDrafts(), Case(WRITERS, refusal=FOR_EDITORS)),
    *[(ShowDraftList(which=which), Case(WRITERS, refusal=FOR_EDITORS)) for which in DraftList],
    (DraftAction(number=2, act=DraftAct.SHOW), Case(WRITERS, refusal=FOR_EDITORS)),
    (
        DraftAction(number=2, act=DraftAct.BACK),
        Case(WRITERS, changing("fsm"), FOR_EDITORS, state=(Scheduling.when.state or "", {"number": "{draft}"})),
    ),
    (DraftAction(number=2, act=DraftAct.PUBLISH), Case(EDITORS, changing("articles", "audit"), FOR_EDITORS)),
    (DraftAction(number=2, act=DraftAct.KEEP), Case(WRITERS, refusal=FOR_EDITORS)),
    (DraftAction(number=2, act=DraftAct.DISCARD), Case(EDITORS, changing("articles", "audit"), FOR_EDITORS)),
    (DraftAction(number=2, act=DraftAct.MORE), Case(WRITERS, refusal=FOR_EDITORS)),
    (
        DraftAction(number=2, act=DraftAct.SUBMIT),
        Case(EDITORS, changing("articles", "editions", "places", "audit"), FOR_EDITORS),
    ),
    (
        DraftAction(number=2, act=DraftAct.SEND_BACK),
        Case(CHIEFS, changing("fsm"), FOR_CHIEFS, status="in_review"),
    ),
    (DraftAction(number=2, act=DraftAct.SCHEDULE), Case(EDITORS, changing("fsm"), FOR_EDITORS)),
    (DraftAction(number=2, act=DraftAct.BREAKING), Case(EDITORS, refusal=FOR_EDITORS)),
    (
        DraftAction(number=2, act=DraftAct.BREAKING_SURELY),
        Case(EDITORS, changing("articles", "breaking_days", "editions", "edition_articles", "audit"), FOR_EDITORS),
    ),
    *[
        (DraftAction(number=2, act=act), Case(EDITORS, changing("articles", "audit"), FOR_EDITORS))
        for act in (DraftAct.SILENT, DraftAct.CLOSE_COMMENTS)
    ],
    *[
        (DraftAction(number=2, act=act), Case(EDITORS, refusal=FOR_EDITORS))
        for act in (DraftAct.SOUND, DraftAct.OPEN_COMMENTS)
    ],
    *[
        (ChooseCommenters(number=1, who=who), Case(EDITORS, changing(*tables), FOR_EDITORS))
        for who, tables in {
            **dict.fromkeys(Commenters, ("articles", "audit")),
            Commenters.SHOW: (),
            Commenters.NEWSPAPER: (),
        }.items()
    ],
    (
        DraftAction(number=2, act=DraftAct.UNDO),
        Case(EDITORS, changing("articles", "audit"), FOR_EDITORS, status="scheduled"),
    ),
    (ScheduleDraft(number=2, at=0), Case(EDITORS, changing("articles", "fsm", "audit"), FOR_EDITORS, state=TITLE)),
    (OfferAction(message=1, act=OfferAct.MAKE), Case(WRITERS, refusal=FOR_EDITORS)),
    (OfferAction(message=1, act=OfferAct.DROP), Case(WRITERS, refusal=FOR_EDITORS)),
    (EditAction(number=1, act=EditAct.SHOW), Case(EDITORS, refusal=FOR_EDITORS)),
    (EditAction(number=1, act=EditAct.TITLE), Case(EDITORS, changing("fsm"), FOR_EDITORS)),
    (EditAction(number=1, act=EditAct.LEAD), Case(EDITORS, changing("fsm"), FOR_EDITORS)),
    (EditAction(number=1, act=EditAct.TEXT), Case(EDITORS, changing("fsm"), FOR_EDITORS)),
    (EditAction(number=1, act=EditAct.SILENT), Case(EDITORS, changing(*REVISED, "fsm"), FOR_EDITORS, state=TITLE)),
    (EditAction(number=1, act=EditAct.VISIBLE), Case(EDITORS, changing("fsm"), FOR_EDITORS, state=TITLE)),
    (
        EditAction(number=1, act=EditAct.NO_REASON),
        Case(EDITORS, changing(*REVISED, "fsm"), FOR_EDITORS, state=TITLE),
    ),
    (
        EditAction(number=1, act=EditAct.OVERWRITE),
        Case(EDITORS, changing(*REVISED, "fsm"), FOR_EDITORS, state=TITLE),
    ),
    (EditAction(number=1, act=EditAct.CANCEL), Case(EDITORS, changing("fsm"), FOR_EDITORS, state=TITLE)),
    (EditAction(number=1, act=EditAct.RETRACT), Case(EDITORS, changing("fsm"), FOR_EDITORS, state=TITLE)),
    (
        EditAction(number=1, act=EditAct.RETRACT_SURELY),
        Case(EDITORS, changing("articles", "article_topics", "fsm", "audit"), FOR_EDITORS, state=RETRACTING),
    ),
    *[(ShowPreview(number=2, view=view), Case(WRITERS, refusal=FOR_EDITORS)) for view in View],
    (PictureAction(number=1, act=PictureAct.SHOW), Case(EDITORS, refusal=FOR_EDITORS)),
    (PictureAction(number=1, act=PictureAct.OPEN), Case(EDITORS, refusal=FOR_EDITORS)),
    (PictureAction(number=1, act=PictureAct.ADD), Case(EDITORS, changing("fsm"), FOR_EDITORS)),
    (PictureAction(number=1, act=PictureAct.CAPTION), Case(EDITORS, changing("fsm"), FOR_EDITORS)),
    (PictureAction(number=1, act=PictureAct.UP, version=2), Case(EDITORS, refusal=FOR_EDITORS)),
    (PictureAction(number=1, act=PictureAct.REMOVE, version=2), Case(EDITORS, changing(*REVISED), FOR_EDITORS)),
    (RelateAction(number=1, act=RelateAct.SHOW), Case(EDITORS, changing("fsm"), FOR_EDITORS, state=TITLE)),
    (RelateAction(number=1, act=RelateAct.PIN), Case(EDITORS, changing("fsm"), FOR_EDITORS)),
    (RelateAction(number=1, act=RelateAct.FORBID), Case(EDITORS, changing("fsm"), FOR_EDITORS)),
    (RelateAction(number=1, act=RelateAct.DROP, other=2), Case(EDITORS, refusal=FOR_EDITORS)),
    *[
        (
            RelateAction(number=1, act=act, other=1, stamp=1),
            Case(EDITORS, changing("related_verdicts", "audit"), FOR_EDITORS),
        )
        for act in (RelateAct.PIN_SURELY, RelateAct.FORBID_SURELY)
    ],
    (ShowVersions(number=1), Case(EDITORS, refusal=FOR_EDITORS)),
    (ShowVersion(number=1, version=1), Case(EDITORS, refusal=FOR_EDITORS)),
    (UpdateStory(number=1, draft=2), Case(EDITORS, changing("fsm"), FOR_EDITORS)),
    (ScheduleStory(number=2), Case(EDITORS, changing("fsm"), FOR_EDITORS)),
    (DecideStory(number=2), Case(EDITORS, changing("articles", "audit"), FOR_EDITORS)),
    (RestoreVersion(number=1, version=1), Case(EDITORS, changing("fsm"), FOR_EDITORS)),
    (ChooseTopic(number=1), Case(EDITORS, refusal=FOR_EDITORS)),
    (
        ChooseTopic(number=1, act=Choice.ADD, topic=2),
        Case(EDITORS, changing("articles", "article_topics", "audit"), FOR_EDITORS),
    ),
    (
        ChooseTopic(number=1, act=Choice.DROP, topic=1),
        Case(EDITORS, changing("articles", "article_topics", "audit"), FOR_EDITORS),
    ),
    (ShowChoices(number=2), Case(WRITERS, refusal=FOR_EDITORS)),
    (ChooseOutlet(number=2, place=1), Case(EDITORS, refusal=FOR_EDITORS)),  # the outlet of the stage is turned off
]
