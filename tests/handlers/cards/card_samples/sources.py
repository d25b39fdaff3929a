"""Samples of the cards of sources: the list, the trial, the rules, files and notices."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import source_files, source_notices, source_rules, source_trials, sources
from handlers.cards.card import Card
from news.limits import HEADLINE_LIMIT, LEAD_LIMIT
from news.model import Topic
from news.notices import Notice, NoticeKind, Remedy
from news.richtext import from_plain
from news.source_desk import SourcePage
from news.source_trials import TakenOutlines, Trial
from news.sources.checking import MOST_HOLD_WORDS
from news.sources.composing import Composed
from news.sources.errors import SourceAddressUnclear
from news.sources.found import FoundPicture, SourceKind, Trouble
from news.sources.records import (
    FullText,
    FutureItems,
    Publishing,
    SameStory,
    Source,
    SourceRules,
    SourceState,
    Visits,
)
from news.topic_pages import TopicPage
from tests.handlers.cards.card_samples.outlets import OUTLETS
from tests.handlers.cards.samples import LARGEST_ID, NOW
from texts import Texts

VISITS = Visits(NOW + timedelta(minutes=10), timedelta(minutes=10), NOW, NOW, begun=True)
SOURCE = Source(
    3, "https://city.example/feed.xml", SourceKind.FEED, "Город", SourceState.ACTIVE, SourceRules(), VISITS, taken=38
)
FULL_RULES = SourceRules(
    Publishing.DRAFT,
    ("Город", "Т" * 64),
    (("общество", "Город"),),
    True,
    (4, 5),
    tuple(f"{'с' * 60}{number}" for number in range(MOST_HOLD_WORDS)),
    "п" * 200,
    False,
    SameStory.FOLLOW,
    FutureItems.NOW,
    FullText.FEED,
)
FAILING = [
    replace(VISITS, failing_since=NOW - timedelta(days=days), failures=9, trouble=trouble, detail="503")
    for days in (0, 3, 40)
    for trouble in Trouble
]
SOURCES = (
    SOURCE,
    replace(SOURCE, state=SourceState.TRIAL, taken=0),
    replace(SOURCE, state=SourceState.PAUSED, kind=SourceKind.LIST),
    replace(SOURCE, visits=Visits(NOW, timedelta(minutes=10))),
    replace(SOURCE, by_file=True),
    replace(SOURCE, id=LARGEST_ID, name="И" * 64, address=f"https://city.example/{'f' * 1900}", rules=FULL_RULES),
    replace(SOURCE, rules=replace(FULL_RULES, outlets=(), hold_words=("казино", "и"))),
    *(replace(SOURCE, visits=visits) for visits in FAILING),
)
COUNTS = {SourceState.ACTIVE: 21, SourceState.TRIAL: 2, SourceState.PAUSED: 5}
ARTICLES = (
    Composed("Мост открыт", "Движение началось.", from_plain("Слово " * 600), (), None, ("Город",), (), NOW, True),
    Composed("Тоннель", "", (), (), None, (), (FoundPicture("https://city.example/1.jpg"),), None),
    Composed("Ш" * HEADLINE_LIMIT, "л" * LEAD_LIMIT, from_plain("Слово"), (), None, ("Т" * 64,) * 5, (), NOW),
)
TOPICS = TopicPage((Topic(1, "Город"), Topic(2, "Спорт")), 2)
SOURCE_NOTICES = [
    *[
        Notice(NoticeKind.SOURCE_FAILING, 3, remedy, title="Город", reason=trouble, details="503", at=NOW.isoformat())
        for trouble in Trouble
        for remedy in (None, Remedy.RECOVERED)
    ],
    Notice(NoticeKind.SOURCE_BACK, 3, title="Город", count=38, at=(NOW - timedelta(days=7)).isoformat()),
    *[
        Notice(
            NoticeKind.SOURCE_HELD, 14, remedy, title="Мост", author="Город", reason=word, article=article, text=title
        )
        for remedy in (None, Remedy.PUBLISHED)
        for word, article, title in (("казино", 0, ""), ("", 12, "Мост открыт"), ("казино", 12, ""))
    ],
]


def cards_of_sources(t: Texts) -> dict[str, list[Card]]:
    """The screens of sources."""
    pages = (
        (SourcePage((), {}, None), 0),
        (SourcePage((), COUNTS, None), 7),
        *((SourcePage(SOURCES[at : at + 8], COUNTS, at), at) for at in range(0, len(SOURCES), 8)),
    )
    return {
        "sources_card": [sources.sources_card(page, after, t) for page, after in pages],
        "source_refused_card": [sources.source_refused_card(t.refusal(SourceAddressUnclear()), t)],
        "source_card": [
            sources.source_card(source, t, said)
            for source in SOURCES
            for said in ("", sources.visited_soon_words(source, t))
        ],
        "ask_source_name_card": [sources.ask_source_name_card(SOURCE, t)],
        "ask_remove_source_card": [sources.ask_remove_source_card(SOURCE, t)],
        "source_removed_card": [sources.source_removed_card(source, t) for source in SOURCES[:2]],
        "source_trial_card": [
            source_trials.source_trial_card(Trial(source, articles, 300, known), t)
            for source in SOURCES
            for articles, known in (((), False), (ARTICLES, True), ((ARTICLES[2],) * 3, True))
        ],
        **cards_of_rules(t),
        "outlines_file_card": [source_files.outlines_file_card(b"<opml/>", t)],
        "taken_outlines_card": [
            source_files.taken_outlines_card(taken, t)
            for taken in (TakenOutlines(("Город", "И" * 64) * 50, 3, 1), TakenOutlines((), 1, 0))
        ],
        "begun_sources_card": [source_files.begun_sources_card(count, t) for count in (0, 1, 12)],
        "source_notice_card": [source_notices.source_notice_card(notice, t) for notice in SOURCE_NOTICES],
    }


def cards_of_rules(t: Texts) -> dict[str, list[Card]]:
    """The screens of the rules of a source."""
    one_a_source = {
        "source_rules_card": source_rules.source_rules_card,
        "source_stories_card": source_rules.source_stories_card,
        "ask_pairs_card": source_rules.ask_pairs_card,
        "ask_hold_words_card": source_rules.ask_hold_words_card,
        "hold_words_card": source_rules.hold_words_card,
        "ask_sign_off_card": source_rules.ask_sign_off_card,
    }
    return {
        **{name: [card(source, t) for source in SOURCES] for name, card in one_a_source.items()},
        "source_topics_card": [
            source_rules.source_topics_card(source, page, 0, t)
            for source in SOURCES
            for page in (TOPICS, TopicPage(()))
        ],
        "source_outlets_card": [
            source_rules.source_outlets_card(source, outlets, t) for source in SOURCES for outlets in (OUTLETS, ())
        ],
    }
