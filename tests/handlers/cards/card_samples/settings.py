"""Samples of the settings: a reader who has chosen nothing, one who has chosen everything, and a guest."""

from datetime import timedelta

from handlers.callbacks.choosing import Typed
from handlers.cards import settings, settings_amounts, settings_times, settings_zones, subscriptions
from handlers.cards.card import Card
from news.choice.preferences import (
    DEFAULT_PREFERENCES,
    Breaking,
    ChosenWord,
    Detail,
    Pace,
    Preferences,
    QuietHours,
    Timetable,
    Topics,
)
from news.choice_desk import Chosen
from news.ledger import Address
from news.model import HeadlinePage, Topic
from news.newsroom import FirstMinute
from news.topic_pages import TopicPage
from tests.handlers.cards.card_samples.objects import PAGE
from tests.handlers.cards.samples import NOW, T
from texts import Texts

CHOSEN = Chosen(DEFAULT_PREFERENCES, subscribed=True)
EVERYTHING = Preferences(
    topics=Topics(others=False, but=frozenset({1, 3})),
    followed=(ChosenWord("мост", ("мост",)),),
    timetable=Timetable(
        Pace.HOURS, (450, 510, 600, 720, 1140, 1260), frozenset({0, 2}), QuietHours(1350, 435, frozenset({5, 6})),
        Breaking.ALWAYS,
    ),
    zone="Pacific/Chatham",
    quiet_until=NOW + timedelta(hours=1),
    paused_until=NOW + timedelta(days=400),
    daily_cap=100,
    detail=Detail.FULL,
    pictures=False,
    sound=False,
    rich=True,
)  # fmt: skip
FULL = Chosen(EVERYTHING, subscribed=True, previous=DEFAULT_PREFERENCES)
GUEST = Chosen(DEFAULT_PREFERENCES, subscribed=False)
NIGHTLY = Chosen(
    Preferences(timetable=Timetable(quiet=QuietHours(1380, 480))), subscribed=True, previous=DEFAULT_PREFERENCES
)
GROUP = Chosen(DEFAULT_PREFERENCES, subscribed=False, group=Address(-5))
TOPIC = Chosen(EVERYTHING, subscribed=True, previous=DEFAULT_PREFERENCES, group=Address(-5, 7))
ALL = (CHOSEN, FULL, GUEST, NIGHTLY, GROUP, TOPIC)
TOPICS = TopicPage(tuple(Topic(number, "Т" * 64, number) for number in range(1, 21)), following=20)


def cards_of_settings(t: Texts) -> dict[str, list[Card]]:
    """Every screen of the settings."""
    screens = (
        settings_times.when_card,
        settings_times.hours_card,
        settings_times.quiet_card,
        settings_times.breaking_card,
        settings_times.pause_card,
        settings_amounts.detail_card,
        settings_amounts.cap_card,
    )
    firsts = [FirstMinute(page, each, changed) for page, each, changed in _first_minutes()]
    return {
        **{screen.__name__: [screen(each, False, t) for each in ALL] for screen in screens},
        "settings_card": [settings.settings_card(each, t) for each in ALL],
        "ask_sample_card": [settings_amounts.ask_sample_card(first, t) for first in (True, False)],
        "no_sample_card": [settings_amounts.no_sample_card(first, t) for first in (True, False)],
        "ask_typed_card": [settings.ask_typed_card(what, first, t) for what in Typed for first in (True, False)],
        "choice_card": [settings.choice_card(t("Settings"), t("Every day"), [], True, t)],
        "choose_reading_topics_card": [
            settings_amounts.choose_reading_topics_card(each, page, 0, True, t)
            for each in ALL
            for page in (TOPICS, TopicPage(()))
        ],
        "zones_card": [settings_zones.zones_card(each, page, True, t) for each in ALL for page in (None, 0, 1, 9999)],
        "first_minute_card": [subscriptions.first_minute_card(first, t) for first in firsts],
        "subscribed_card": [subscriptions.subscribed_card(first, t) for first in firsts],
    }


def _first_minutes() -> list[tuple[HeadlinePage, Chosen, bool]]:
    return [
        (page, each, changed)
        for page in (PAGE, HeadlinePage(()))
        for each in (CHOSEN, FULL, NIGHTLY)
        for changed in (True, False)
    ]


SETTINGS_SCREENS = [
    (f"{name} {index}", card) for name, cards in cards_of_settings(T).items() for index, card in enumerate(cards)
]
