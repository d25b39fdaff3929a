"""The metrics: each counts what happened, and all are in Prometheus' text format."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.api_session import ApiSession
from bot.metrics import PEAK_SECONDS, Metrics, Peak
from bot.timings import SiteTimes, Timings
from emulator import Fault
from emulator.faults import BLOCKED, Dropped
from news.ledger import Address, Delivery, Message
from news.outcomes import Outcome, judge
from news.rate_limits import RateLimiter
from storage.metrics import Backlog
from tests.clocks import HandClock
from tests.journeys.steps import LONG_AGO, publish_many
from tests.news.delivering import until
from tests.newspaper import close_at_once, open_newspaper

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Stopwatch:
    """A stopwatch that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def figures(metrics: Metrics) -> dict[str, float]:
    """Return every sample by its name and labels' values."""
    families = text_string_to_metric_families(metrics.text().decode())
    return {
        "/".join([sample.name, *sample.labels.values()]): sample.value
        for family in families
        for sample in family.samples
    }


def test_every_metric_exists_from_the_start() -> None:
    assert {
        "vestnik_updates_total/done",
        "vestnik_updates_total/dead",
        "vestnik_floods_dropped_total",
        "vestnik_deliveries_total/sent",
        "vestnik_deliveries_unknown_total",
        "vestnik_deliveries_open",
        "vestnik_push_lag_seconds",
        "vestnik_inbox_pending",
        "vestnik_inbox_dead_letters",
        "vestnik_database_up",
        "vestnik_gate_closed_seconds",
        "vestnik_worst_second_sends",
        "vestnik_loop_lag_seconds",
        "process_resident_memory_bytes",
    } <= set(figures(Metrics()))


def test_two_newspapers_in_one_process_count_apart() -> None:
    one, two = Metrics(), Metrics()
    one.floods.inc()
    assert (figures(one)["vestnik_floods_dropped_total"], figures(two)["vestnik_floods_dropped_total"]) == (1, 0)


def test_the_busiest_second_may_begin_at_any_moment_and_is_shown_for_a_minute() -> None:
    stopwatch = Stopwatch()
    metrics = Metrics(stopwatch)
    for moment in (0.5, 0.9, 1.1, 1.4, 1.6):
        stopwatch.seconds = 1000 + moment
        metrics.sent()
    assert figures(metrics)["vestnik_worst_second_sends"] == 4
    stopwatch.seconds += PEAK_SECONDS - 1
    metrics.sent()
    assert figures(metrics)["vestnik_worst_second_sends"] == 4
    stopwatch.seconds += 2
    assert figures(metrics)["vestnik_worst_second_sends"] == 1
    stopwatch.seconds += PEAK_SECONDS
    assert figures(metrics)["vestnik_worst_second_sends"] == 0


def test_a_peak_keeps_no_more_values_than_it_needs() -> None:
    stopwatch = Stopwatch()
    peak = Peak(stopwatch)
    for each in range(10_000):
        stopwatch.seconds += 0.001
        peak.record(each % 10)
    assert peak.maximum() == 9
    assert len(peak._values) <= 1010


def test_the_last_figures_stay_when_the_database_does_not_answer() -> None:
    metrics = Metrics()
    metrics.set_readings(Backlog(pending=3, dead=2, open_deliveries=7, push_lag=1.5), NOON)
    metrics.set_readings(None, NOON)
    found = figures(metrics)
    names = ("inbox_pending", "inbox_dead_letters", "deliveries_open", "push_lag_seconds", "database_up")
    assert [found[f"vestnik_{name}"] for name in names] == [3, 2, 7, 1.5, 0]


def test_an_update_that_waits_since_a_moment_of_a_fast_clock_waits_visibly() -> None:
    clock = HandClock(NOON)
    metrics = Metrics(clock.monotonic)

    def lag(oldest: tuple[int, datetime] | None) -> float:
        metrics.set_readings(Backlog(1, 0, 0, 0.0, oldest), clock.now())
        return figures(metrics)["vestnik_inbox_lag_seconds"]

    assert lag(None) == 0
    future = NOON + timedelta(hours=1)
    assert lag((7, future)) == 0
    clock.advance(seconds=90)
    assert lag((7, future)) == 90
    clock.step(hours=-5)
    assert lag((7, future)) == 90
    assert lag((8, clock.now() - timedelta(seconds=20))) == 20
    assert lag(None) == 0


