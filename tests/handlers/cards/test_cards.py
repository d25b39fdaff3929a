"""Every card, each rendered once: every screen has a way on, and a preview shows what readers will see."""

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handlers.cards
from handlers.acts import LARGE_FILE, UNUSABLE
from handlers.callbacks.auditing import LogView, ShowLog
from handlers.callbacks.comparing import ShowChanges
from handlers.callbacks.managing import Figure, TurnFigure
from handlers.callbacks.opening import OpenArticle, ShowRelated
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards import (
    article_notices,
    articles,
    audit,
    comments,
    drafts,
    editing,
    editions,
    lists,
    media,
    moderation,
    offering,
    outlets,
    people,
    pictures,
    posts,
    previews,
    pushes,
    related,
    reports,
    statistics,
    stories,
    topics,
    versions,
)
from handlers.cards.card import Card
from news.audit import AREAS
from news.auditing import AuditPage
from news.differences import SentenceChanges
from news.drafts import MOST_COUNTED, DraftPage
from news.editions import EditionStatus, Queue
from news.errors import VerdictChanged
from news.ledger import (
    CORRECTION_RULES,
    Address,
    DeliveryState,
    Edition,
    EditionKind,
    Gate,
    MessageKind,
    Place,
    PlaceKind,
    Progress,
    Subscription,
)
from news.limits import HEADLINE_LIMIT
from news.model import (
    Article,
    Attachment,
    Calendar,
    Comment,
    CommentPage,
    Headline,
    HeadlinePage,
    LastChange,
    NewspaperStatistics,
    Reader,
    Status,
    Topic,
    Version,
)
from news.moderation import Removal
from news.newsroom import FrontPage
from news.notices import Notice, NoticeKind, Remedy
from news.outlet_desk import Posting
from news.outlets import REMOVED
from news.ports import EditionContent
from news.ports.audit import AuditAct, AuditRow, NewAuditRow
from news.ports.drafts import DraftList
from news.ports.related import RelatedArticle, Verdict
from news.ports.statistics import ReadCount
from news.posts import Choice, Look, Outlet, OutletChat, OutletState, Post, Template
from news.related import Relations
from news.reports import Report
from news.richtext import Entity, clean_rich, from_entities, from_plain, split_title, units, without_repeats
from news.richtext import to_rich as shown_body
from news.roles import Role
from news.statistics import HourFigures, SubscriberDay
from news.topic_lists import TopicList
from news.topic_pages import TopicPage, TopicPlace
from news.versions import Update, VersionPage
from news.words import collapse
from tests.handlers.cards.samples import CATALOGS, NOW, WITHDRAWN, T, article_of, check, status_of
from texts import LANGUAGES, Texts

