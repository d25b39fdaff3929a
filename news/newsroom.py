"""The newsroom: all desks in one object, made from a storage, a courier, a rate limiter and a clock."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from random import SystemRandom
from zoneinfo import ZoneInfo

from news.answer_desk import AnswerDesk
from news.appeal_desk import AppealDesk
from news.articles import ArticleDesk
from news.auditing import AuditDesk
from news.bookmark_desk import BookmarkDesk
from news.case_desk import CaseDesk
from news.choice.changes import with_default_quiet
from news.choice.preferences import QuietHours
from news.choice_desk import ChoiceDesk, Chosen
from news.comment_rules import CommentRules
from news.commenters import CommentersDesk
from news.comments import CommentDesk
from news.complaint_desk import ComplaintDesk
from news.delivery import DEFAULT_TIMES, DeliveryDesk, DeliveryTimes
from news.digest_desk import DigestDesk
from news.discussions import DiscussionDesk, GroupComments
from news.drafts import DraftDesk
from news.editing import EditingDesk
from news.editions import EditionDesk
from news.files import FileDesk
from news.forgetting import ForgettingDesk
from news.group_desk import GroupDeedDesk
from news.groups import GroupDesk
from news.ignore_desk import IgnoreDesk
from news.kept_desk import KeptDesk
from news.later_desk import LaterDesk
from news.ledger import Address
from news.live_messages import LiveMessageDesk
from news.membership_desk import MembershipDesk
from news.model import ArticlePage, HeadlinePage
from news.moderation import ModerationDesk
from news.newcomers import Registration
from news.outcomes import DEFAULT_RETRIES, RetryPolicy
from news.outlet_desk import OutletDesk
from news.own_comments import OwnCommentDesk
from news.parts import PartsDesk
from news.people import PeopleDesk
from news.pictures import PictureDesk
from news.ports import Clock, Courier, DeliveryObserver, Storage
from news.ports.feeds import FeedReader, NoFeeds
from news.ports.hooks import Hook, NoHook
from news.privacy import PrivacyDesk
from news.privacy_rules import PrivacyRules
from news.publication import PublicationRules
from news.rate_limits import RateLimiter
from news.readers import ReaderDesk
from news.registration import RegistrationDesk
from news.related import RelatedDesk
from news.reports import ReportDesk
from news.retention import RetentionDesk
from news.reviewing import ReviewDesk
from news.rules_desk import RuleDesk
from news.scheduling import ScheduleDesk
from news.screening import Screening, ScreeningRules
from news.search import SearchDesk
from news.source_desk import SourceDesk
from news.source_trials import SourceTrialDesk
from news.source_visits import SourceVisitDesk
from news.sources.timing import DEFAULT_VISIT_RULES, VisitRules
from news.statistics import StatisticsDesk
from news.stop_phrase_desk import StopPhraseDesk
from news.stories import StoryDesk
from news.subscriptions import SubscriptionDesk
from news.threads import ThreadDesk
from news.topic_lists import TopicListDesk
from news.topics import TopicDesk
from news.tuning_desk import TuningDesk
from news.versions import VersionDesk
from news.visit_desk import VisitDesk
from news.word_desk import WordDesk
from news.words import collapse

FRONT_PAGE_HEADLINES = 3
DEFAULT_PRIVACY = PrivacyRules()
# Articles offered at once to a person who looks for one to share.
OFFER_SIZE = 20


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The first screen of a chat: the newest headlines, and whether the chat is subscribed."""

    latest: HeadlinePage
    subscribed: bool


