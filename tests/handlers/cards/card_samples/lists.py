"""Samples of the cards of lists, editions, related news, versions and topics."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from handlers.callbacks.comparing import ShowChanges
from handlers.callbacks.opening import ShowRelated
from handlers.callbacks.reading import Listing
from handlers.cards import (
    announcements,
    bookmarks,
    digests,
    editions,
    lists,
    notices,
    pushes,
    related,
    stories,
    topics,
    versions,
    visits,
)
from handlers.cards.card import Card
from news.bookmark_desk import SavedPage
from news.choice.forms import Form
from news.choice.preferences import Detail
from news.differences import SentenceChanges
from news.editions import Queue
from news.errors import VerdictChanged
from news.later_desk import Evening
from news.ledger import EditionKind
from news.model import Calendar, HeadlinePage, Topic, Version
from news.notices import Notice, NoticeKind
from news.ports import EditionContent
from news.ports.related import RelatedArticle, Verdict
from news.related import Relations
from news.topic_lists import TopicList
from news.topic_pages import TopicPage, TopicPlace
from news.versions import Update, VersionPage
from news.visit_desk import NewArticles
from tests.handlers.cards.card_samples.objects import ARTICLE, GATE, NOTICES, PAGE, RETRACTED, STATUSES
from tests.handlers.cards.samples import NOW
from texts import Texts

LATER = Notice(NoticeKind.LATER)
TOPIC, OTHER_TOPIC = Topic(1, "Город", 1), Topic(2, "Спорт", 2)
TOPIC_PAGES = (TopicPage(()), TopicPage((TOPIC, OTHER_TOPIC), 2))
IN_TOPIC = replace(ARTICLE, topic="Город", topics=("Город",), topic_ids=(1,))
VERSIONS = (Version(2, NOW, 6, "Вера", True, "Ошибка"), Version(1, NOW, None, None))
UPDATES = (Update(ARTICLE, SentenceChanges()), Update(ARTICLE, SentenceChanges(("Да.",), ("Нет.",)), "Мост"))
RELATED = tuple(RelatedArticle(each, verdict) for each, verdict in zip(PAGE.headlines, Verdict, strict=True))


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
        "announcement_card": [
            announcements.announcement_card(article, t, None, Form(detail))
            for article in (ARTICLE, RETRACTED)
            for detail in Detail
        ],
        "digest_card": [
            digests.digest_card(
                EditionContent(1, (ARTICLE, replace(IN_TOPIC, number=6), RETRACTED), 3 + more, digest=True), t
            )
            for more in (0, 5)
        ],
        "new_card": [
            visits.new_card(NewArticles((), NOW), t),
            visits.new_card(NewArticles(PAGE.headlines), t),
            *(visits.new_card(NewArticles(PAGE.headlines, NOW, total, 5), t, 7) for total in (12, 5000)),
        ],
        "visit_forgotten_card": [visits.visit_forgotten_card(t)],
        "saved_card": [bookmarks.saved_card(page, t) for page in (SavedPage(()), SavedPage(PAGE.headlines, 1, True))],
        "choose_dropped_card": [bookmarks.choose_dropped_card(SavedPage(PAGE.headlines), t)],
        "put_aside_card": [
            bookmarks.put_aside_card(until, t)
            for until in (None, *(Evening(NOW, ZoneInfo("Asia/Omsk"), tomorrow=each) for each in (True, False)))
        ],
        "kept_card": [bookmarks.kept_card(t, saved=saved) for saved in (True, False)],
        "notice_card": [notices.notice_card(notice, t) for notice in NOTICES],
        "message_card": [
            editions.message_card(EditionContent(1, (RETRACTED,), 1, EditionKind.CORRECTION), t),
            editions.message_card(EditionContent(1, (ARTICLE,), 1, EditionKind.NOTICE, LATER.dump()), t),
        ],
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
