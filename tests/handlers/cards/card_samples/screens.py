"""Samples of the screens that lead back, with the largest article."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.callbacks.auditing import ShowLog
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards import (
    articles,
    audit,
    comment_screens,
    comments,
    drafts,
    editing,
    editions,
    lists,
    people,
    pushes,
    registration,
    reports,
    statistics,
)
from handlers.cards.card import Card
from news.auditing import AuditPage
from news.discussion import CommentPage
from news.editions import Queue
from news.ledger import EditionKind
from news.model import Calendar, Comment, Reader, Status
from news.newcomers import Registration
from news.ports import EditionContent
from news.reports import Report
from news.richtext import from_plain
from tests.handlers.cards.card_samples.articles import comment_link
from tests.handlers.cards.card_samples.objects import EDITOR, GATE, NOTICES, STATISTICS
from tests.handlers.cards.card_samples.records import AUDIT_ROWS, DAYS
from tests.handlers.cards.card_samples.settings import CHOSEN, SETTINGS_SCREENS
from tests.handlers.cards.samples import NOW, WITHDRAWN, T, article_of, status_of

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
    ("comments", comments.comments_card(CommentPage(FULL_ARTICLE, ()), Reader(5), T, comment_link)),
    ("notice to guests", comment_screens.guest_card(7, "…", T)),
    ("comment kept", comment_screens.comment_added_card(Comment(1, 7, 1, "Анна", "Да", NOW), T)),
    ("rules", registration.rules_card(7, Registration.OPEN, T)),
    ("name", registration.ask_name_card(7, "Анна", T)),
    ("profile", people.profile_card(Reader(5), CHOSEN, T)),
    ("end of a subscription", people.unsubscribed_card(T, changed=True)),
    *SETTINGS_SCREENS,
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