ARTICLE = Article(7, "Мост открыт", from_plain("Движение началось."), Status.PUBLISHED, NOW, published_at=NOW)
DRAFT = replace(ARTICLE, status=Status.DRAFT, published_at=None)
RETRACTED = replace(ARTICLE, status=Status.RETRACTED)
SCHEDULED = replace(DRAFT, status=Status.SCHEDULED, publish_at=NOW + timedelta(hours=3))
UNPUBLISHED = (DRAFT, replace(DRAFT, status=Status.IN_REVIEW, silent=True, comments_open=False), SCHEDULED)
PICTURES = tuple(Attachment(MessageKind.PHOTO, f"tg:{each}", each) for each in ("one", "two"))
ILLUSTRATED = replace(DRAFT, attachments=(PICTURES[0], replace(PICTURES[1], caption="Мост", name="bridge.jpg")))
COMMENT = Comment(3, 7, 5, "Анна", "Наконец-то!", NOW)
READER = Reader(5, name="Анна", registered_at=NOW)
EDITOR = Reader(8, Role.EDITOR, name="Глеб", registered_at=NOW)
WRITERS = tuple(Reader(9, role) for role in (Role.AUTHOR, Role.EDITOR, Role.CHIEF))
MODERATOR = Reader(6, Role.MODERATOR, name="Вера", registered_at=NOW)
REMOVAL = Removal(COMMENT, READER)
SUBSCRIPTION = Subscription(Place(5, Address(5), PlaceKind.PERSON, "ru"), NOW)
EDITION = Edition(1, EditionKind.HEADLINES, (7,), 1, NOW, CORRECTION_RULES)
DAYS = (SubscriberDay(NOW.date(), 3, 1, 1, 12), SubscriberDay(NOW.date(), 1, 0, 0, 13))
NOTES = {AuditAct.APPOINTED: "member editor", AuditAct.SCHEDULED: NOW.isoformat()}
AUDIT_ROWS = tuple(
    AuditRow(
        index,
        NewAuditRow(NOW, by, act, AREAS[act], 7, 5, 3, NOTES.get(act, note)),
        name,
        name,
        title,
    )
    for index, act in enumerate(AuditAct, 1)
    for by, name, title, note in ((None, "", "", ""), (5, "Анна К.", "Т" * 250, "п" * 200))
)
STATISTICS = NewspaperStatistics(1, 1, 1, 1, 1, EDITION, {"sent": 1})
GATE = Gate(NOW, NOW + timedelta(hours=3))
NOTICES = [
    Notice(kind, 3, remedy, by, "Мост" if kind in article_notices.ARTICLE_NOTICES else "")
    for kind in NoticeKind
    for remedy in (None, *Remedy)
    for by in ("", "Анна")
]
TOPIC, OTHER_TOPIC = Topic(1, "Город", 1), Topic(2, "Спорт", 2)
TOPIC_PAGES = (TopicPage(()), TopicPage((TOPIC, OTHER_TOPIC), 2))
IN_TOPIC = replace(ARTICLE, topic="Город", topics=("Город",), topic_ids=(1,))
VERSIONS = (Version(2, NOW, 6, "Вера", True, "Ошибка"), Version(1, NOW, None, None))
UPDATES = (Update(ARTICLE, SentenceChanges()), Update(ARTICLE, SentenceChanges(("Да.",), ("Нет.",)), "Мост"))
STATUSES = tuple(
    EditionStatus(
        Progress(replace(STATISTICS.last_edition, paused=paused), {"sent": 1, "pending": left}, 0), rate, time_left
    )
    for paused, left, rate, time_left in (
        (False, 10, 2.0, timedelta(seconds=5)),
        (True, 10, 0.0, None),
        (False, 0, 0.0, None),
    )
    if STATISTICS.last_edition is not None
)
CHANNEL = Outlet(Place(4, Address(-1001), PlaceKind.CHANNEL), OutletState.ACTIVE, OutletChat("Вестник"))
OUTLETS = (
    CHANNEL,
    replace(CHANNEL, state=OutletState.LOST, error=REMOVED, error_at=NOW),
    replace(CHANNEL, state=OutletState.OFF, error="Bad Request: chat not found", error_at=NOW, silent=True),
    replace(CHANNEL, state=OutletState.ASKED),
    replace(CHANNEL, place=Place(5, Address(-1002, 7), PlaceKind.GROUP), topics=("Спорт",), words="Подробности"),
    replace(CHANNEL, chat=OutletChat("Вестник", "vestnik", -1003)),
)
OUTLET_NOTICES = [
    Notice(kind, 7, title="Вестник", reason=reason, place=4, url="https://t.me/vestnik")
    for kind in NoticeKind
    if kind.startswith(("outlet", "post"))
    for reason in (REMOVED, "Bad Request: chat not found")
]
POST_LINK = "https://t.me/vestnik_bot?start=a_7"
PAGE = HeadlinePage((ARTICLE.headline, Headline(6, "Тоннель закрыт", NOW)), 7, 5)
RELATED = tuple(RelatedArticle(each, verdict) for each, verdict in zip(PAGE.headlines, Verdict, strict=True))

