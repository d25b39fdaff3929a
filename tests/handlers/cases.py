"""Cases for `test_roles`: which roles may use each command, button and awaited text, and what it changes."""

from dataclasses import dataclass, field
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from bot.clock import SystemClock
from handlers import menus
from handlers.callbacks.auditing import LogView, SendLog, ShowDoers, ShowLog
from handlers.callbacks.commenting import AskComment, ShowComments
from handlers.callbacks.comparing import ShowChanges, ShowVersion, ShowVersions
from handlers.callbacks.correcting import EditAct, EditAction
from handlers.callbacks.fields import Way
from handlers.callbacks.managing import Figure, GiveRole, KeepRole, OpenFigure, SendFigures, TurnFigure
from handlers.callbacks.moderating import ModerateAct, ModerateAction
from handlers.callbacks.offering import OfferAct, OfferAction
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.origins import Origin
from handlers.callbacks.outlets import AddOutlet, ChooseOutlet, OutletAct, OutletAction, ShowChoices, ShowOutlets
from handlers.callbacks.picturing import PictureAct, PictureAction
from handlers.callbacks.posting import DraftAct, DraftAction, ShowDraftList, ShowDrafts
from handlers.callbacks.previewing import ShowPreview, View
from handlers.callbacks.publishing import DecideStory
from handlers.callbacks.pushes import EditionAct, EditionAction, OpenGate, ShowQueue
from handlers.callbacks.reading import Listing, ShowList, ShowMedia, ShowMonths, ShowTopic, ShowTopics
from handlers.callbacks.registering import Registering, RegisterStep
from handlers.callbacks.relating import RelateAct, RelateAction
from handlers.callbacks.restoring import RestoreVersion, UpdateStory
from handlers.callbacks.scheduling import ScheduleDraft, ScheduleStory
from handlers.callbacks.searching import AskSearch, FoundMonths, FoundTopics, Order, ShowFound, TryWord
from handlers.callbacks.sorting import Choice, ChooseTopic, TopicAct, TopicAction
from handlers.callbacks.starting import ChooseLanguage
from handlers.callbacks.subscribing import Subscribing
from handlers.commands import (
    correcting,
    helping,
    outlets,
    picturing,
    posting,
    registering,
    relating,
    reviewing,
    scheduling,
    sorting,
)
from news.errors import NotAllowed
from news.ports.drafts import DraftList
from news.roles import Role, may
from texts import Catalogs

Who = Role | str
# Two senders without a role: Telegram's stand-in for an anonymous admin, and a channel whose `from` is an admin.
NOBODY, CHANNEL = "nobody", "channel"
WHO: tuple[Who, ...] = (*Role, NOBODY)
SPEAKERS: tuple[Who, ...] = (*WHO, CHANNEL)
ANONYMOUS_ADMIN_ID = 1087968824
SENDER_CHAT = {"id": -1001234567890, "type": "channel", "title": "Объявления"}

CATALOGS = Catalogs(ZoneInfo("Europe/Moscow"))

EVERYBODY = frozenset(SPEAKERS)
PERSONS = frozenset(Role)
GUESTS = frozenset({Role.GUEST})
ADMINS = frozenset({Role.ADMIN})
CHIEFS = ADMINS | {Role.CHIEF}
EDITORS = CHIEFS | {Role.EDITOR}
WRITERS = EDITORS | {Role.AUTHOR}
MODERATORS = EDITORS | {Role.MODERATOR}
COMMENTERS = MODERATORS | {Role.MEMBER, Role.AUTHOR}

