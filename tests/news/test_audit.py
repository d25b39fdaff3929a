"""The audit: each verb of the staff that changes something stores one row, in the transaction of its deed."""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from news.audit import AREAS
from news.cases import open_case
from news.errors import NotAllowed, Refusal
from news.ledger import Address, MessageKind, PlaceKind
from news.model import Attachment, Cause, CommentsFor, NewArticle, NewComment, Reader
from news.newsroom import Newsroom, make_newsroom
from news.ports.audit import Area, AuditAct, AuditFilter, AuditRow
from news.ports.complaints import Grounds
from news.ports.related import Verdict
from news.ports.requests import NewRequest, RequestVerdict
from news.ports.verdicts import Ruling
from news.posts import OutletChat, OutletState
from news.rate_limits import RateLimiter
from news.richtext import from_plain
from news.roles import DEFAULT_PERMISSIONS, Deed, Role
from news.rules_desk import Rule
from news.sources.found import SourceKind
from news.sources.records import Source, SourceRules, SourceState, Visits
from news.verdicts import Decision
from storage import Database
from tests.news.conftest import ADMIN_ID, START, ZONE, HandClock, NoCourier, registered
from tests.support.scripted_feeds import ScriptedFeeds

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)
MODERATOR = Reader(700, Role.MODERATOR, "ru", "Борис", START)
AUTHOR = 500
FIRST, SECOND, DRAFT, OWN = 1, 2, 3, 4
TEXT = from_plain("Текст.")
PICTURE, OTHER_PICTURE = (Attachment(MessageKind.PHOTO, f"tg:{name}", name) for name in ("one", "two"))
CITY = "https://city.example/feed.xml"
LATER = START + timedelta(days=1)
ALL = AuditFilter()


@dataclass
class Stage:
    """Two articles, a draft, a comment, a push, Telegram's pause, a channel, two topics, a request and a source."""

    news: Newsroom
    database: Database
    comment: int
    push: int
    outlet: int
    topic: int
    other_topic: int
    request: int
    source: int
    case: int = 1


@pytest.fixture
def news(database: Database, clock: HandClock) -> Newsroom:
    """A newsroom that can read a site."""
    limiter, feeds = RateLimiter(29), ScriptedFeeds()
    return make_newsroom(database, NoCourier(), limiter, clock, admins={ADMIN_ID}, zone=ZONE, feeds=feeds)


@pytest.fixture
async def stage(news: Newsroom, database: Database, clock: HandClock) -> Stage:
    member = await registered(news, AUTHOR, "Мария")
    await registered(news, MODERATOR.id, "Борис")
    await news.readers.appoint(ADMIN, MODERATOR.id, Role.MODERATOR)
    await news.subscriptions.start(Address(1), "ru")
    for key in ("one", "two"):
        article = await news.editing.draft(ADMIN, key, TEXT, key=key)
        await news.editing.publish(ADMIN, article.number)
    await news.editing.draft(ADMIN, "three", TEXT, key="three")
    comment = await news.comments.add(member, FIRST, "Слово", chat_id=1, message_id=1)
    push = await news.delivery.tick()
    assert push is not None
    async with database.writing() as unit:
        await unit.budget.close(clock.now(), clock.now() + timedelta(hours=1))
        outlet = await unit.places.obtain(Address(-1), kind=PlaceKind.CHANNEL)
        await unit.outlets.ask(outlet, OutletChat("Вестник"))
        await unit.outlets.arrange(outlet, state=OutletState.ACTIVE)
        topics = await unit.topics.obtain(["Город", "Погода"])
        request = await unit.requests.add(NewRequest(1, "Анна", "анна", "ru", 0, START))
        visits = Visits(START, timedelta(minutes=10))
        address = "https://village.example/feed.xml"
        source = await unit.sources.add(
            Source(0, address, SourceKind.FEED, "Деревня", SourceState.TRIAL, SourceRules(), visits)
        )
    assert request is not None
    assert source is not None
    return Stage(news, database, comment.id, push.id, outlet, *(topic.id for topic in topics), request, source)


async def rows(database: Database, chosen: AuditFilter = ALL) -> Sequence[AuditRow]:
    async with database.reading() as unit:
        return await unit.audit.rows(chosen, None, 1000)


Do = Callable[[Stage, Reader], Awaitable[object]]


