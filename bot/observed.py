"""The courier as seen from outside: every send is counted, and every line of the log in it names the edition."""

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

    async def carry(self, push: Push, delivery: Delivery) -> Outcome:
        """Send one delivery, once."""
        with bound_contextvars(edition=delivery.edition):
            self._metrics.sent()
            outcome = await self._courier.carry(push, delivery)
        self._metrics.settled(judge(delivery, outcome, self._clock.now()))
        return outcome