@dataclass(frozen=True, slots=True)
class FirstMinute:
    """What a subscriber sees first: the newest headlines, and what is chosen. `changed`: the subscription is new."""

    latest: HeadlinePage
    chosen: Chosen
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Newsroom:
    """All desks. Every verb opens and closes its own unit of work, and no caller gets one."""

    articles: ArticleDesk
    editing: EditingDesk
    versions: VersionDesk
    stories: StoryDesk
    topics: TopicDesk
    topic_lists: TopicListDesk
    drafts: DraftDesk
    reviewing: ReviewDesk
    scheduling: ScheduleDesk
    reports: ReportDesk
    readers: ReaderDesk
    groups: GroupDesk
    memberships: MembershipDesk
    registration: RegistrationDesk
    subscriptions: SubscriptionDesk
    choice: ChoiceDesk
    visits: VisitDesk
    bookmarks: BookmarkDesk
    later: LaterDesk
    words: WordDesk
    tuning: TuningDesk
    kept: KeptDesk
    comments: CommentDesk
    own_comments: OwnCommentDesk
    answers: AnswerDesk
    ignores: IgnoreDesk
    stop_phrases: StopPhraseDesk
    commenters: CommentersDesk
    threads: ThreadDesk
    comment_rules: RuleDesk
    moderation: ModerationDesk
    complaints: ComplaintDesk
    appeals: AppealDesk
    cases: CaseDesk
    people: PeopleDesk
    delivery: DeliveryDesk
    editions: EditionDesk
    outlets: OutletDesk
    digests: DigestDesk
    discussions: DiscussionDesk
    group_deeds: GroupDeedDesk
    live_messages: LiveMessageDesk
    parts: PartsDesk
    search: SearchDesk
    pictures: PictureDesk
    related: RelatedDesk
    audit: AuditDesk
    statistics: StatisticsDesk
    files: FileDesk
    privacy: PrivacyDesk
    forgetting: ForgettingDesk
    retention: RetentionDesk
    sources: SourceDesk
    source_trials: SourceTrialDesk
    source_visits: SourceVisitDesk
    storage: Storage
    quiet_hours: QuietHours | None

    async def front_page(self, address: Address) -> FrontPage:
        """Return the first screen of a place."""
        subscription = await self.subscriptions.get(address)
        return FrontPage(await self.newest(), subscribed=subscription is not None and subscription.active)

    async def subscribe(self, address: Address, language: str) -> FirstMinute:
        """Subscribe a private chat. One that has chosen nothing begins with the newspaper's quiet hours, if any.

        A chat whose choices were all taken back has chosen nothing.
        """
        changed = await self.subscriptions.start(address, language)
        if changed and self.quiet_hours is not None and (await self.choice.get(address)).previous is None:
            await self.choice.change(address, language, partial(with_default_quiet, quiet=self.quiet_hours))
        return replace(await self.first_minute(address), changed=changed)

    async def first_minute(self, address: Address) -> FirstMinute:
        """Return what a subscriber sees first."""
        return FirstMinute(await self.newest(), await self.choice.get(address))

    async def newest(self) -> HeadlinePage:
        """Return the few newest headlines."""
        return await self.articles.latest(FRONT_PAGE_HEADLINES)

    async def offer(self, words: str, *, named: int | None = None, alone: bool = False, start: int = 0) -> ArticlePage:
        """Return articles to share, newest first: those with the words, or the newest of all without words.

        The last word may be the beginning of one, unless a blank follows it. The article `named` comes first on the
        first page; with `alone`, and if it exists, it is the only one. `start` is `older` of the page before.
        """
        if not collapse(words):
            return await self.articles.in_full(start, OFFER_SIZE)
        first = await self.articles.find(named) if named and not start else None
        if first and alone:
            return ArticlePage((first,))
        page = await self.search.find_while_typing(words, start, limit=OFFER_SIZE)
        others = (article for article in page.articles if article.number != named)
        return ArticlePage((*([first] if first else []), *others), page.older)