NOTICE = "Посетители, находящиеся в группе Гости, не могут оставлять комментарии к данной публикации."
CLOSED = "Редакция закрыла вам комментирование. Читать можно всё: /latest."
FOR_EDITORS = "Эта команда — для редакции. Что здесь можно делать: /help."
FOR_CHIEFS = "Это могут главные редакторы. Что здесь можно делать: /help."
FOR_MODERATORS = "Это могут модераторы. Свой комментарий можно удалить: /remove и его номер."
FOR_ADMINS = "Эта команда — для администраторов. Что здесь можно делать: /help."
ALREADY = "Вы уже зарегистрированы"
NOT_OPEN = "Это вам недоступно. Что здесь можно делать: /help."
LOST = "Не понял вас."
PRIVATE = "Это делается в личном чате с ботом."
REFUSALS = (
    NOTICE,
    CLOSED,
    FOR_EDITORS,
    FOR_CHIEFS,
    FOR_MODERATORS,
    FOR_ADMINS,
    ALREADY,
    NOT_OPEN,
    LOST,
    PRIVATE,
    "сломалось",
    "Эта кнопка устарела",
)

# Tables that the timer writes, that every update writes, and the indexes of search and related news, which follow
# the articles.
IGNORED_TABLES = {
    "inbox",
    "deliveries",
    "budget",
    "alembic_version",
    "sqlite_sequence",
    "leases",
    "live_messages",
    "identity",
    "draft_visits",
    "vocabulary",
    "search",
}
IGNORED_TABLES |= {f"search_{part}" for part in ("data", "idx", "content", "config")}
IGNORED_TABLES |= {"related", *(f"related_{part}" for part in ("terms", "postings", "state"))}
# The columns that people change: the courier sets the others of an edition, a timer those of a topic.
COLUMNS = {"editions": "id, paused, stopped", "topics": "id, name, position, merged_into"}


@dataclass(frozen=True)
class Case:
    """The senders that may do it, the tables that it then changes, and the refusal that others get.

    `says` is the text that is sent, `state` the state and its data before. Both may name the numbers of the stage.
    `subscribed`: the chat is subscribed before. `held`: the edition is paused before. `status`: that of the draft.
    """

    may: frozenset[Who]
    changes: frozenset[str] = frozenset()
    refusal: str = ""
    says: str = ""
    state: tuple[str, dict[str, Any]] | None = None
    subscribed: bool = False
    held: bool = False
    status: str = "draft"
    refusals: dict[Who, str] = field(default_factory=dict)

    def refusal_for(self, who: Who) -> str:
        return self.refusals.get(who, self.refusal)


def changing(*tables: str) -> frozenset[str]:
    return frozenset(tables)


# A change of an article keeps the version before it.
REVISED = ("articles", "article_versions", "audit")
COMMENT = {"refusal": NOTICE, "refusals": {Role.BANNED: CLOSED}}
REGISTER: dict[str, Any] = {"refusal": ALREADY, "refusals": {NOBODY: NOT_OPEN, CHANNEL: NOT_OPEN}}
TITLE = (correcting.Correcting.deciding.state or "", {"number": "{article}", "title": "Новый заголовок"})
RETRACTING = (correcting.Correcting.retracting.state or "", {"number": "{article}", "reason": "Ошибка"})
EXPIRED = (helping.Expired.question.state or "", {})
NAMING = (registering.Naming.waiting.state or "", {"article": 0})

# The other commands of the menu take no argument and change nothing: `default_case` says which roles may use them.
COMMAND_CASES = {
    "read": Case(EVERYBODY, says="/read {article}"),
    "search": Case(EVERYBODY, says="/search статья"),
    "comments": Case(EVERYBODY, says="/comments {article}"),
    "comment": Case(COMMENTERS, changing("comments", "articles"), says="/comment {article} Слово", **COMMENT),
    "remove": Case(COMMENTERS, changing("comments", "articles"), FOR_MODERATORS, says="/remove {own}"),
    "subscribe": Case(EVERYBODY, changing("places", "subscriptions", "subscription_changes")),
    "unsubscribe": Case(EVERYBODY, changing("subscriptions", "subscription_changes"), subscribed=True),
    "register": Case(GUESTS, **REGISTER),
    "post": Case(WRITERS, changing("articles", "article_bodies", "audit"), FOR_EDITORS, says="/post {unique}\nТекст."),
    "drafts": Case(WRITERS, refusal=FOR_EDITORS),
    "edit": Case(WRITERS, refusal=FOR_EDITORS, says="/edit {draft}"),
    "retract": Case(EDITORS, changing("fsm"), FOR_EDITORS, says="/retract {article} Ошибка"),
    "stats": Case(EDITORS, refusal=FOR_EDITORS),
    "log": Case(CHIEFS, refusal=FOR_CHIEFS, says="/log {article}"),
    "queue": Case(ADMINS, refusal=FOR_ADMINS),
    "role": Case(ADMINS, refusal=FOR_ADMINS, says="/role {neighbour} moderator"),
    "cancel": Case(EVERYBODY, changing("fsm"), state=NAMING),
}


