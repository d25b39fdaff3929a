"""Generated readers and articles for the tests of choice, and the newspaper's days told step by step for one reader.

`expected` is the same story as the planner tells in blocks, told for a single reader in the plainest way: it holds a
list of what waits, and asks the decider at each step.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from news.choice.deciding import (
    Candidate,
    after_breaking,
    after_push,
    after_waking,
    chooses,
    is_over,
    passes,
    waits_until,
    zone_of,
)
from news.choice.preferences import (
    EVERY_DAY,
    Breaking,
    ChosenWord,
    Detail,
    FollowedStory,
    Pace,
    Preferences,
    QuietHours,
    Timetable,
    Topics,
)
from news.choice.tracking import Tracking
from news.stems import stems

WORDS = ("мост", "футбол", "выборы", "снег", "дорога", "театр", "бюджет", "школа", "погода", "суд")
TOPICS = (1, 2, 3, 4, 5)
# Without changes, with, by half an hour, at midnight, and far from the newspaper's own.
ZONES = ("", "Europe/Moscow", "Europe/Berlin", "Asia/Beirut", "Australia/Lord_Howe", "America/New_York", "Asia/Tokyo")
MOSCOW = ZoneInfo("Europe/Moscow")


def preferences(seed: int, start: datetime) -> Preferences:
    """Return the preferences of a generated reader."""
    dice = random.Random(seed)  # noqa: S311
    words = [ChosenWord(word, tuple(stems(word))) for word in dice.sample(WORDS, 4)]
    phrase = ChosenWord("южный мост", tuple(stems("южный мост")))
    pause = start + timedelta(hours=dice.randrange(60)) if dice.random() < 0.1 else None
    return Preferences(
        topics=Topics(dice.random() < 0.7, frozenset(dice.sample(TOPICS, dice.randrange(4)))),
        followed=(*words[: dice.randrange(3)], *([phrase] if dice.random() < 0.1 else [])),
        muted=tuple(words[2 : 2 + dice.randrange(3)]),
        stories=tuple(FollowedStory(number, 77) for number in dice.sample(range(1, 20), dice.randrange(2))),
        muted_stories=frozenset(dice.sample(range(1, 20), dice.randrange(2))),
        sources=frozenset(["example.org"] if dice.random() < 0.1 else []),
        timetable=_timetable(dice),
        zone=dice.choice(ZONES),
        quiet_until=start + timedelta(hours=dice.randrange(60)) if dice.random() < 0.1 else None,
        paused_until=pause,
        daily_cap=dice.choice((0, 0, 0, 1, 3)),
        detail=dice.choice(tuple(Detail)),
    )


def _timetable(dice: random.Random) -> Timetable:
    hours = tuple(sorted(dice.sample(range(0, 24 * 60, 15), dice.randrange(1, 7))))
    days = EVERY_DAY if dice.random() < 0.6 else frozenset(dice.sample(range(7), dice.randrange(1, 7)))
    start, end = dice.sample(range(0, 24 * 60, 15), 2)
    quiet = QuietHours(start, end, EVERY_DAY if dice.random() < 0.6 else frozenset(dice.sample(range(7), 3)))
    return Timetable(
        dice.choice(tuple(Pace)), hours, days, quiet if dice.random() < 0.5 else None, dice.choice(tuple(Breaking))
    )


@dataclass
class Told:
    """A reader's day: what waits, and what was sent at which step, as the numbers of one message."""

    preferences: Preferences
    tracking: Tracking
    waiting: list[int] = field(default_factory=list)
    asleep_until: datetime | None = None
    sent: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)


def expected(
    told: Told, step: int, pushes: Sequence[Sequence[int]], articles: Mapping[int, Candidate], now: datetime
) -> None:
    """Tell what a reader is sent at a step in which these editions are planned, and then those who wait are woken."""
    zone = zone_of(told.preferences, MOSCOW)
    for push in pushes:
        _tell(told, step, [articles[number] for number in push], zone, now)
    if told.asleep_until is not None and told.asleep_until <= now:
        _wake(told, step, articles, zone, now)


def _tell(told: Told, step: int, push: list[Candidate], zone: ZoneInfo, now: datetime) -> None:
    preferences = told.preferences
    wanted = [article for article in push if chooses(preferences, article)]
    if push[0].breaking and wanted and passes(preferences, told.tracking, zone, now):
        told.tracking = after_breaking(preferences, told.tracking, wanted[0].edition, zone, now, waiting=False)
        told.sent.append((step, tuple(article.number for article in wanted)))
        return
    until = told.asleep_until or waits_until(preferences, told.tracking, zone, now)
    if until is None:
        if wanted:
            told.tracking = after_push(preferences, told.tracking, zone, now)
            told.sent.append((step, tuple(article.number for article in wanted)))
        return
    has_slots = preferences.timetable.pace in {Pace.HOURS, Pace.HOURLY}
    if told.asleep_until is None and (wanted or has_slots):
        told.asleep_until, told.tracking = until, replace(told.tracking, since=now)
    if told.asleep_until is not None:
        told.waiting += [article.number for article in push]


def _wake(told: Told, step: int, articles: Mapping[int, Candidate], zone: ZoneInfo, now: datetime) -> None:
    """Send what is wanted now of all that has waited: a story may have grown meanwhile."""
    preferences = told.preferences
    told.asleep_until = waits_until(preferences, told.tracking, zone, now)
    if told.asleep_until is not None:
        return
    over = is_over(preferences, told.tracking, now)
    wanted = [] if over else [number for number in told.waiting if chooses(preferences, articles[number])]
    told.waiting = []
    told.tracking = after_waking(preferences, told.tracking, zone, now)
    if wanted:
        told.tracking = after_push(preferences, told.tracking, zone, now)
        told.sent.append((step, tuple(sorted(wanted))))
    if preferences.timetable.pace in {Pace.HOURS, Pace.HOURLY}:
        told.asleep_until = waits_until(preferences, told.tracking, zone, now)


def moments(start: datetime, hours: int) -> Iterator[datetime]:
    """Yield the steps: every twenty minutes, a minute past."""
    for step in range(hours * 3):
        yield (start + timedelta(minutes=20 * step + 1)).astimezone(UTC)
