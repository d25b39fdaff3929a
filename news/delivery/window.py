"""The in-flight window: how many sends a crash may leave in doubt, and the batch sizes that follow from the rate."""

# The upper bound at any rate and latency.
MAX_IN_FLIGHT = 200
MAX_BLOCK = 500
# Results worth a commit: few, because a crash leaves unwritten results in doubt. At high rates: the results of this
# time.
MIN_COMMIT_BATCH = 4
COMMIT_BATCH_SECONDS = 0.005
# Results that may be unwritten before sending waits for the database: the sends of this time, long for a commit.
UNWRITTEN_SECONDS = 0.009
# How many more sends may be in flight than answers arrive for at the estimated latency. When answers stop arriving, a
# push soon stops too, and the number of sends with an unknown result stays small.
SLACK = 1.25
AVERAGED_ANSWERS = 8
# The sends of this time leave without a look at the results, when sending is late.
BURST_SECONDS = 0.006


class LatencyEstimate:
    """The average time in `seconds` from a send to its answer; the last eight answers weigh most."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def add(self, seconds: float) -> None:
        """Add one measured latency."""
        self.seconds += (seconds - self.seconds) / AVERAGED_ANSWERS


class InFlightWindow:
    """How much of a push may be open at a time, for a `rate` in messages a second.

    `block` is how many deliveries one claim takes, `commit_batch` how many results are worth a commit, `burst` how many
    sends leave in a row, `max_in_flight` how many may await an answer, and `max_in_doubt` how many may be in flight or
    unwritten together.
    """

    def __init__(self, rate: float, max_in_flight: int = MAX_IN_FLIGHT) -> None:
        self._rate = rate
        self._latency = LatencyEstimate()
        self.max_in_flight = max_in_flight
        # A tenth of a second of sends: few enough to be returned at a stop, enough to share a commit.
        self.block = max(1, min(MAX_BLOCK, round(rate / 10)))
        self.commit_batch = max(MIN_COMMIT_BATCH, min(self.block // 4, round(rate * COMMIT_BATCH_SECONDS)))
        self.burst = max(1, round(rate * BURST_SECONDS))
        self._max_unwritten = max(2 * MIN_COMMIT_BATCH, min(self.block, round(rate * UNWRITTEN_SECONDS)))
        self.max_in_doubt = self._max_unwritten

    def record_latency(self, seconds: float) -> None:
        """Adjust `max_in_doubt` to the latency of one more answer."""
        self._latency.add(seconds)
        self.max_in_doubt = self._max_unwritten + int(self._rate * self._latency.seconds * SLACK)