@dataclass(frozen=True)
class Verb:
    """A verb of the staff: what it stores, how it is done, what is done before; `again` changes something each time."""

    desk: str
    name: str
    act: AuditAct
    do: Do
    before: Do | None = None
    again: bool = False


def pin(verdict: Verdict) -> Do:
    return lambda stage, by: stage.news.related.judge(by, FIRST, SECOND, verdict)


def decision(ruling: Ruling) -> Decision:
    return Decision(ruling, mute=timedelta(hours=1))


async def hold(stage: Stage, _by: Reader) -> None:
    """Open the case of another comment of the author, which is held."""
    async with stage.database.writing() as unit:
        held = (Cause.FIRST,)
        number, _ = await unit.comments.add(NewComment(FIRST, AUTHOR, "Слово", START, 1, 99, held_for=held))
        comment = await unit.comments.get(number)
        assert comment is not None
        assert await open_case(unit, comment, held, START) == stage.case


async def mute(stage: Stage, by: Reader) -> None:
    await hold(stage, by)
    await stage.news.moderation.judge(by, stage.case, decision(Ruling.MUTE))


async def report(stage: Stage, _by: Reader) -> None:
    """Report the first article."""
    reporter = await stage.news.readers.recognise(AUTHOR, "ru")
    await stage.news.complaints.report_article(reporter, FIRST, 1, Grounds.ERROR)


async def close_report(stage: Stage, by: Reader) -> None:
    await report(stage, by)
    await stage.news.complaints.judge_article(by, stage.case, Ruling.ACT)


async def appeal(stage: Stage, _by: Reader) -> None:
    """Appeal against the removal of the comment by another moderator."""
    removal = await stage.news.moderation.remove(MODERATOR, stage.comment)
    author = await stage.news.readers.recognise(AUTHOR, "ru")
    await stage.news.appeals.appeal(author, removal.verdict or 0, "Так нечестно")


