"""The courier as seen from outside: every send is counted, and every line of the log in it names the edition."""

from collections.abc import Callable
from functools import partial

from structlog.contextvars import bound_contextvars

from bot.metrics import Metrics
from news.model import Delivery
from news.outcomes import Outcome, judge
from news.ports import Clock, Courier, Push


class ObservedCourier:
    """Keeps the laws of `news.ports.Courier`: another courier does the work."""

    def __init__(self, courier: Courier, clock: Clock, metrics: Metrics) -> None:
        self._courier = courier
        self._clock = clock
        self._metrics = metrics

    def carry(self, push: Push, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        """Send one delivery, once; count it, and what became of it."""
        with bound_contextvars(edition=delivery.edition):
            self._metrics.sent()
            self._courier.carry(push, delivery, partial(self._landed, delivery, done))

    def _landed(self, delivery: Delivery, done: Callable[[Outcome], None], outcome: Outcome) -> None:
        self._metrics.settled(judge(delivery, outcome, self._clock.now()))
        done(outcome)