def test_a_pause_that_telegram_asked_for_is_shown_until_it_ends() -> None:
    metrics, limiter, clock = Metrics(), RateLimiter(29), HandClock(NOON)
    metrics.observe_backoff(limiter, clock)
    assert figures(metrics)["vestnik_gate_closed_seconds"] == 0
    limiter.refused(5, 7, clock.monotonic())
    assert figures(metrics)["vestnik_gate_closed_seconds"] == 7


@pytest.mark.slow
async def test_a_blocked_event_loop_is_shown() -> None:
    metrics = Metrics()
    measuring = asyncio.get_running_loop().create_task(metrics.measure_loop_lag())
    await asyncio.sleep(0.1)
    time.sleep(0.7)  # noqa: ASYNC251 - this is what is measured
    await asyncio.sleep(0.05)
    measuring.cancel()
    assert 0.2 < figures(metrics)["vestnik_loop_lag_seconds"] < 2


@pytest.mark.parametrize(
    ("outcome", "state", "unknown"),
    [
        (Outcome(200, (Message(5),)), "sent", 0),
        (Outcome(403, description="Forbidden: bot was blocked by the user"), "gone", 0),
        (Outcome(400, description="Bad Request: not enough rights"), "failed", 0),
        (Outcome(400, description="Bad Request: message is too long"), "failed", 0),
        (Outcome(429, retry_after=3), "pending", 0),
        (Outcome(None, may_have_arrived=True), "pending", 1),
        (Outcome(None, may_have_arrived=False), "pending", 0),
        (Outcome(502), "pending", 1),
    ],
)
def test_every_result_is_counted_by_its_state(outcome: Outcome, state: str, unknown: int) -> None:
    metrics = Metrics()
    metrics.sent(2)
    metrics.settled([judge(Delivery(1, chat, 1, Address(chat), "ru"), outcome, NOON) for chat in (7, 8)])
    found = figures(metrics)
    assert found[f"vestnik_deliveries_total/{state}"] == 2
    assert found["vestnik_deliveries_unknown_total"] == 2 * unknown
    assert found["vestnik_worst_second_sends"] == 2
    assert sum(value for name, value in found.items() if name.startswith("vestnik_deliveries_total/")) == 2


@pytest.mark.slow
async def test_a_push_shows_in_the_metrics(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ApiSession, "close", close_at_once)
    async with open_newspaper(database_url, Timings(site=SiteTimes(cache_seconds=0.0))) as newspaper:
        app, emulator = newspaper.app, newspaper.emulator
        assert app is not None
        people = [emulator.person(f"№ {each}") for each in range(4)]
        for person in people:
            await person.says("/start")
            await app.news.subscriptions.start(Address(person.id), "ru")
        await until(lambda: figures(app.metrics)["vestnik_updates_total/done"] == 4)
        emulator.faults.add(Fault(BLOCKED, "sendMessage", chat_id=people[0].id))
        emulator.faults.add(Fault(Dropped(), "sendMessage", chat_id=people[1].id))
        await publish_many(newspaper, 1, first=LONG_AGO + timedelta(days=1), to_push=True)
        await until(lambda: figures(app.metrics)["vestnik_deliveries_total/sent"] == 2)
        await until(lambda: figures(app.metrics)["vestnik_deliveries_total/gone"] == 1)
        await until(lambda: figures(app.metrics)["vestnik_deliveries_unknown_total"] == 1)

        async def settled() -> bool:
            await app.health.readiness(None)  # type: ignore[arg-type]
            return figures(app.metrics)["vestnik_deliveries_open"] == 1

        await until(settled)
        found = figures(app.metrics)
    assert found["vestnik_push_lag_seconds"] == 0
    assert found["vestnik_gate_closed_seconds"] == 0
    assert found["vestnik_database_up"] == 1
    assert found["vestnik_worst_second_sends"] >= 3