# `card_cache` makes no cards. Cards of a search show what a database found: see tests/journeys/test_searching.py.
NOT_SAMPLED = {"card_cache", "charts", "csv_files", "search"}

# Between the neighbours stands a name and nothing else.
TOPIC_NAMES = {"manage_topic_card"}
# No way on is needed: a group's member may do nothing here; after a failure the person tries again; a flooder waits;
# a photo comes below its article; the draft comes below what it lacks; a withdrawn post in a channel leads nowhere, and
# a test message by its link.
LAST_WORDS = {
    "admins_only_card",
    "album_card",
    "failure_card",
    "left_out_card",
    "not_shown_card",
    "post_card",
    "too_fast_card",
    "trial_card",
}
# A preview is a message as others will get it; its ways on stand under the overview above it.
LAST_WORDS |= {"post_preview_card", "push_preview_card", "reading_preview_card"}


def cards(t: Texts) -> dict[str, list[Card]]:
    """Every card, by the name of its function, in each of the forms it takes."""
    given = cards_of_articles(t) | cards_of_editing(t) | cards_of_drafts(t) | cards_of_lists(t) | cards_of_people(t)
    given |= cards_of_outlets(t) | cards_of_records(t)
    return {name: [card(t)] for name, card in functions().items() if needs_only_texts(card)} | given


def cards_of_articles(t: Texts) -> dict[str, list[Card]]:
    """Articles and their comments."""
    read = articles.read_button(ARTICLE, t, None)
    return {
        "article_card": [
            articles.article_card(ARTICLE, t, OpenArticle(number=7, origin=Origin(screen, through)))
            for screen in (None, *(ShowList(listing=listing, at=9) for listing in Listing))
            for through in (0, 6)
        ],
        "preview_card": [articles.preview_card(DRAFT, t, 0, [[read]])],
        "album_card": [media.album_card(replace(ARTICLE, attachments=PICTURES[:count]), 0) for count in (1, 2)],
        "teaser_card": [articles.teaser_card(ARTICLE, t, read)],
        "comments_card": [
            comments.comments_card(CommentPage(ARTICLE, found), t, reader)
            for found in ((), (COMMENT,))
            for reader in (READER, MODERATOR, Reader(6))
        ],
        "question_card": [comments.question_card(ARTICLE, t, "https://t.me/vestnik_bot?start=c_7")],
        "comment_published_card": [comments.comment_published_card(COMMENT, t)],
        "comment_changed_card": [comments.comment_changed_card(COMMENT, t)],
        "comment_moved_card": [comments.comment_moved_card(COMMENT, t)],
        "comment_kept_card": [comments.comment_kept_card(COMMENT, t)],
        "removed_card": [
            moderation.removed_card(Removal(comment, author), MODERATOR, t)
            for comment in (COMMENT, replace(COMMENT, removed_at=NOW, removed_by=6))
            for author in (READER, MODERATOR, replace(READER, role=Role.BANNED))
        ],
        "restored_card": [moderation.restored_card(REMOVAL, t)],
        "ask_ban_card": [moderation.ask_ban_card(REMOVAL, t)],
        "banned_card": [moderation.banned_card(REMOVAL, t)],
        "lifted_card": [moderation.lifted_card(REMOVAL, t)],
        "guest_card": [comments.guest_card(7, "Нельзя.", t)],
    }