VERBS = [
    Verb("editing", "draft", AuditAct.DRAFTED, lambda s, by: s.news.editing.draft(by, "Новая", TEXT, key="new")),
    Verb("editing", "follow", AuditAct.REVISED, lambda s, by: s.news.editing.follow(by, DRAFT, "Т", TEXT), again=True),
    Verb("editing", "publish", AuditAct.PUBLISHED, lambda s, by: s.news.editing.publish(by, DRAFT)),
    Verb("editing", "publish", AuditAct.BREAKING, lambda s, by: s.news.editing.publish(by, DRAFT, breaking=True)),
    Verb("editing", "choose", AuditAct.CHOSEN, lambda s, by: s.news.editing.choose(by, DRAFT, silent=True)),
    Verb(
        "scheduling", "schedule", AuditAct.SCHEDULED, lambda s, by: s.news.scheduling.schedule(by, DRAFT, LATER),
        again=True,
    ),
    Verb(
        "scheduling", "cancel", AuditAct.UNSCHEDULED, lambda s, by: s.news.scheduling.cancel(by, DRAFT),
        before=lambda s, by: s.news.scheduling.schedule(by, DRAFT, LATER),
    ),
    Verb("reviewing", "submit", AuditAct.SUBMITTED, lambda s, by: s.news.reviewing.submit(by, DRAFT)),
    Verb(
        "reviewing", "give_back", AuditAct.RETURNED, lambda s, by: s.news.reviewing.give_back(by, DRAFT, "Проверьте"),
        before=lambda s, by: s.news.reviewing.submit(by, DRAFT),
    ),
    Verb("editing", "discard", AuditAct.DISCARDED, lambda s, by: s.news.editing.discard(by, DRAFT)),
    Verb(
        "editing", "revise", AuditAct.REVISED, lambda s, by: s.news.editing.revise(by, FIRST, title="Иначе"), again=True
    ),
    Verb(
        "editing", "revise", AuditAct.UPDATED, lambda s, by: s.news.editing.revise(by, FIRST, body=TEXT, reason="Дата"),
        again=True,
    ),
    Verb(
        "pictures", "add", AuditAct.PICTURES, lambda s, by: s.news.pictures.add(by, DRAFT, [PICTURE]), again=True
    ),
    Verb(
        "pictures", "remove", AuditAct.PICTURES, lambda s, by: s.news.pictures.remove(by, DRAFT, 0, version=2),
        before=lambda s, by: s.news.pictures.add(by, DRAFT, [PICTURE]),
    ),
    Verb(
        "pictures", "move_up", AuditAct.PICTURES, lambda s, by: s.news.pictures.move_up(by, DRAFT, 1, version=2),
        before=lambda s, by: s.news.pictures.add(by, DRAFT, [PICTURE, OTHER_PICTURE]),
    ),
    Verb(
        "pictures", "caption", AuditAct.PICTURES,
        lambda s, by: s.news.pictures.caption(by, DRAFT, 0, "Мост", version=2),
        before=lambda s, by: s.news.pictures.add(by, DRAFT, [PICTURE]),
    ),
    Verb("editing", "retract", AuditAct.RETRACTED, lambda s, by: s.news.editing.retract(by, FIRST, "Ошибка")),
    Verb("related", "judge", AuditAct.PINNED, pin(Verdict.PINNED)),
    Verb("related", "judge", AuditAct.FORBIDDEN, pin(Verdict.FORBIDDEN)),
    Verb(
        "related", "drop", AuditAct.VERDICT_DROPPED, lambda s, by: s.news.related.drop(by, FIRST, SECOND),
        before=pin(Verdict.PINNED),
    ),
    Verb("moderation", "remove", AuditAct.COMMENT_REMOVED, lambda s, by: s.news.moderation.remove(by, s.comment)),
    *[
        Verb(
            "moderation", "judge", act,
            lambda s, by, ruling=ruling: s.news.moderation.judge(by, s.case, decision(ruling)),
            before=hold,
        )
        for ruling, act in {
            Ruling.APPROVE: AuditAct.COMMENT_APPROVED, Ruling.REJECT: AuditAct.COMMENT_REJECTED,
            Ruling.MUTE: AuditAct.MUTED, Ruling.BAN: AuditAct.BANNED,
        }.items()
    ],
    Verb(
        "moderation", "judge_held", AuditAct.COMMENT_APPROVED,
        lambda s, by: s.news.moderation.judge_held(by, AUTHOR, decision(Ruling.APPROVE)), before=hold,
    ),
    *[
        Verb(
            "complaints", "judge_article", act,
            lambda s, by, ruling=ruling: s.news.complaints.judge_article(by, s.case, ruling), before=report,
        )
        for ruling, act in ((Ruling.DISMISS, AuditAct.REPORTS_DISMISSED), (Ruling.ACT, AuditAct.REPORTS_ACTED))
    ],
    *[
        Verb(
            "appeals", "judge", act,
            lambda s, by, ruling=ruling: s.news.appeals.judge(by, s.case, ruling), before=appeal,
        )
        for ruling, act in ((Ruling.UPHOLD, AuditAct.APPEAL_UPHELD), (Ruling.REVERSE, AuditAct.APPEAL_REVERSED))
    ],
    Verb(
        "moderation", "undo", AuditAct.REPORTS_REOPENED, lambda s, by: s.news.moderation.undo(by, 1),
        before=close_report,
    ),
    Verb(
        "moderation", "undo", AuditAct.VERDICT_UNDONE, lambda s, by: s.news.moderation.undo(by, 1),
        before=lambda s, by: s.news.moderation.remove(by, s.comment),
    ),
    Verb(
        "moderation", "respond", AuditAct.EDITORIAL_ANSWER,
        lambda s, by: s.news.moderation.respond(by, s.comment, "Спасибо", 1, 2),
    ),
    Verb("moderation", "ban", AuditAct.BANNED, lambda s, by: s.news.moderation.ban(by, AUTHOR)),
    Verb(
        "moderation", "lift", AuditAct.BAN_LIFTED, lambda s, by: s.news.moderation.lift(by, AUTHOR),
        before=lambda s, by: s.news.moderation.ban(by, AUTHOR),
    ),
    Verb(
        "moderation", "unmute", AuditAct.UNMUTED, lambda s, by: s.news.moderation.unmute(by, AUTHOR),
        before=mute,
    ),
    Verb("people", "note", AuditAct.NOTED, lambda s, by: s.news.people.note(by, AUTHOR, "Шумит"), again=True),
    Verb("people", "add_macro", AuditAct.MACRO_ADDED, lambda s, by: s.news.people.add_macro(by, "Не по теме")),
    Verb(
        "people", "drop_macro", AuditAct.MACRO_DROPPED, lambda s, by: s.news.people.drop_macro(by, 1),
        before=lambda s, by: s.news.people.add_macro(by, "Не по теме"),
    ),
    Verb(
        "comment_rules", "choose", AuditAct.COMMENT_RULES,
        lambda s, by: s.news.comment_rules.choose(by, FIRST, Rule.DAYS, "7"),
    ),
    Verb("readers", "appoint", AuditAct.APPOINTED, lambda s, by: s.news.readers.appoint(by, AUTHOR, Role.EDITOR)),
    *(
        Verb(
            "registration", "judge", act,
            lambda s, by, verdict=verdict: s.news.registration.judge(by, s.request, verdict),
        )
        for act, verdict in (
            (AuditAct.ADMITTED, RequestVerdict.ADMITTED), (AuditAct.DECLINED, RequestVerdict.DECLINED)
        )
    ),
    Verb("editions", "pause", AuditAct.PUSH_PAUSED, lambda s, by: s.news.editions.pause(by, s.push, paused=True)),
    Verb(
        "editions", "pause", AuditAct.PUSH_RESUMED, lambda s, by: s.news.editions.pause(by, s.push, paused=False),
        before=lambda s, by: s.news.editions.pause(by, s.push, paused=True),
    ),
    Verb("editions", "stop", AuditAct.PUSH_ENDED, lambda s, by: s.news.editions.stop(by, s.push)),
    Verb(
        "outlets", "arrange", AuditAct.OUTLET_ARRANGED, lambda s, by: s.news.outlets.arrange(by, s.outlet, silent=True)
    ),
    Verb("digests", "turn", AuditAct.OUTLET_ARRANGED, lambda s, by: s.news.digests.turn(by, s.outlet, on=True)),
    Verb("outlets", "remove", AuditAct.OUTLET_REMOVED, lambda s, by: s.news.outlets.remove(by, s.outlet)),
    Verb(
        "outlets", "choose", AuditAct.CHOSEN, lambda s, by: s.news.outlets.choose(by, DRAFT, s.outlet), again=True
    ),
    Verb("topics", "name", AuditAct.TOPIC_MADE, lambda s, by: s.news.topics.name(by, "Спорт")),
    Verb("topics", "name", AuditAct.TOPIC_RENAMED, lambda s, by: s.news.topics.name(by, "Наука", s.topic)),
    Verb("topics", "merge", AuditAct.TOPIC_MERGED, lambda s, by: s.news.topics.merge(by, s.topic, s.other_topic)),
    Verb("topics", "move", AuditAct.TOPIC_MOVED, lambda s, by: s.news.topics.move(by, s.other_topic, up=True)),
    Verb("topics", "choose", AuditAct.SORTED, lambda s, by: s.news.topics.choose(by, DRAFT, s.topic, chosen=True)),
    Verb(
        "topics", "choose", AuditAct.SORTED, lambda s, by: s.news.topics.choose(by, DRAFT, s.topic, chosen=False),
        before=lambda s, by: s.news.topics.choose(by, DRAFT, s.topic, chosen=True),
    ),
    Verb(
        "stop_phrases", "add", AuditAct.STOP_PHRASE_ADDED, lambda s, by: s.news.stop_phrases.add(by, "казино")
    ),
    Verb(
        "stop_phrases", "remove", AuditAct.STOP_PHRASE_REMOVED, lambda s, by: s.news.stop_phrases.remove(by, 1),
        before=lambda s, by: s.news.stop_phrases.add(by, "казино"),
    ),
    Verb(
        "commenters", "choose", AuditAct.COMMENTERS,
        lambda s, by: s.news.commenters.choose(by, FIRST, CommentsFor.TRUSTED),
    ),
    Verb(
        "groups", "allow", AuditAct.DEED_ALLOWED,
        lambda s, by: s.news.groups.allow(by, Role.MODERATOR, Deed.SEE_LOG, allowed=True),
    ),
    Verb(
        "groups", "allow", AuditAct.DEED_DENIED,
        lambda s, by: s.news.groups.allow(by, Role.MEMBER, Deed.COMMENT, allowed=False),
    ),
    Verb(
        "groups", "reset", AuditAct.GROUP_RESET, lambda s, by: s.news.groups.reset(by, Role.MEMBER),
        before=lambda s, by: s.news.groups.allow(by, Role.MEMBER, Deed.LIKE, allowed=False),
    ),
    Verb("source_trials", "add", AuditAct.SOURCE_ADDED, lambda s, by: s.news.source_trials.add(by, CITY)),
    Verb(
        "source_trials", "take_outlines", AuditAct.SOURCE_ADDED,
        lambda s, by: s.news.source_trials.take_outlines(by, CITY.encode()),
    ),
    Verb("sources", "begin", AuditAct.SOURCE_ARRANGED, lambda s, by: s.news.sources.begin(by, s.source)),
    Verb("sources", "begin_all", AuditAct.SOURCE_ARRANGED, lambda s, by: s.news.sources.begin_all(by)),
    Verb("sources", "pause", AuditAct.SOURCE_ARRANGED, lambda s, by: s.news.sources.pause(by, s.source)),
    Verb(
        "sources", "rename", AuditAct.SOURCE_ARRANGED, lambda s, by: s.news.sources.rename(by, s.source, "Город"),
    ),
    Verb(
        "sources", "change_rules", AuditAct.SOURCE_ARRANGED,
        lambda s, by: s.news.sources.change_rules(by, s.source, lambda rules: replace(rules, link=False)),
    ),
    Verb("sources", "remove", AuditAct.SOURCE_REMOVED, lambda s, by: s.news.sources.remove(by, s.source)),
    Verb("editions", "open_gate", AuditAct.GATE_OPENED, lambda s, by: s.news.editions.open_gate(by)),
]  # fmt: skip
# What the staff only looks at, asks before it acts, or sends in parts for an act that has a row of its own.
LOOKS = {
    "editing": {"open", "before_retraction"},
    "drafts": {"page", "enter"},
    "pictures": {"open"},
    "scheduling": {"may_schedule"},
    "reviewing": {"may_return"},
    "reports": {"read"},
    "related": {"relations"},
    "moderation": {"may_ban"},
    "stop_phrases": {"list", "show"},
    "cases": {"listed", "open", "next"},
    "people": {"open", "macros"},
    "comment_rules": {"get"},
    "readers": {"candidate"},
    "memberships": {"groups", "page", "find"},
    "groups": {"permissions"},
    "commenters": {"open"},
    "editions": {"queue", "may_stop"},
    "live_messages": {"show", "ask", "report"},
    "topics": {"get"},
    "stories": {"same", "decide"},
    "versions": {"list", "open"},
    "outlets": {"page", "get", "posting", "propose", "note_test"},
    "digests": {"channel", "get"},
    "sources": {"list", "get", "visit_now", "outlets", "export"},
    "source_trials": {"try_again"},
    "parts": {"keep", "of_act", "add", "forget"},
    "audit": {"page", "file", "doers"},
    "statistics": {"totals", "subscribers", "most_read", "hours"},
}
# Deeds of the staff that change nothing.
SEEING = {Deed.SEE_LOG, Deed.SEE_STATISTICS}