def make_newsroom(
    storage: Storage,
    courier: Courier,
    limiter: RateLimiter,
    clock: Clock,
    *,
    admins: Set[int] = frozenset(),
    languages: tuple[str, ...] = ("ru", "en"),
    zone: ZoneInfo,
    lifetime: timedelta = timedelta(days=1),
    retention: timedelta = timedelta(days=7),
    resend_unknown: bool = True,
    undo: timedelta = timedelta(),
    breaking_per_day: int = 5,
    registration: Registration = Registration.OPEN,
    hold_first: int = 0,
    privacy: PrivacyRules = DEFAULT_PRIVACY,
    hold_new: timedelta = timedelta(),
    hook: Hook = NoHook(),
    feeds: FeedReader = NoFeeds(),
    visit_rules: VisitRules = DEFAULT_VISIT_RULES,
    moderation_chat: Address | None = None,
    comment_rules: CommentRules | None = None,
    group_comments: GroupComments = GroupComments.OPEN,
    quiet_hours: QuietHours | None = None,
    times: DeliveryTimes = DEFAULT_TIMES,
    retries: RetryPolicy = DEFAULT_RETRIES,
    observer: DeliveryObserver | None = None,
) -> Newsroom:
    """Make the newsroom. `admins` are Telegram ids, the first of `languages` is the default, `zone` is for dates.

    Headlines older than `lifetime` are not sent. Deliveries are stored one by one for the time of `retention`. With
    `resend_unknown` a message that may have arrived is sent again. A publication can be taken back for the time of
    `undo`; a local day has at most `breaking_per_day` breaking articles. The first `hold_first` comments of a reader
    wait for a moderator, those of accounts known for less than `hold_new`, and those that the `hook` names; the cards
    of what waits stand in `moderation_chat`, else with every moderator in private. `privacy` says what is deleted when,
    `registration` is what a guest needs to become a reader, `comment_rules` say when and how fast readers comment,
    `group_comments` whose messages in discussion groups are comments. `feeds` reads the sources, by `visit_rules`. A
    new subscriber begins with `quiet_hours`. The `observer` counts sends and results.
    """
    discussion = comment_rules or CommentRules(zone)
    screening = Screening(clock, ScreeningRules(hold_first, hold_new), hook)
    rules = PublicationRules(zone, undo, breaking_per_day, lifetime, resend_unknown)
    readers = ReaderDesk(storage, clock, admins, languages, registration)
    comments = CommentDesk(storage, clock, screening, discussion)
    choice = ChoiceDesk(storage, clock, zone)
    subscriptions = SubscriptionDesk(storage, clock)
    return Newsroom(
        articles=ArticleDesk(storage, clock, zone),
        editing=EditingDesk(storage, clock, rules),
        versions=VersionDesk(storage),
        stories=StoryDesk(storage, clock),
        topics=TopicDesk(storage, clock),
        topic_lists=TopicListDesk(storage),
        drafts=DraftDesk(storage, clock),
        reviewing=ReviewDesk(storage, clock, admins),
        scheduling=ScheduleDesk(storage, clock, rules),
        reports=ReportDesk(storage, clock),
        readers=readers,
        groups=GroupDesk(storage, clock, readers.forget_permissions),
        memberships=MembershipDesk(storage, clock, admins, zone),
        registration=RegistrationDesk(storage, clock, registration, admins, readers.recognise),
        subscriptions=subscriptions,
        visits=VisitDesk(storage, clock),
        bookmarks=BookmarkDesk(storage, clock),
        later=LaterDesk(storage, clock, zone, choice.get),
        choice=choice,
        words=WordDesk(storage, clock, choice.get, choice.change),
        tuning=TuningDesk(storage, clock, zone, choice.get, choice.change),
        kept=KeptDesk(storage, choice.get, choice.change),
        own_comments=OwnCommentDesk(storage),
        answers=AnswerDesk(storage, clock),
        ignores=IgnoreDesk(storage, clock),
        comments=comments,
        stop_phrases=StopPhraseDesk(storage, clock, screening.forget),
        threads=ThreadDesk(storage, clock, discussion),
        comment_rules=RuleDesk(storage, clock, discussion),
        commenters=CommentersDesk(storage, clock),
        moderation=ModerationDesk(storage, clock, admins),
        complaints=ComplaintDesk(storage, clock),
        appeals=AppealDesk(storage, clock, admins),
        cases=CaseDesk(storage, clock, admins, moderation_chat),
        people=PeopleDesk(storage, clock),
        delivery=DeliveryDesk(
            storage,
            courier,
            limiter,
            clock,
            admins=admins,
            language=languages[0],
            zone=zone,
            lifetime=lifetime,
            resend_unknown=resend_unknown,
            times=times,
            retries=retries,
            observer=observer,
        ),
        editions=EditionDesk(storage, clock, retention),
        outlets=OutletDesk(storage, clock, admins),
        digests=DigestDesk(storage, clock, choice.get, choice.change, subscriptions.start, subscriptions.end),
        discussions=DiscussionDesk(storage, clock, comments, comments.respond, group_comments),
        group_deeds=GroupDeedDesk(storage, clock, admins),
        live_messages=LiveMessageDesk(storage, clock, readers.recognise),
        parts=PartsDesk(storage, clock),
        search=SearchDesk(storage, zone),
        pictures=PictureDesk(storage, clock),
        related=RelatedDesk(storage, clock),
        audit=AuditDesk(storage),
        statistics=StatisticsDesk(storage, clock, zone),
        files=FileDesk(storage, clock),
        privacy=PrivacyDesk(storage, clock, privacy),
        forgetting=ForgettingDesk(storage, clock, admins, privacy),
        retention=RetentionDesk(storage, clock, privacy),
        sources=SourceDesk(storage, clock),
        source_trials=SourceTrialDesk(storage, feeds, clock, visit_rules.rhythm),
        source_visits=SourceVisitDesk(storage, feeds, clock, SystemRandom().random, admins=admins, rules=visit_rules),
        storage=storage,
        quiet_hours=quiet_hours,
    )
