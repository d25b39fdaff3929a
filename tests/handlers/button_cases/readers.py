"""Cases of the buttons of readers: lists, search, comments, subscription, registration."""

from itertools import product

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.appealing import AppealVerdict
from handlers.callbacks.checking import AnswerCheck, AskCheck
from handlers.callbacks.commenting import (
    AskComment,
    CommentAct,
    CommentAction,
    ShowBest,
    ShowComments,
    ShowFrom,
    ShowThread,
)
from handlers.callbacks.comparing import ShowChanges
from handlers.callbacks.complaining import ReportArticle, ReportComment, SendReport
from handlers.callbacks.contacting import AskContact
from handlers.callbacks.fields import Way
from handlers.callbacks.following import ShowWord
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.origins import Origin
from handlers.callbacks.posting import ShowDrafts
from handlers.callbacks.privacy import ForgetMe, ForgetStep, ShowPrivacy
from handlers.callbacks.reading import Listing, ShowDigest, ShowList, ShowMedia, ShowMonths, ShowTopic, ShowTopics
from handlers.callbacks.registering import Registering, RegisterStep
from handlers.callbacks.renaming import ChangeName
from handlers.callbacks.ruling import AskRule, ChooseRule, ShowRules
from handlers.callbacks.saving import ChooseDropped, DropSaved, ReadLater, SaveArticle, ShowSaved
from handlers.callbacks.searching import AskSearch, FoundMonths, FoundTopics, Order, ShowFound, TryWord
from handlers.callbacks.starting import ChooseLanguage
from handlers.callbacks.subscribing import Subscribing
from handlers.callbacks.visiting import ForgetVisit, ShowNew
from news.complaints import ARTICLE_GROUNDS, COMMENT_GROUNDS
from news.rules_desk import Rule
from tests.handlers.cases import (
    COMMENT,
    FOR_MODERATORS,
    FORGET,
    LIKERS,
    NAMING,
    NO_CHECK,
    NOT_OPEN,
    REGISTER,
    RENAME,
    REPORTERS,
    STALE,
    Case,
    changing,
)
from tests.handlers.who import COMMENTERS, EVERYBODY, GUESTS, MODERATORS, PERSONS, READERS

# One of each kind: every screen that an article is opened from, at once and through related news.
SCREENS = (
    None,
    ShowList(listing=Listing.ARCHIVE, at=1),
    ShowTopic(topic=1),
    ShowFound(order=Order.BEST),
    ShowDrafts(),
    ShowDigest(edition=1),
    ShowNew(since=1),
    ShowSaved(),
    ShowWord(word=1),
)
ORIGINS = [Origin(screen, through) for screen, through in product(SCREENS, (0, 2))]