def cards_of_editing(t: Texts) -> dict[str, list[Card]]:
    """Cards for editors and admins."""
    return {
        "edit_card": [editing.edit_card(article, EDITOR, t) for article in (ARTICLE, DRAFT, RETRACTED)],
        "ask_lead_card": [editing.ask_lead_card(ARTICLE, t)],
        "ask_title_card": [editing.ask_title_card(ARTICLE, t)],
        "ask_text_card": [editing.ask_text_card(ARTICLE, t)],
        "confirm_card": [editing.confirm_card(article, t) for article in (ARTICLE, DRAFT)],
        "changed_meanwhile_card": [
            editing.changed_meanwhile_card(ARTICLE, replace(ARTICLE, title="Мост открыли"), "Изменили.", t)
        ],
        "followed_card": [editing.followed_card(article, t) for article in (ARTICLE, DRAFT, RETRACTED)],
        "ask_reason_card": [editing.ask_reason_card(ARTICLE, t)],
        "revised_card": [editing.revised_card(ARTICLE, t)],
        "edit_cancelled_card": [editing.edit_cancelled_card(ARTICLE, t)],
        "edit_expired_card": [editing.edit_expired_card(7, t)],
        "ask_retract_card": [editing.ask_retract_card(ARTICLE, reason, t) for reason in ("", "Ошибка")],
        "retract_expired_card": [editing.retract_expired_card(7, t)],
        "ask_role_card": [editing.ask_role_card(READER, Role.EDITOR, t)],
        "retracted_card": [editing.retracted_card(RETRACTED, t)],
        "appointed_card": [editing.appointed_card(READER, t)],
        "offer_card": [
            offering.offer_card(7, title, files, [offering.too_large(name, t)], t)
            for title, files, name in (("Мост открыт", 0, ""), ("", 3, "салют.mp4"))
        ],
        "source_known_card": [offering.source_known_card(ARTICLE, t)],
        "ask_words_card": [offering.ask_words_card(2, left_out, t) for left_out in ([], [offering.too_large("", t)])],
        "left_out_card": [offering.left_out_card([offering.too_large("салют.mp4", t)], t)],
        "unusable_card": [offering.unusable_card(kind, t) for kind in (None, LARGE_FILE, *UNUSABLE)],
    }


def cards_of_records(t: Texts) -> dict[str, list[Card]]:
    """The figures and the log."""
    drawings = (
        (Figure.SUBSCRIBERS, statistics.subscribers_drawing(DAYS, t)),
        (Figure.PUBLICATIONS, statistics.publications_drawing((), 30, t)),
        (Figure.PUBLICATIONS, statistics.publications_drawing((ReadCount(7, "Мост открыт", 5, 9),), 30, t)),
        (Figure.HOURS, statistics.hours_drawing((HourFigures(9),), 30, t)),
        (Figure.HOURS, statistics.hours_drawing((HourFigures(9, 1, 7, 2, 5),), 30, t)),
    )
    return {
        "statistics_card": [statistics.statistics_card(STATISTICS, DAYS, t)],
        "figure_card": [
            statistics.figure_card(drawing, TurnFigure(figure=figure, days=30, dark=dark), picture, t)
            for figure, drawing in drawings
            for dark, picture in ((True, None), (True, b"png"), (False, b"png"))
        ],
        "files_card": [statistics.files_card(DAYS, (ReadCount(7, "Мост открыт", 5, 9),), (HourFigures(9),), t)],
        "log_card": [
            audit.log_card(AuditPage(rows, before), ShowLog(view=view, subject=5, before=before or 0), t)
            for rows, before in (((), None), (AUDIT_ROWS[:10], 7), (AUDIT_ROWS[10:20], None), (AUDIT_ROWS[20:30], None))
            for view in LogView
        ],
        "doers_card": [audit.doers_card(doers, t) for doers in ((), ((5, "Анна"), (6, "")))],
        "log_file_card": [audit.log_file_card(AuditPage(AUDIT_ROWS, before), t) for before in (None, 7)],
    }


