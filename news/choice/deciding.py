"""The decider: which publications a place is due, and when. Pure; `news.choice.selection` decides the same in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from news.choice.preferences import Breaking, ChosenWord, Pace, Preferences
from news.choice.timetables import last_slot, moment, morning, next_slot, night_of, quiet_until
from news.choice.tracking import Tracking

_SLOTS = {Pace.HOURLY, Pace.HOURS}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pushed article as choices see it.

    `edition` is the id of the edition that announced it. `tokens` are the stems of its text in order, with borders.
    `story` has the numbers of the articles of the same story, its own among them; `source` is the host of its source.
    `repeats` is the article that told the same before, from another source; 0 for none.
    """

    number: int
    edition: int
    topics: tuple[int, ...] = ()
    tokens: Sequence[str] = ()
    story: frozenset[int] = frozenset()
    source: str = ""
    breaking: bool = False
    repeats: int = 0


def due(
    preferences: Preferences, tracking: Tracking, articles: Iterable[Candidate], zone: ZoneInfo, now: datetime
) -> tuple[list[int], datetime | None]:
    """Return the numbers of the articles that a place is due, and when they may go: None for now.

    Breaking articles go by `passes`, the others by `waits_until`; what may go at two times is asked in two calls.
    """
    wanted = [one.number for one in articles if not tracking.served.has(one.edition) and chooses(preferences, one)]
    return wanted, waits_until(preferences, tracking, zone, now)


def chooses(preferences: Preferences, article: Candidate) -> bool:
    """Whether a place wants an article: a muted word, story or source wins, then a followed one, then the topics."""
    if any(holds(word, article.tokens) for word in preferences.muted):
        return False
    if article.source in preferences.sources or article.story & preferences.muted_stories:
        return False
    if preferences.timetable.pace is Pace.BREAKING and not article.breaking:
        return False
    if any(holds(word, article.tokens) for word in preferences.followed):
        return True
    if any(story.article in article.story for story in preferences.stories):
        return True
    if not article.topics:
        return preferences.topics.others
    return any(preferences.topics.has(topic) for topic in article.topics)


def wants(preferences: Preferences, article: Candidate, articles: Mapping[int, Candidate]) -> bool:
    """Whether a place gets an article: the second telling of a story only if it does not get the first.

    `articles` has the first tellings by their numbers, unless they were withdrawn.
    """
    first = articles.get(article.repeats)
    return chooses(preferences, article) and not (first is not None and chooses(preferences, first))


def holds(word: ChosenWord, tokens: Sequence[str]) -> bool:
    """Whether a text has a word's stems next to each other."""
    first, count = word.stems[0], len(word.stems)
    starts = (index for index, token in enumerate(tokens) if token == first)
    return any(tuple(tokens[index : index + count]) == word.stems for index in starts)


def zone_of(preferences: Preferences, default: ZoneInfo) -> ZoneInfo:
    """Return the zone in which a place lives; the newspaper's where none was chosen."""
    return _zone(preferences.zone) if preferences.zone else default


@cache
def _zone(name: str) -> ZoneInfo:
    """Return a zone; the standard library keeps only eight, and there are some hundred."""
    return ZoneInfo(name)


def waits_until(preferences: Preferences, tracking: Tracking, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when to ask again, None if what is due may go now."""
    for until in (preferences.paused_until, preferences.quiet_until):
        if until is not None and until > now:
            return until
    timetable = preferences.timetable
    if timetable.pace in _SLOTS:
        slot = next_slot(timetable, zone, tracking.since or now, tracking.slot)
        if slot.at > now:
            return slot.at
    quiet = quiet_until(timetable.quiet, zone, now)
    if quiet is not None:
        return quiet
    if preferences.daily_cap and _pushes_today(tracking, zone, now) >= preferences.daily_cap:
        return _next_day(preferences, zone, now)
    return None


def passes(preferences: Preferences, tracking: Tracking, zone: ZoneInfo, now: datetime) -> bool:
    """Whether breaking news goes now, past a digest or a daily cap; past quiet hours only once a night.

    If not, it goes when the others do.
    """
    if preferences.paused_until is not None and preferences.paused_until > now:
        return False
    breaking, quiet = preferences.timetable.breaking, preferences.timetable.quiet
    if is_quiet(preferences, zone, now):
        return breaking is Breaking.ALWAYS and tracking.night != night_of(quiet, zone, now)
    return breaking is not Breaking.AS_OTHERS


def is_quiet(preferences: Preferences, zone: ZoneInfo, now: datetime) -> bool:
    """Whether the place wants quiet now."""
    for_once = preferences.quiet_until is not None and preferences.quiet_until > now
    return for_once or quiet_until(preferences.timetable.quiet, zone, now) is not None


def is_over(preferences: Preferences, tracking: Tracking, now: datetime) -> bool:
    """Whether a pause has ended since the place was looked at: what was published before is not sent."""
    until = preferences.paused_until
    return until is not None and until <= now and (tracking.since is None or tracking.since < until)


def after_push(preferences: Preferences, tracking: Tracking, zone: ZoneInfo, now: datetime) -> Tracking:
    """Return the tracking after a push was planned; only a daily cap changes it."""
    if not preferences.daily_cap:
        return tracking
    return replace(tracking, day=_today(zone, now), pushes=_pushes_today(tracking, zone, now) + 1)


def after_breaking(
    preferences: Preferences, tracking: Tracking, edition: int, zone: ZoneInfo, now: datetime, *, waiting: bool
) -> Tracking:
    """Return the tracking after breaking news was planned; for a place that waits for a digest, it is not in that."""
    tracking = after_push(preferences, tracking, zone, now)
    if is_quiet(preferences, zone, now):
        tracking = replace(tracking, night=night_of(preferences.timetable.quiet, zone, now))
    return replace(tracking, served=tracking.served.plus(edition)) if waiting else tracking


def after_waking(preferences: Preferences, tracking: Tracking, zone: ZoneInfo, now: datetime) -> Tracking:
    """Return the tracking after a place was given what waited for it: the slots up to now are over."""
    timetable = preferences.timetable
    slot = last_slot(timetable, zone, now) if timetable.pace in _SLOTS else 0
    return replace(tracking, since=now, slot=max(slot, tracking.slot))


def _today(zone: ZoneInfo, now: datetime) -> int:
    return now.astimezone(zone).toordinal()


def _pushes_today(tracking: Tracking, zone: ZoneInfo, now: datetime) -> int:
    return tracking.pushes if tracking.day == _today(zone, now) else 0


def _next_day(preferences: Preferences, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the first morning of another local day."""
    tomorrow = moment(date.fromordinal(_today(zone, now)) + timedelta(days=1), 0, zone)
    return morning(preferences.timetable.quiet, zone, tomorrow - timedelta(microseconds=1))
