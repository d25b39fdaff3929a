"""The figures that Prometheus asks for: counted here as things happen, or read from the database when it asks."""

import asyncio
from collections import Counter as Counting
from collections import deque
from collections.abc import Callable, Sequence
from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Gauge, disable_created_metrics, generate_latest
from prometheus_client.process_collector import ProcessCollector

from news.model import DeliveryState, Settlement
from news.ports import Clock
from news.rate_limits import RateLimiter
from storage.metrics import Backlog

# When each counter began is of no interest, and would double the series.
disable_created_metrics()  # type: ignore[no-untyped-call]

SAMPLE_SECONDS = 0.5
PEAK_SECONDS = 60.0


class Peak:
    """The largest value noted in the last minute: one that lasted a second is still seen by whoever looks seldom."""

    def __init__(self, stopwatch: Callable[[], float] = monotonic) -> None:
        self._stopwatch = stopwatch
        self._values: deque[tuple[float, float]] = deque()

    def note(self, value: float) -> None:
        """Take a value into account."""
        while self._values and self._values[-1][1] <= value:
            self._values.pop()
        self._values.append((self._stopwatch(), value))
        self._forget()

    def worst(self) -> float:
        """Return the largest, 0 when there was none."""
        self._forget()
        return self._values[0][1] if self._values else 0.0

    def _forget(self) -> None:
        oldest = self._stopwatch() - PEAK_SECONDS
        while self._values and self._values[0][0] < oldest:
            self._values.popleft()


class Metrics:
    """One process's figures, in a registry of their own."""

    def __init__(self, stopwatch: Callable[[], float] = monotonic) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.updates = Counter("vestnik_updates", "Updates handled by this process.", ["result"], registry=registry)
        self.floods = Counter(
            "vestnik_floods_dropped", "Updates dropped because somebody was far too fast.", registry=registry
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
        self._dead = _gauge(registry, "inbox_dead_letters", "Updates that cannot be handled, 10000 or more as 10000.")
        self._database_up = _gauge(registry, "database_up", "Whether the database answered when it was asked last.")
        self._gate = _gauge(registry, "gate_closed_seconds", "For how long Telegram still wants nothing to be sent.")
        worst = _gauge(registry, "worst_second_sends", "The most messages sent within one second, of the last minute.")
        lag = _gauge(registry, "loop_lag_seconds", "The longest that the event loop was late, of the last minute.")
        self._stopwatch = stopwatch
        self._window: deque[float] = deque()
        self._worst_second, self._loop_lag = Peak(stopwatch), Peak(stopwatch)
        worst.set_function(self._worst_second.worst)
        lag.set_function(self._loop_lag.worst)
        # A series that is there from the start shows its first event as an increase.
        for result in ("done", "dead"):
            self.updates.labels(result)
        for state in DeliveryState:
            self.deliveries.labels(state.value)

    def sent(self, count: int = 1) -> None:
        """Count messages that leave now, answers or deliveries."""
        now = self._stopwatch()
        self._window += [now] * count
        while self._window[0] <= now - 1:
            self._window.popleft()
        self._worst_second.note(len(self._window))

    def settled(self, settlements: Sequence[Settlement]) -> None:
        """Count what became of deliveries."""
        for state, count in Counting(settlement.state.value for settlement in settlements).items():
            self.deliveries.labels(state).inc(count)
        self.unknowns.inc(sum(settlement.unknown for settlement in settlements))

    def watch_gate(self, limiter: RateLimiter, clock: Clock) -> None:
        """Show for how long this pace's gate stays closed."""

        def closed_seconds() -> float:
            return max(0.0, (limiter.closed_until - clock.now()).total_seconds()) if limiter.closed_until else 0.0

        self._gate.set_function(closed_seconds)

    def show(self, readings: Backlog | None) -> None:
        """Take over what the database said; None when it did not answer, and the last figures stay."""
        self._database_up.set(readings is not None)
        if readings is not None:
            self._open.set(readings.open_deliveries)
            self._push_lag.set(readings.push_lag)
            self._pending.set(readings.pending)
            self._dead.set(readings.dead)

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)

    async def watch_loop(self) -> None:
        """Measure how late the event loop is, until cancelled."""
        while True:
            before = monotonic()
            await asyncio.sleep(SAMPLE_SECONDS)
            self._loop_lag.note(max(0.0, monotonic() - before - SAMPLE_SECONDS))


def _gauge(registry: CollectorRegistry, name: str, words: str) -> Gauge:
    return Gauge(f"vestnik_{name}", words, registry=registry)
