"""The demo's nights: their articles, and what its reader gets of them."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.demo import ARTICLES, BY_DAY, IN_A_NIGHT
from bot.demo_night import LATEST_START, QUIET, TOPIC_OFF, begin_by_day, prefer
from bot.movable_clock import MovableClock
from news.choice.deciding import Candidate, chooses
from news.choice.preferences import DEFAULT_PREFERENCES
from news.model import Topic
from news.stems import stems
from tests.clocks import HandClock

MOSCOW = ZoneInfo("Europe/Moscow")
TOPICS = ("Город", "Наука", "Культура", TOPIC_OFF)
# The README says how many.
IN_A_DIGEST = 3


def test_the_reader_gets_three_of_the_four_articles_of_each_night() -> None:
    articles = [json.loads(line) for line in ARTICLES.read_text().splitlines()[BY_DAY:]]
    preferences = prefer([Topic(index, name) for index, name in enumerate(TOPICS)], DEFAULT_PREFERENCES)
    wanted = [
        chooses(preferences, Candidate(1, 1, (TOPICS.index(one["category"]),), stems(f"{one['title']}\n{one['text']}")))
        for one in articles
    ]
    nights = [wanted[first : first + IN_A_NIGHT] for first in range(0, len(wanted), IN_A_NIGHT)]
    assert [sum(night) for night in nights] == [IN_A_DIGEST, IN_A_DIGEST]
    assert preferences.timetable.quiet == QUIET


@pytest.mark.parametrize(
    ("hour", "begins"), [(3, "28 08:01"), (8, "28 08:01"), (14, "28 14:00"), (LATEST_START // 60, "29 08:01")]
)
def test_the_demo_begins_by_day(hour: int, begins: str) -> None:
    clock = MovableClock(HandClock(datetime(2026, 3, 28, hour, tzinfo=MOSCOW).astimezone(UTC)))
    begin_by_day(clock, MOSCOW)
    assert f"{clock.now().astimezone(MOSCOW):%d %H:%M}" == begins
