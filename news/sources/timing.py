"""When a source is visited next: decided from how its visits went, and from what its answers ask for. Pure.

A source that brings something is visited more often, one that brings nothing less often, within bounds; a failing one
rests longer after each failure, and is visited again for ever. A share of chance keeps visits apart that would
otherwise always come together.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from news.sources.found import Visit, VisitFailedError
from news.sources.records import Visits

# A clock that was ahead may have set a later time: no visit waits longer than this.
LONGEST = timedelta(days=1)
# A source that was not answered for so long has been silent: what it brings then is stored without a push.
SILENCE = timedelta(days=2)
# The staff is told of a source that has failed for so long, and so many times.
TOLD_AFTER, TOLD_FAILURES = timedelta(hours=1), 3
# A page is looked at again when its article is so old: a feed does not show that a page was corrected.
LOOKS = (timedelta(hours=1), timedelta(hours=12))
# A look that was due for longer is left out: the item has left the feed.
LOOK_WITHIN = timedelta(hours=6)
# The next visit of a source that has more items than one visit takes.
SOON = timedelta(seconds=5)
_JITTER = 0.1


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The time between two visits: at first `usual`, then between `shortest` and `longest`.

    The first failure is followed by a rest of `first_rest`, each further one by twice the rest, up to `longest_rest`.
    """

    usual: timedelta = timedelta(minutes=10)
    shortest: timedelta = timedelta(minutes=3)
    longest: timedelta = timedelta(hours=1)
    first_rest: timedelta = timedelta(minutes=5)
    longest_rest: timedelta = timedelta(hours=12)


DEFAULT_RHYTHM = Rhythm()


@dataclass(frozen=True, slots=True)
class VisitRules:
    """How sources are visited: their rhythm, and how much one visit does.

    Of the items of a first visit, and of one after a long silence, the newest `pushed` are pushed. A visit reads at
    most `pages` pages, and takes no further item after the time of `work`.

    A process that visits a host has its `lease` for so long. A visit ends before that: one item takes at most two
    minutes (a page and its pictures, each within 35 seconds).
    """

    rhythm: Rhythm = DEFAULT_RHYTHM
    pushed: int = 3
    pages: int = 20
    work: timedelta = timedelta(minutes=1)
    lease: timedelta = timedelta(minutes=6)


DEFAULT_VISIT_RULES = VisitRules()


def after_visit(
    visits: Visits,
    visit: Visit,
    now: datetime,
    rhythm: Rhythm,
    chance: float,
    *,
    found: int,
    left: bool = False,
    incomplete: bool = False,
) -> Visits:
    """Return how the visits go on after one that was answered and brought `found` new items.

    `chance` is from 0 to 1. If items are `left`, the next visit comes soon. Until nothing is left or `incomplete`, the
    answer counts as not read yet, so that it is not left out as unchanged. So does one that is cut.
    """
    is_cut = visit.feed is not None and visit.feed.is_cut
    interval = _interval(visits.interval, rhythm, found)
    ttl = visit.feed.ttl if visit.feed is not None else None
    rest = SOON if left else min(max(interval, visit.rest or timedelta(), ttl or timedelta()), LONGEST)
    return replace(
        visits,
        next_at=now + _jittered(rest, chance),
        interval=interval,
        visited_at=now,
        succeeded_at=visits.succeeded_at if is_cut and was_silent(visits, now) else now,
        validators=visits.validators if left or incomplete or is_cut else visit.validators,
        begun=visits.begun or not is_cut,
        failures=0,
        failing_since=None,
        trouble=None,
        detail="",
        told=False,
    )


def after_failure(visits: Visits, error: VisitFailedError, now: datetime, rhythm: Rhythm, chance: float) -> Visits:
    """Return how the visits go on after one that failed. `told` is set when the staff is to hear of it."""
    failures = visits.failures + 1
    since = visits.failing_since or now
    # 2^20 rests are longer than any bound; a larger power would be no time.
    rest = min(rhythm.first_rest * 2 ** min(failures - 1, 20), rhythm.longest_rest)
    rest = min(max(rest, error.retry_after or timedelta()), LONGEST)
    return replace(
        visits,
        next_at=now + _jittered(rest, chance),
        visited_at=now,
        failures=failures,
        failing_since=since,
        trouble=error.trouble,
        detail=error.detail,
        told=visits.told or (failures >= TOLD_FAILURES and now - since >= TOLD_AFTER),
    )


def next_look(since: datetime, now: datetime) -> datetime | None:
    """Return when the page of an item that is from `since` is looked at again, None if it is old."""
    return next((since + age for age in LOOKS if since + age > now), None)


def was_silent(visits: Visits, now: datetime) -> bool:
    """Whether the source was not answered for long, so that subscribers are not to be pushed all that it brings."""
    return visits.succeeded_at is not None and now - visits.succeeded_at >= SILENCE


def _interval(interval: timedelta, rhythm: Rhythm, found: int) -> timedelta:
    """Return the time to the next visit: half as long after news, a quarter longer after none."""
    faster = interval / 2 if found else interval * 1.25
    return min(max(faster, rhythm.shortest), rhythm.longest)


def _jittered(rest: timedelta, chance: float) -> timedelta:
    """Return a rest that is up to a tenth longer: never shorter, because a site may have asked for it."""
    return rest * (1 + _JITTER * chance)
