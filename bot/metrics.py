"""Metrics for Prometheus: counted as events happen, or read from the database when Prometheus asks."""

import asyncio
from collections import Counter as Counting
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Gauge, disable_created_metrics, generate_latest
from prometheus_client.process_collector import ProcessCollector

from news.ledger import DeliveryState, Settlement
from news.ports import Clock
from news.rate_limits import RateLimiter
from storage.metrics import Backlog

# The start times of counters are not used, and would double the series.
disable_created_metrics()  # type: ignore[no-untyped-call]

SAMPLE_SECONDS = 0.5
PEAK_SECONDS = 60.0


class Peak:
    """The largest value recorded in the last minute: a peak of one second is seen even by a slow scraper."""

    def __init__(self, stopwatch: Callable[[], float] = monotonic) -> None:
        self._stopwatch = stopwatch
        self._values: deque[tuple[float, float]] = deque()

    def record(self, value: float) -> None:
        """Take a value into account."""
        while self._values and self._values[-1][1] <= value:
            self._values.pop()
        self._values.append((self._stopwatch(), value))
        self._forget()

    def maximum(self) -> float:
        """Return the largest value, 0 if there is none."""
        self._forget()
        return self._values[0][1] if self._values else 0.0

    def _forget(self) -> None:
        oldest = self._stopwatch() - PEAK_SECONDS
        while self._values and self._values[0][0] < oldest:
            self._values.popleft()


class Wait:
    """How long the oldest piece of work has been waiting, although it may bear a time of a clock that was fast."""

    def __init__(self, stopwatch: Callable[[], float] = monotonic) -> None:
        self._stopwatch = stopwatch
        self._oldest: int | None = None
        self._seen_at = 0.0

    def seconds(self, oldest: int | None, since: float) -> float:
        """Return for how long the work with the id `oldest` waits: `since` seconds by the wall clock.

        It is at least as long as it has been seen as the oldest. None waits for 0 seconds.
        """
        now = self._stopwatch()
        if oldest != self._oldest:
            self._oldest, self._seen_at = oldest, now
        return 0.0 if oldest is None else max(since, now - self._seen_at)


class Metrics:
    """One process's metrics, in a registry apart from Prometheus' global one."""

    def __init__(self, stopwatch: Callable[[], float] = monotonic) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.updates = Counter("vestnik_updates", "Updates handled by this process.", ["result"], registry=registry)
        self.floods = Counter(
            "vestnik_floods_dropped", "Updates dropped because a sender was far too fast.", registry=registry
        )
        self.deliveries = Counter(
            "vestnik_deliveries", "Results of deliveries, written down by this process.", ["state"], registry=registry
        )
        self.unknowns = Counter(
            "vestnik_deliveries_unknown", "Sends of this process that may have arrived or not.", registry=registry
        )
        self._open = _gauge(registry, "deliveries_open", "Deliveries planned and not settled, 10000 or more as 10000.")
        self._push_lag = _gauge(registry, "push_lag_seconds", "How long the oldest due delivery has been waiting.")
        self._pending = _gauge(registry, "inbox_pending", "Updates stored and not handled, 10000 or more as 10000.")
        self._inbox_lag = _gauge(
            registry, "inbox_lag_seconds", "How long the first update not handled has been waiting."
        )
        self._dead = _gauge(registry, "inbox_dead_letters", "Updates that cannot be handled, 10000 or more as 10000.")
        self._database_up = _gauge(registry, "database_up", "Whether the database answered the last query for metrics.")
        self._backoff = _gauge(registry, "gate_closed_seconds", "For how long Telegram still wants nothing to be sent.")
        peak = _gauge(registry, "worst_second_sends", "The most messages sent within one second, of the last minute.")
        lag = _gauge(registry, "loop_lag_seconds", "The longest that the event loop was late, of the last minute.")
        self._stopwatch = stopwatch
        self._last_second: deque[float] = deque()
        self._inbox_wait = Wait(stopwatch)
        self._busiest_second, self._loop_lag = Peak(stopwatch), Peak(stopwatch)
        peak.set_function(self._busiest_second.maximum)
        lag.set_function(self._loop_lag.maximum)
        # A series that exists from the start shows its first event as an increase.
        for result in ("done", "dead"):
            self.updates.labels(result)
        for state in DeliveryState:
            self.deliveries.labels(state.value)

    def sent(self, count: int = 1) -> None:
        """Count messages that are sent now, answers or deliveries."""
        now = self._stopwatch()
        self._last_second += [now] * count
        while self._last_second[0] <= now - 1:
            self._last_second.popleft()
        self._busiest_second.record(len(self._last_second))

    def settled(self, settlements: Sequence[Settlement]) -> None:
        """Count the results of deliveries."""
        for state, count in Counting(settlement.state.value for settlement in settlements).items():
            self.deliveries.labels(state).inc(count)
        self.unknowns.inc(sum(settlement.unknown for settlement in settlements))

    def observe_backoff(self, limiter: RateLimiter, clock: Clock) -> None:
        """Show how long the pause that Telegram asked for still lasts."""

        def closed_seconds() -> float:
            return max(0.0, limiter.paused_until - clock.monotonic()) if limiter.paused_until else 0.0

        self._backoff.set_function(closed_seconds)

    def set_readings(self, readings: Backlog | None, now: datetime) -> None:
        """Show figures read from the database now; None means that it did not answer, and the last figures stay."""
        self._database_up.set(readings is not None)
        if readings is not None:
            self._open.set(readings.open_deliveries)
            self._push_lag.set(readings.push_lag)
            self._pending.set(readings.pending)
            number, since = readings.oldest_pending or (None, now)
            self._inbox_lag.set(self._inbox_wait.seconds(number, (now - since).total_seconds()))
            self._dead.set(readings.dead)

    def text(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self.registry)

    async def measure_loop_lag(self) -> None:
        """Measure how late the event loop is, until cancelled."""
        while True:
            before = monotonic()
            await asyncio.sleep(SAMPLE_SECONDS)
            self._loop_lag.record(max(0.0, monotonic() - before - SAMPLE_SECONDS))


def _gauge(registry: CollectorRegistry, name: str, words: str) -> Gauge:
    return Gauge(f"vestnik_{name}", words, registry=registry)