def test_every_verb_of_the_staff_is_tried_here_or_changes_nothing() -> None:
    """A verb of the staff is one whose first argument is the editor or admin, or the moderator's reader."""
    found = {
        (desk, name)
        for desk, kind in inspect.get_annotations(Newsroom).items()
        for name, verb in inspect.getmembers(kind, inspect.iscoroutinefunction)
        if not name.startswith("_") and _is_of_staff(desk, verb)
    }
    looks = {(desk, name) for desk, names in LOOKS.items() for name in names}

    assert found == {(verb.desk, verb.name) for verb in VERBS} | looks


def _is_of_staff(desk: str, verb: Any) -> bool:
    arguments = list(inspect.signature(verb).parameters)[1:2]
    return arguments in (["editor"], ["admin"], ["author"], ["chief"], ["moderator"]) or (
        desk in {"moderation", "statistics"} and arguments == ["reader"]
    )


def test_every_deed_of_the_staff_is_behind_one_of_these_verbs() -> None:
    readers = DEFAULT_PERMISSIONS.of(Role.GUEST) | DEFAULT_PERMISSIONS.of(Role.TRUSTED)
    deeds = set(Deed) - readers - SEEING

    assert deeds == {
        Deed.WRITE,
        Deed.PUBLISH,
        Deed.REVIEW,
        Deed.MODERATE,
        Deed.BAN,
        Deed.APPOINT,
        Deed.MANAGE_EDITIONS,
        Deed.MANAGE_OUTLETS,
        Deed.MANAGE_TOPICS,
        Deed.MANAGE_SOURCES,
        Deed.MANAGE_STOP_WORDS,
        Deed.MANAGE_GROUPS,
    }, "whose verbs are in VERBS?"