READERS_BUTTONS: list[tuple[CallbackData, Case]] = [
    *[
        (ShowList(listing=listing, way=way, at=at), Case(EVERYBODY))
        for listing, (way, at) in product(Listing, ((Way.FROM, 0), (Way.NEWER, 1), (Way.MONTH, 202403)))
    ],
    (ShowDigest(edition=1), Case(EVERYBODY)),
    (ShowNew(since=1), Case(EVERYBODY)),
    (ForgetVisit(), Case(EVERYBODY)),
    *[(kind(), Case(PERSONS, refusal=NOT_OPEN)) for kind in (ShowSaved, ChooseDropped)],
    (SaveArticle(number=1), Case(PERSONS, changing("bookmarks"), NOT_OPEN)),
    (ReadLater(number=1), Case(PERSONS, changing("later", "places"), NOT_OPEN)),
    (DropSaved(number=1), Case(PERSONS, refusal=NOT_OPEN)),
    (ShowMonths(), Case(EVERYBODY)),
    (ShowTopics(), Case(EVERYBODY)),
    *[(ShowTopic(topic=1, way=way), Case(EVERYBODY)) for way in Way],
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
    (ShowFrom(number=1, start=1), Case(EVERYBODY)),
    (ShowBest(number=1), Case(EVERYBODY)),
    (ShowThread(comment=2), Case(EVERYBODY)),
    *[(CommentAction(comment=2, act=CommentAct.OPEN, best=best), Case(EVERYBODY)) for best in (True, False)],
    # The neighbour's comment has no picture; nobody likes or edits it again, or an own one.
    *[
        (CommentAction(comment=2, act=CommentAct.PICTURE, best=best), Case(frozenset(), refusal=STALE))
        for best in (True, False)
    ],
    *[
        (
            CommentAction(comment=2, act=CommentAct.LIKE, best=best),
            Case(COMMENTERS, changing("comments", "comment_likes"), LIKERS),
        )
        for best in (True, False)
    ],
    *[
        (CommentAction(comment=2, act=CommentAct.UNLIKE, best=best), Case(COMMENTERS, refusal=LIKERS))
        for best in (True, False)
    ],
    *[
        (CommentAction(comment=2, act=CommentAct.ANSWER, best=best), Case(COMMENTERS, **COMMENT))
        for best in (True, False)
    ],
    *[
        (CommentAction(comment=2, act=CommentAct.EDIT, best=best), Case(frozenset(), refusal=FOR_MODERATORS))
        for best in (True, False)
    ],
    *[(ReportComment(comment=2, best=best), Case(COMMENTERS, refusal=REPORTERS)) for best in (True, False)],
    *[(ReportArticle(number=1, origin=origin), Case(COMMENTERS, refusal=REPORTERS)) for origin in ORIGINS[:3]],
    *[
        (
            SendReport(comment=2, version=1, grounds=grounds),
            Case(COMMENTERS, changing("complaints", "cases"), REPORTERS),
        )
        for grounds in COMMENT_GROUNDS
    ],
    # The article has a case that nobody was shown: it stays as it is.
    *[
        (SendReport(number=1, version=2, grounds=grounds), Case(COMMENTERS, changing("complaints", "cases"), REPORTERS))
        for grounds in ARTICLE_GROUNDS
    ],
    # Whom a verdict is about may appeal, the banned too.
    (AppealVerdict(verdict=1), Case(PERSONS, changing("fsm"), NOT_OPEN, fixed=True)),
    (ShowRules(number=1), Case(MODERATORS, refusal=FOR_MODERATORS)),
    *[(AskRule(number=1, rule=rule), Case(MODERATORS, refusal=FOR_MODERATORS)) for rule in Rule],
    *[
        (
            ChooseRule(number=1, rule=rule, value=value),
            Case(MODERATORS, changing("comment_rules", "audit"), FOR_MODERATORS),
        )
        for rule, value in ((Rule.DAYS, "7"), (Rule.NIGHT, "23-7"), (Rule.SLOW, "60"))
    ],
    (AskComment(number=1), Case(COMMENTERS, **COMMENT)),
    (Subscribing(on=True), Case(EVERYBODY, changing("places", "subscriptions", "subscription_changes"))),
    (Subscribing(on=False), Case(EVERYBODY, changing("subscriptions", "subscription_changes"), subscribed=True)),
    (Registering(step=RegisterStep.BEGIN, number=1), Case(GUESTS, **REGISTER)),
    (Registering(step=RegisterStep.AGREE, number=1), Case(GUESTS, changing("fsm"), **REGISTER)),
    (
        Registering(step=RegisterStep.OWN_NAME, number=1),
        Case(GUESTS, changing("fsm", "readers", "names"), state=NAMING, **REGISTER),
    ),
    (Registering(step=RegisterStep.CANCEL, number=1), Case(EVERYBODY, changing("fsm"), state=NAMING)),
    *[
        (AskCheck(number=1, in_words=in_words), Case(GUESTS, changing("human_checks"), **REGISTER))
        for in_words in (True, False)
    ],
    # No check has this code.
    *[(AnswerCheck(code=7, place=0, number=1, in_words=in_words), NO_CHECK) for in_words in (True, False)],
    (AskContact(number=1), Case(GUESTS, changing("fsm"), **REGISTER)),
    (ChangeName(), Case(COMMENTERS, changing("fsm"), fixed=True, **RENAME)),
    (ChooseLanguage(language="en"), Case(PERSONS, changing("readers"))),
    (ShowPrivacy(), Case(EVERYBODY)),
    *[
        (ForgetMe(step=step), Case(READERS, changing("forgettings"), **FORGET))
        for step in (ForgetStep.KEEP, ForgetStep.DELETE)
    ],
    (ForgetMe(step=ForgetStep.CANCEL), Case(EVERYBODY)),
    (ShowChanges(number=1, origin=ORIGINS[2]), Case(EVERYBODY)),
]