def cards_of_drafts(t: Texts) -> dict[str, list[Card]]:
    """The panel of a draft, and everything around it."""
    push = STATUSES[0].progress
    return {
        "draft_card": [
            drafts.draft_card(article, reader, t, more=more)
            for article in UNPUBLISHED
            for reader in (*WRITERS, Reader(article.author_id or 9, Role.AUTHOR))
            for more in (False, True)
        ],
        "visitors_card": [drafts.visitors_card(7, [LastChange(5, name, NOW) for name in ("Анна", None)], t)],
        "drafts_card": [
            drafts.drafts_card(DraftPage(which, found, None, dict.fromkeys(DraftList, MOST_COUNTED)), t)
            for which in DraftList
            for found in ((), tuple(article.headline for article in UNPUBLISHED))
        ],
        "kept_draft_card": [drafts.kept_draft_card(DRAFT, t)],
        "discarded_card": [drafts.discarded_card(7, t)],
        "ask_when_card": [drafts.ask_when_card(DRAFT, t)],
        "scheduled_card": [drafts.scheduled_card(SCHEDULED, t)],
        "submitted_card": [drafts.submitted_card(DRAFT, t)],
        "ask_return_card": [drafts.ask_return_card(DRAFT, t)],
        "returned_card": [drafts.returned_card(DRAFT, t)],
        "ask_breaking_card": [drafts.ask_breaking_card(DRAFT, t)],
        "overview_card": [
            previews.overview_card(each, outlets, t) for each in (DRAFT, ILLUSTRATED) for outlets in ((), OUTLETS[:1])
        ],
        "push_preview_card": [previews.push_preview_card(each, t) for each in (DRAFT, ILLUSTRATED)],
        "post_preview_card": [previews.post_preview_card(ILLUSTRATED, OUTLETS[0], t, "https://t.me/b?start=a_7")],
        "reading_preview_card": [previews.reading_preview_card(each, t) for each in (DRAFT, ILLUSTRATED)],
        "pictures_card": [pictures.pictures_card(each, t) for each in (DRAFT, ILLUSTRATED)],
        "picture_card": [pictures.picture_card(ILLUSTRATED, place, t) for place in (0, 1)],
        "ask_picture_card": [pictures.ask_picture_card(ILLUSTRATED, t)],
        "ask_caption_card": [pictures.ask_caption_card(ILLUSTRATED, 0, t)],
        "undo_card": [drafts.undo_card(SCHEDULED, t)],
        "report_card": [
            reports.report_card(report, t)
            for report in (
                Report(ARTICLE),
                Report(ARTICLE, progress=push, time_left=timedelta(minutes=3)),
                Report(ARTICLE, progress=push),
                Report(RETRACTED),
            )
        ],
        "article_notice_card": [
            article_notices.article_notice_card(notice, t)
            for notice in NOTICES
            if notice.what in article_notices.ARTICLE_NOTICES
        ],
    }


def cards_of_outlets(t: Texts) -> dict[str, list[Card]]:
    """Posts in channels, and the screens of those who arrange them."""
    return {
        "post_card": [
            posts.post_card(article, Look(template, link_in_text=in_text), t, POST_LINK)
            for article in (ARTICLE, RETRACTED, replace(ARTICLE, attachments=PICTURES))
            for template in Template
            for in_text in (True, False)
        ],
        "trial_card": [posts.trial_card(Look(link_in_text=in_text), t, POST_LINK) for in_text in (True, False)],
        "outlets_card": [outlets.outlets_card(found, after, t) for found, after in ((OUTLETS, 9), ((), None))],
        "outlet_card": [outlets.outlet_card(outlet, t) for outlet in OUTLETS]
        + [outlets.outlet_card(CHANNEL, t, outlets.trial_result(error, t)) for error in (None, "", "Bad Request: no")],
        "templates_card": [outlets.templates_card(CHANNEL, t)],
        "ask_words_card": [outlets.ask_words_card(CHANNEL, t)],
        "ask_topics_card": [outlets.ask_topics_card(CHANNEL, t)],
        "ask_remove_card": [outlets.ask_remove_card(CHANNEL, t)],
        "outlet_removed_card": [outlets.outlet_removed_card(outlet, t) for outlet in (CHANNEL, None)],
        "posting_card": [
            outlets.posting_card(posting, t)
            for posting in (
                Posting(DRAFT, (), ()),
                Posting(DRAFT, (Choice(CHANNEL, True), Choice(CHANNEL, False)), ()),
                Posting(ARTICLE, (), ()),
                Posting(ARTICLE, (), [Post(CHANNEL, state, 5) for state in DeliveryState]),
            )
        ],
        "outlet_notice_card": [outlets.outlet_notice_card(notice, t) for notice in OUTLET_NOTICES],
    }