def test_every_act_is_tried_and_has_an_area() -> None:
    # COMMENT_RESTORED is stored by earlier versions only, MEMBERSHIP_ENDED by the timer, COMMENT_HIDDEN by reports,
    # SOURCE_TAKEN by visits.
    others = {
        AuditAct.IMPORTED,
        AuditAct.COMMENT_RESTORED,
        AuditAct.MEMBERSHIP_ENDED,
        AuditAct.COMMENT_HIDDEN,
        AuditAct.SOURCE_TAKEN,
    }
    assert {verb.act for verb in VERBS} | others == set(AuditAct)
    assert set(AREAS) == set(AuditAct)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: f"{verb.name}: {verb.act}")
async def test_a_deed_stores_exactly_one_row_and_the_same_deed_again_none(stage: Stage, verb: Verb) -> None:
    if verb.before is not None:
        await verb.before(stage, ADMIN)
    known = len(await rows(stage.database))

    await verb.do(stage, ADMIN)
    [row] = (await rows(stage.database))[:-known]
    assert (row.deed.act, row.deed.by, row.deed.area) == (verb.act, ADMIN_ID, AREAS[verb.act])

    try:
        await verb.do(stage, ADMIN)
    except Refusal:
        assert not verb.again
    assert len(await rows(stage.database)) == known + 1 + verb.again


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: f"{verb.name}: {verb.act}")
async def test_a_refused_deed_stores_nothing(stage: Stage, verb: Verb) -> None:
    if verb.before is not None:
        await verb.before(stage, ADMIN)
    known = await rows(stage.database)

    for role in (Role.GUEST, Role.MEMBER, Role.BANNED):
        with pytest.raises(NotAllowed):
            await verb.do(stage, Reader(7, role, "ru", "Иван", START))

    assert await rows(stage.database) == known