def default_case(entry: menus.Entry) -> Case:
    """The case of a command that only shows something: open to the roles that hold the deed of its line in the menu."""
    roles = {who: who if isinstance(who, Role) else Role.GUEST for who in SPEAKERS}
    refusal = CATALOGS.texts("ru", SystemClock().now()).refusal(NotAllowed(deed=entry.deed))
    return Case(frozenset(who for who, role in roles.items() if may(role, entry.deed)), refusal=refusal)


COMMANDS = {entry.name: COMMAND_CASES.get(entry.name) or default_case(entry) for entry in menus.ENTRIES}

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

# One of each kind: every screen that an article is opened from, at once and through related news.
SCREENS = (None, ShowList(listing=Listing.ARCHIVE, at=1), ShowTopic(topic=1), ShowFound(order=Order.BEST), ShowDrafts())
ORIGINS = [Origin(screen, through) for screen, through in product(SCREENS, (0, 2))]

SHOWN_TOPIC_ACTS = (TopicAct.LIST, TopicAct.SHOW, TopicAct.MERGE, TopicAct.ASK_MERGE)

BUTTONS: list[tuple[CallbackData, Case]] = [
    *[
        (ShowList(listing=listing, way=way, at=at), Case(EVERYBODY))
        for listing, (way, at) in product(Listing, ((Way.FROM, 0), (Way.NEWER, 1), (Way.MONTH, 202403)))
    ],
    (ShowMonths(), Case(EVERYBODY)),
    (ShowTopics(), Case(EVERYBODY)),
    *[(ShowTopic(topic=1, way=way), Case(EVERYBODY)) for way in Way],
    (ChooseTopic(number=1), Case(EDITORS, refusal=FOR_EDITORS)),
    (
        ChooseTopic(number=1, act=Choice.ADD, topic=2),
        Case(EDITORS, changing("articles", "article_topics", "audit"), FOR_EDITORS),
    ),
    (
        ChooseTopic(number=1, act=Choice.DROP, topic=1),
        Case(EDITORS, changing("articles", "article_topics", "audit"), FOR_EDITORS),
    ),
    *[(TopicAction(act=act, topic=1, other=2), Case(CHIEFS, refusal=FOR_CHIEFS)) for act in SHOWN_TOPIC_ACTS],
    *[
        (TopicAction(act=act, topic=1), Case(CHIEFS, changing("fsm"), FOR_CHIEFS))
        for act in (TopicAct.MAKE, TopicAct.RENAME)
    ],
    (TopicAction(act=TopicAct.UP, topic=2), Case(CHIEFS, changing("topics", "audit"), FOR_CHIEFS)),
    (TopicAction(act=TopicAct.DOWN, topic=1), Case(CHIEFS, changing("topics", "audit"), FOR_CHIEFS)),
    (TopicAction(act=TopicAct.MERGE_SURELY, topic=3, other=2), Case(CHIEFS, changing("topics", "audit"), FOR_CHIEFS)),
    *[
        (kind(number=1, origin=origin), Case(EVERYBODY))
        for kind, origin in product((OpenArticle, ShowRelated), ORIGINS)
    ],
    (ShowMedia(number=1), Case(EVERYBODY)),
    (AskSearch(), Case(EVERYBODY)),
    *[(ShowFound(order=order, way=way), Case(EVERYBODY)) for order, way in product(Order, Way)],
    *[(kind(order=order), Case(EVERYBODY)) for kind, order in product((FoundMonths, FoundTopics), Order)],
    (TryWord(index=0, word="статья"), Case(EVERYBODY)),
    (ShowComments(number=1), Case(EVERYBODY)),
    (AskComment(number=1), Case(COMMENTERS, **COMMENT)),
    # The comment 1 is the person's own, 2 is a neighbour's.
    (
        ModerateAction(comment=1, act=ModerateAct.REMOVE),
        Case(COMMENTERS, changing("comments", "articles"), FOR_MODERATORS),
    ),
    (
        ModerateAction(comment=2, act=ModerateAct.REMOVE),
        Case(MODERATORS, changing("comments", "articles", "audit"), FOR_MODERATORS),
    ),
    (ModerateAction(comment=1, act=ModerateAct.RESTORE), Case(COMMENTERS, refusal=FOR_MODERATORS)),
    (ModerateAction(comment=2, act=ModerateAct.RESTORE), Case(MODERATORS, refusal=FOR_MODERATORS)),
    (ModerateAction(comment=2, act=ModerateAct.ASK_BAN), Case(MODERATORS, refusal=FOR_MODERATORS)),
    (
        ModerateAction(comment=2, act=ModerateAct.BAN),
        Case(MODERATORS, changing("comments", "articles", "readers", "audit"), FOR_MODERATORS),
    ),
    (ModerateAction(comment=2, act=ModerateAct.LIFT_BAN), Case(MODERATORS, refusal=FOR_MODERATORS)),
    (Subscribing(on=True), Case(EVERYBODY, changing("places", "subscriptions", "subscription_changes"))),
    (Subscribing(on=False), Case(EVERYBODY, changing("subscriptions", "subscription_changes"), subscribed=True)),
    (Registering(step=RegisterStep.BEGIN, number=1), Case(GUESTS, **REGISTER)),
    (Registering(step=RegisterStep.AGREE, number=1), Case(GUESTS, changing("fsm"), **REGISTER)),
    (
        Registering(step=RegisterStep.OWN_NAME, number=1),
        Case(GUESTS, changing("fsm", "readers"), state=NAMING, **REGISTER),
    ),
    (Registering(step=RegisterStep.CANCEL, number=1), Case(EVERYBODY, changing("fsm"), state=NAMING)),
    (ChooseLanguage(language="en"), Case(PERSONS, changing("readers"))),
    (ShowDrafts(), Case(WRITERS, refusal=FOR_EDITORS)),
    *[(ShowDraftList(which=which), Case(WRITERS, refusal=FOR_EDITORS)) for which in DraftList],
    (DraftAction(number=2, act=DraftAct.SHOW), Case(WRITERS, refusal=FOR_EDITORS)),
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
        for act in (DraftAct.SILENT, DraftAct.OPEN_COMMENTS, DraftAct.CLOSE_COMMENTS)
    ],
    (DraftAction(number=2, act=DraftAct.SOUND), Case(EDITORS, refusal=FOR_EDITORS)),
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
    (ShowChanges(number=1, origin=ORIGINS[2]), Case(EVERYBODY)),
    *[
        (
            GiveRole(reader=1, role=role, present=Role.MEMBER),
            Case(ADMINS, changing(*tables), FOR_ADMINS),
        )
        for role, tables in {
            **dict.fromkeys(Role, ("readers", "audit")),
            Role.MEMBER: (),
            Role.BANNED: ("readers", "comments", "articles", "audit"),
        }.items()
    ],
    (KeepRole(), Case(ADMINS, refusal=FOR_ADMINS)),
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
    (ShowChoices(number=2), Case(WRITERS, refusal=FOR_EDITORS)),
    (ChooseOutlet(number=2, place=1), Case(EDITORS, refusal=FOR_EDITORS)),  # the outlet of the stage is turned off
    (ShowOutlets(), Case(CHIEFS, refusal=FOR_CHIEFS)),
    (AddOutlet(), Case(CHIEFS, changing("fsm"), FOR_CHIEFS)),
    *[
        (OutletAction(place=1, act=act), Case(CHIEFS, changing(*OUTLET_CHANGES.get(act, ())), FOR_CHIEFS))
        for act in OutletAct
    ],
]

