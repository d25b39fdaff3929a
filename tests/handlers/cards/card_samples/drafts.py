"""Samples of the cards of a draft: its panel, previews, pictures and the report of its push."""

from datetime import timedelta

from handlers.cards import article_notices, drafts, pictures, previews, reports
from handlers.cards.card import Card
from news.drafts import MOST_COUNTED, DraftPage
from news.model import LastChange, Reader
from news.ports.drafts import DraftList
from news.reports import Report
from news.roles import Role
from tests.handlers.cards.card_samples.objects import (
    ARTICLE,
    DRAFT,
    ILLUSTRATED,
    NOTICES,
    RETRACTED,
    SCHEDULED,
    STATUSES,
    UNPUBLISHED,
    WRITERS,
)
from tests.handlers.cards.card_samples.outlets import OUTLETS
from tests.handlers.cards.samples import NOW
from texts import Texts


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