def cards_of_lists(t: Texts) -> dict[str, list[Card]]:
    """Lists, editions and related news."""
    return {
        "list_card": [lists.list_card(PAGE, listing, t) for listing in (Listing.LATEST, Listing.ARCHIVE)],
        "months_card": [lists.months_card(Calendar(2024, (3,), 2023, 2025), t)],
        "edition_card": [
            editions.edition_card(EditionContent(1, (ARTICLE,), 1), t),
            editions.edition_card(EditionContent(1, (ARTICLE, replace(ARTICLE, number=6)), 9), t),
            editions.edition_card(EditionContent(1, (ARTICLE,), 1), t, "https://t.me/vestnik_bot?start=a_{}".format),
        ],
        "notice_card": [editions.notice_card(notice, t) for notice in NOTICES],
        "message_card": [editions.message_card(EditionContent(1, (RETRACTED,), 1, EditionKind.CORRECTION), t)],
        "queue_card": [
            pushes.queue_card(Queue(statuses, gate), t) for statuses, gate in (((), None), (STATUSES, GATE))
        ],
        "ask_stop_card": [pushes.ask_stop_card(3, t)],
        "related_card": [related.related_card(ShowRelated(number=7), found, t) for found in ((), PAGE.headlines)],
        "relations_card": [related.relations_card(Relations(ARTICLE, RELATED, RELATED[1:]), t)],
        "ask_other_card": [related.ask_other_card(ARTICLE, verdict, t) for verdict in Verdict],
        "verdict_changed_card": [
            related.verdict_changed_card(
                Relations(ARTICLE, RELATED, RELATED[1:], 1),
                VerdictChanged(number=7, other=6, theirs=5, verdict=theirs, name="", at=NOW),
                own,
                t,
            )
            for theirs in Verdict
            for own in Verdict
        ],
        "versions_card": [versions.versions_card(VersionPage(ARTICLE, VERSIONS, older), t) for older in (None, 1)],
        "version_card": [versions.version_card(ARTICLE, present, t) for present in (1, 2)],
        "changes_card": [versions.changes_card(ShowChanges(number=7), update, t) for update in UPDATES],
        "same_story_card": [
            stories.same_story_card(6, 1, ARTICLE.headline, t, scheduling=scheduling) for scheduling in (True, False)
        ],
        "topics_card": [topics.topics_card(page, t) for page in TOPIC_PAGES],
        "topic_card": [topics.topic_card(TopicList(TOPIC, page), t) for page in (PAGE, HeadlinePage(()))],
        "choose_topics_card": [
            topics.choose_topics_card(article, page, 0, t) for article in (ARTICLE, IN_TOPIC) for page in TOPIC_PAGES
        ],
        "manage_topics_card": [topics.manage_topics_card(page, t) for page in TOPIC_PAGES],
        "manage_topic_card": [
            topics.manage_topic_card(TopicPlace(TOPIC, *beside), t) for beside in ((None, None), (OTHER_TOPIC,) * 2)
        ],
        "ask_topic_name_card": [topics.ask_topic_name_card(topic, t) for topic in (None, TOPIC)],
        "merge_topic_card": [topics.merge_topic_card(TOPIC, page, t) for page in TOPIC_PAGES],
        "ask_merge_card": [topics.ask_merge_card(TOPIC, OTHER_TOPIC, t)],
    }