# Texts that are sent while the bot waits in a state. Two of the states wait for buttons only.
WORDS = {
    registering.Naming.waiting: Case(GUESTS, changing("readers", "fsm"), says="Имя {unique}", state=NAMING, **REGISTER),
    posting.Posting.waiting: Case(
        WRITERS,
        changing("articles", "article_bodies", "fsm", "audit"),
        FOR_EDITORS,
        says="{unique}\nТекст.",
        state=(posting.Posting.waiting.state or "", {}),
    ),
    picturing.Picturing.files: Case(
        WRITERS,
        refusal=FOR_EDITORS,
        says="{unique}",
        state=(picturing.Picturing.files.state or "", {"number": "{article}"}),
    ),
    picturing.Picturing.caption: Case(
        EDITORS,
        changing(*REVISED, "fsm"),
        FOR_EDITORS,
        says="{unique}",
        state=(picturing.Picturing.caption.state or "", {"number": "{article}", "place": 0, "version": 2}),
    ),
    correcting.Correcting.title: Case(
        EDITORS,
        changing("fsm"),
        FOR_EDITORS,
        says="{unique}",
        state=(correcting.Correcting.title.state or "", {"number": "{article}"}),
    ),
    correcting.Correcting.lead: Case(
        EDITORS,
        changing("fsm"),
        FOR_EDITORS,
        says="{unique}",
        state=(correcting.Correcting.lead.state or "", {"number": "{article}"}),
    ),
    scheduling.Scheduling.when: Case(
        EDITORS,
        changing("articles", "fsm", "audit"),
        FOR_EDITORS,
        says="через 20 минут",
        state=(scheduling.Scheduling.when.state or "", {"number": "{draft}"}),
    ),
    reviewing.Reviewing.reason: Case(
        CHIEFS,
        changing("articles", "editions", "fsm", "places", "audit"),
        FOR_CHIEFS,
        says="Нет источника",
        state=(reviewing.Reviewing.reason.state or "", {"number": "{draft}"}),
        status="in_review",
    ),
    correcting.Correcting.text: Case(
        EDITORS,
        changing("fsm"),
        FOR_EDITORS,
        says="{unique}",
        state=(correcting.Correcting.text.state or "", {"number": "{article}"}),
    ),
    correcting.Correcting.reason: Case(
        EDITORS,
        changing(*REVISED, "fsm"),
        FOR_EDITORS,
        says="Причина",
        state=(correcting.Correcting.reason.state or "", TITLE[1]),
    ),
    sorting.Sorting.naming: Case(
        CHIEFS,
        changing("topics", "fsm", "audit"),
        FOR_CHIEFS,
        says="{unique}",
        state=(sorting.Sorting.naming.state or "", {"topic": 0}),
    ),
    relating.Relating.waiting: Case(
        EDITORS,
        changing("related_verdicts", "fsm", "audit"),
        FOR_EDITORS,
        says="1",
        state=(relating.Relating.waiting.state or "", {"number": "{article}", "verdict": "pinned"}),
    ),
    **{
        state: Case(
            CHIEFS,
            changing("outlets", "fsm", "audit"),
            FOR_CHIEFS,
            says="Слово",
            state=(state.state or "", {"place": "{outlet}"}),
        )
        for state in (outlets.Arranging.words, outlets.Arranging.topics)
    },
    # An address that leads nowhere: the bot goes on waiting.
    outlets.Arranging.address: Case(
        CHIEFS, refusal=FOR_CHIEFS, says="@nobody_there", state=(outlets.Arranging.address.state or "", {})
    ),
    correcting.Correcting.deciding: Case(frozenset(), refusal=LOST, says="Слово", state=TITLE),
    correcting.Correcting.retracting: Case(frozenset(), refusal=LOST, says="Слово", state=RETRACTING),
    helping.Expired.question: Case(EVERYBODY, changing("fsm"), says="Слово", state=EXPIRED),
}
