"""When a source is visited next."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.sources.found import FoundFeed, Trouble, Validators, Visit, VisitFailedError
from news.sources.records import Visits
from news.sources.timing import (
    DEFAULT_RHYTHM,
    LONGEST,
    SILENCE,
    SOON,
    TOLD_FAILURES,
    after_failure,
    after_visit,
    was_silent,
)
from tests.clocks import START

OLD, NEW = Validators("old"), Validators("new")
BEFORE = Visits(START, DEFAULT_RHYTHM.usual, validators=OLD)
UNCHANGED = Visit(NEW)
MINUTE = timedelta(minutes=1)


def visited(visit: Visit = UNCHANGED, before: Visits = BEFORE, **how: object) -> Visits:
    return after_visit(before, visit, START, DEFAULT_RHYTHM, 0, **{"found": 0, **how})  # type: ignore[arg-type]


def failed(before: Visits, at: timedelta = timedelta(), error: VisitFailedError | None = None) -> Visits:
    return after_failure(before, error or VisitFailedError(Trouble.SLOW), START + at, DEFAULT_RHYTHM, 0)


def test_a_source_with_news_is_visited_sooner_and_one_without_later_within_bounds() -> None:
    busy = quiet = BEFORE
    assert visited(found=3).interval < BEFORE.interval < visited().interval
    for _ in range(50):
        busy, quiet = visited(before=busy, found=1), visited(before=quiet)
    assert busy.next_at - START == busy.interval == DEFAULT_RHYTHM.shortest
    assert quiet.next_at - START == quiet.interval == DEFAULT_RHYTHM.longest


@pytest.mark.parametrize(
    ("visit", "rest"),
    [
        (Visit(NEW, rest=timedelta(hours=3)), timedelta(hours=3)),
        (Visit(NEW, FoundFeed("", (), ttl=timedelta(hours=2))), timedelta(hours=2)),
        (Visit(NEW, FoundFeed("", (), ttl=timedelta(hours=2)), rest=timedelta(hours=4)), timedelta(hours=4)),
        (Visit(NEW, rest=timedelta(seconds=1)), DEFAULT_RHYTHM.usual * 1.25),
        (Visit(NEW, rest=timedelta(days=400)), LONGEST),
    ],
)
def test_a_source_is_not_visited_before_it_asks_for_it_but_once_a_day_at_least(visit: Visit, rest: timedelta) -> None:
    assert visited(visit).next_at - START == rest


def test_a_visit_that_leaves_items_is_followed_soon_by_one_that_reads_the_same_answer_again() -> None:
    left = visited(Visit(NEW, rest=timedelta(hours=3)), left=True, found=5)
    assert left.next_at - START == SOON
    assert left.validators == OLD
    assert left.begun


def test_an_answer_whose_pages_could_not_all_be_read_is_read_again_at_the_usual_time() -> None:
    incomplete = visited(incomplete=True)
    assert incomplete.validators == OLD
    assert incomplete.next_at - START == DEFAULT_RHYTHM.usual * 1.25


def test_a_failing_source_rests_longer_and_longer_and_never_for_ever() -> None:
    visits, rests = BEFORE, list[timedelta]()
    for _ in range(100):
        visits = failed(visits)
        rests.append(visits.next_at - START)
    assert rests[:4] == [5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE]
    assert rests == sorted(rests)
    assert rests[-1] == DEFAULT_RHYTHM.longest_rest


def test_a_failing_source_is_not_visited_before_it_allows_it() -> None:
    def rest(asked: timedelta) -> timedelta:
        return failed(BEFORE, error=VisitFailedError(Trouble.REFUSED, "429", asked)).next_at - START

    assert rest(timedelta(hours=2)) == timedelta(hours=2)
    assert rest(timedelta(seconds=1)) == DEFAULT_RHYTHM.first_rest
    assert rest(timedelta(days=300)) == LONGEST


def test_the_staff_hears_of_a_source_that_has_failed_for_an_hour_and_several_times_and_once() -> None:
    quick = BEFORE
    for minute in range(30):
        quick = failed(quick, minute * MINUTE)
    assert not quick.told, "half an hour is no trouble yet"
    slow = failed(failed(BEFORE), timedelta(hours=5))
    assert not slow.told, f"less than {TOLD_FAILURES} failures"
    told = failed(slow, timedelta(hours=6))
    assert told.told
    assert told.failing_since == START
    assert failed(told, timedelta(hours=7)).told


def test_an_answer_ends_a_failure() -> None:
    failing = failed(BEFORE)
    assert (failing.trouble, failing.failures, failing.validators) == (Trouble.SLOW, 1, OLD)
    answered = visited(before=failing)
    assert (answered.trouble, answered.failures, answered.failing_since, answered.told) == (None, 0, None, False)
    assert (answered.succeeded_at, answered.visited_at, answered.validators) == (START, START, NEW)


def test_a_source_is_silent_when_it_was_not_answered_for_days_and_not_before_the_first_answer() -> None:
    assert not was_silent(BEFORE, START + 9 * SILENCE)
    assert not was_silent(visited(), START + SILENCE - MINUTE)
    assert was_silent(visited(), START + SILENCE)
    assert was_silent(failed(visited(), SILENCE), START + SILENCE), "failures are no answers"


@given(st.floats(0, 1), st.integers(0, 400), st.booleans(), st.integers(0, 10**7))
def test_chance_only_delays_a_visit_and_by_a_tenth_at_most(chance: float, found: int, left: bool, rest: int) -> None:
    visit = Visit(NEW, rest=timedelta(seconds=rest))
    least = after_visit(BEFORE, visit, START, DEFAULT_RHYTHM, 0, found=found, left=left).next_at - START
    delayed = after_visit(BEFORE, visit, START, DEFAULT_RHYTHM, chance, found=found, left=left).next_at - START
    assert least <= delayed <= least * 1.1 <= LONGEST * 1.1


def test_a_feed_that_is_cut_neither_begins_a_source_nor_ends_its_silence() -> None:
    cut, long_ago = Visit(NEW, FoundFeed("", (), is_cut=True)), START - 2 * SILENCE
    first = visited(cut, found=1)
    assert (first.begun, first.validators, first.succeeded_at) == (False, OLD, START)
    silent = visited(cut, replace(BEFORE, begun=True, visited_at=long_ago, succeeded_at=long_ago))
    assert (silent.begun, silent.succeeded_at, silent.visited_at) == (True, long_ago, START)
    whole = visited(Visit(NEW, FoundFeed("", ())), silent)
    assert (whole.succeeded_at, whole.validators) == (START, NEW)