def cards_of_people(t: Texts) -> dict[str, list[Card]]:
    """Cards about a person or a chat."""
    return {
        "start_card": [
            people.start_card(FrontPage(page, subscribed=True), "Вестник", t) for page in (PAGE, HeadlinePage(()))
        ],
        "help_card": [people.help_card([("help", "…")], t, name) for name in (None, "vestnik_bot")],
        "subscription_card": [
            people.subscription_card(t, active=active, changed=changed)
            for active in (True, False)
            for changed in (True, False)
        ],
        "profile_card": [people.profile_card(reader, SUBSCRIPTION, t) for reader in (READER, Reader(5))],
        "rules_card": [people.rules_card(number, t) for number in (0, 7)],
        "ask_name_card": [people.ask_name_card(7, name, t) for name in ("Анна", "")],
        "registered_card": [people.registered_card(READER, t)],
        "not_registered_card": [people.not_registered_card(number, t) for number in (0, 7)],
        "private_only_card": [people.private_only_card(t, "https://t.me/vestnik_bot?start=hello")],
        "group_subscription_card": [people.group_subscription_card(t, active=active) for active in (True, False)],
        "cancelled_card": [people.cancelled_card(t, had_something=had) for had in (True, False)],
    }


def functions() -> dict[str, Callable[..., Card]]:
    """The public functions of the card modules that return a card, by name."""
    names = {found.name for found in iter_modules(handlers.cards.__path__)} - NOT_SAMPLED
    modules = [import_module(f"{handlers.cards.__name__}.{name}") for name in sorted(names)]
    found = [value for module in modules for value in vars(module).values() if is_own_function(value, module)]
    return {value.__name__: value for value in found if get_type_hints(value).get("return") is Card}


def is_own_function(value: object, module: ModuleType) -> bool:
    return inspect.isfunction(value) and value.__module__ == module.__name__ and not value.__name__.startswith("_")


def needs_only_texts(card: Callable[..., Card]) -> bool:
    """Whether a card takes nothing but the texts: such a card needs no sample here."""
    parameters = inspect.signature(card).parameters.values()
    return [each.name for each in parameters if each.default is each.empty] == ["t"]


def test_every_card_has_a_sample() -> None:
    assert set(functions()) == set(cards(T))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_a_way_on_by_a_button_a_reply_or_a_command(language: str) -> None:
    dead_ends = {
        f"{name}: {card.text.text}"
        for name, rendered in cards(CATALOGS.texts(language, NOW)).items()
        for card in rendered
        if not card.inline_keyboard and card.reply_placeholder is None and not re.search(r"/[a-z]{2,}", card.text.text)
        if name not in LAST_WORDS
    }

    assert dead_ends == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_card_leaves_a_placeholder_unfilled_or_a_python_word_in_it(language: str) -> None:
    for name, rendered in cards(CATALOGS.texts(language, NOW)).items():
        for card in rendered:
            shown = [card.text.text, *(button.text for row in card.rows for button in row)]
            assert not any(re.search(r"[{}]|None|True|False|datetime|Role\.", text) for text in shown), name


def test_every_card_has_another_text_in_each_language() -> None:
    russian, english = (cards(CATALOGS.texts(language, NOW)) for language in ("ru", "en"))

    same = {name for name in russian if [c.text for c in russian[name]] == [c.text for c in english[name]]}

    # Their text is an argument, or the article's.
    named = {"guest_card", "edition_card", "album_card", "teaser_card", "push_preview_card", "post_preview_card"}
    assert same <= named | TOPIC_NAMES