async def test_a_deed_that_fails_at_the_end_leaves_no_row(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    known = await rows(stage.database)
    monkeypatch.setattr("news.publication.after_change", fails)

    with pytest.raises(RuntimeError):
        await stage.news.editing.publish(ADMIN, DRAFT)

    assert await rows(stage.database) == known


async def test_an_import_is_one_row_of_the_program_for_each_batch(news: Newsroom, database: Database) -> None:
    articles = [NewArticle(f"k{index}", "Заголовок", TEXT, START, published_at=START) for index in range(3)]

    assert await news.editing.take_in(articles) == 3
    assert await news.editing.take_in(articles) == 0

    [row] = await rows(database)
    assert (row.deed.act, row.deed.by, row.deed.number) == (AuditAct.IMPORTED, None, 3)


async def test_what_an_author_does_with_an_own_comment_is_no_deed_of_the_staff(stage: Stage) -> None:
    author = await stage.news.readers.recognise(AUTHOR, "ru")
    known = await rows(stage.database)

    removal = await stage.news.moderation.remove(author, stage.comment)
    await stage.news.moderation.undo(author, removal.verdict or 0)

    assert await rows(stage.database) == known


async def test_a_removed_comment_is_named_by_its_number_without_its_text(stage: Stage) -> None:
    await stage.news.moderation.remove(MODERATOR, stage.comment)

    row = (await rows(stage.database))[0]
    assert (row.deed.number, row.deed.person, row.deed.article) == (stage.comment, AUTHOR, FIRST)
    assert (row.by_name, row.person_name, row.title, row.deed.note) == ("Борис", "Мария", "one", "")


async def test_a_new_role_is_stored_with_the_role_before(stage: Stage) -> None:
    await stage.news.readers.appoint(ADMIN, AUTHOR, Role.EDITOR)

    row = (await rows(stage.database))[0]
    assert (row.deed.person, row.deed.note, row.deed.area) == (AUTHOR, "member editor", Area.PEOPLE)


async def test_a_role_for_a_time_is_stored_with_its_end(stage: Stage) -> None:
    await stage.news.readers.appoint(ADMIN, AUTHOR, Role.EDITOR, until=LATER)

    assert (await rows(stage.database))[0].deed.note == f"member editor {LATER.isoformat()}"


async def test_a_membership_that_ends_is_a_deed_of_the_program(stage: Stage, clock: HandClock) -> None:
    await stage.news.readers.appoint(ADMIN, AUTHOR, Role.EDITOR, until=LATER)
    clock.advance(days=1)
    await stage.news.memberships.end_memberships()

    row = (await rows(stage.database))[0]
    assert (row.deed.act, row.deed.by, row.deed.person) == (AuditAct.MEMBERSHIP_ENDED, None, AUTHOR)
    assert row.deed.note == "editor member"