FULL_ARTICLE = article_of(7)
SCREENS: Sequence[tuple[str, Card]] = [
    ("article", articles.article_card(FULL_ARTICLE, T, OpenArticle(number=7))),
    (
        "article from a list",
        articles.article_card(
            FULL_ARTICLE, T, OpenArticle(number=7, origin=Origin(ShowList(listing=Listing.ARCHIVE, at=9)))
        ),
    ),
    ("months", lists.months_card(Calendar(2024, (1, 3)), T)),
    ("comments", comments.comments_card(CommentPage(FULL_ARTICLE, ()), T)),
    ("notice to guests", comments.guest_card(7, "…", T)),
    ("comment kept", comments.comment_published_card(Comment(1, 7, 1, "Анна", "Да", NOW), T)),
    ("rules", people.rules_card(7, T)),
    ("name", people.ask_name_card(7, "Анна", T)),
    ("profile", people.profile_card(Reader(5), None, T)),
    ("subscription", people.subscription_card(T, active=True, changed=True)),
    ("draft", drafts.draft_card(replace(FULL_ARTICLE, status=Status.DRAFT), EDITOR, T)),
    ("published", reports.report_card(Report(FULL_ARTICLE), T)),
    ("edit", editing.edit_card(FULL_ARTICLE, EDITOR, T)),
    ("new text", editing.ask_text_card(FULL_ARTICLE, T)),
    ("correction", editing.confirm_card(FULL_ARTICLE, T)),
    (
        "two versions",
        editing.changed_meanwhile_card(FULL_ARTICLE, replace(FULL_ARTICLE, body=from_plain("щ" * 9000)), "…" * 300, T),
    ),
    ("reason", editing.ask_reason_card(FULL_ARTICLE, T)),
    ("retraction", editing.ask_retract_card(FULL_ARTICLE, "", T)),
    (
        "withdrawn",
        editions.edition_card(EditionContent(1, (article_of(7, **WITHDRAWN),), 1, EditionKind.CORRECTION), T),
    ),
    ("notice to admins", editions.notice_card(NOTICES[0], T)),
    ("figures", statistics.statistics_card(STATISTICS, DAYS, T)),
    ("log", audit.log_card(AuditPage(AUDIT_ROWS[1:21:2], 7), ShowLog(before=9), T)),
    ("deeds of whom", audit.doers_card([(2**62, "")] * 100, T)),
    ("queue", pushes.queue_card(Queue((status_of(),), GATE), T)),
    ("empty queue", pushes.queue_card(Queue(()), T)),
    ("end of a push", pushes.ask_stop_card(7, T)),
]


@pytest.mark.parametrize(("name", "card"), SCREENS, ids=[name for name, _ in SCREENS])
def test_every_screen_has_a_way_back(name: str, card: Card) -> None:
    check(card)
    assert any(row for row in card.rows), name


def letters() -> st.SearchStrategy[str]:
    """Text with the characters that editors type, and some that they do not."""
    return st.text(st.sampled_from("абв гд\n\n.!? —«»•-1)🎉\u0301\u00a0\u202e"), min_size=1, max_size=400)


marks = st.builds(
    Entity,
    type=st.sampled_from(
        ["bold", "italic", "underline", "spoiler", "code", "pre", "blockquote", "text_link", "mention"]
    ),
    offset=st.integers(-3, 500),
    length=st.integers(-3, 300),
    url=st.sampled_from([None, "https://example.org/", "tg://user?id=1", "javascript:alert(1)"]),
)


@given(letters(), st.lists(marks, max_size=12), st.sampled_from([1, 30]), st.sampled_from(LANGUAGES))
def test_a_preview_shows_the_whole_text_as_readers_will_see_it(
    text: str, entities: list[Entity], times: int, language: str
) -> None:
    t = CATALOGS.texts(language, NOW)
    written = clean_rich(text * times, entities)
    title, rest = split_title(written.text, written.entities)
    title = collapse(title)[: HEADLINE_LIMIT // 2] or "Заголовок"
    draft = replace(DRAFT, title=title, body=from_entities(rest.text, rest.entities))
    published = replace(draft, status=Status.PUBLISHED, published_at=NOW)
    count = len(articles.article_pages(published, t))

    read = [articles.article_card(published, t, OpenArticle(number=7, page=page)) for page in range(count)]
    preview = [
        drafts.draft_card(replace(draft, published_at=NOW), EDITOR, t, page) for page in range(count)
    ]  # only the meta line would differ: a draft has no time of publication

    assert [card.text for card in preview] == [card.text for card in read]
    whole = " ".join(card.text.text for card in read).split()
    body = shown_body(without_repeats(published.body, title)).text.split()
    assert "".join(whole).endswith("".join(body)), "the whole text, in order"
    assert all(units(card.text.text) <= articles.MESSAGE_UNITS for card in read)
