"""Backoff: the share of the rate that is used after a refusal, until the full rate holds again."""

# A lone refusal costs little: a small step down, and the full rate a quarter of a minute later. Each refusal before
# things have been calm again doubles the step, the time to come back and the margin.
FIRST_STEP, MAX_STEP = 0.03, 0.2
FIRST_RECOVERY_SECONDS, MAX_RECOVERY_SECONDS = 15.0, 1800.0
CALM_SECONDS = 60.0
MIN_SHARE = 0.2
# The receiver's clock and ours, and what the answers' latencies do not show.
MARGIN_SECONDS, MAX_MARGIN_SECONDS = 0.005, 0.1


class Backoff:
    """`share` of the rate is used, 1 without refusals; `margin` seconds are added to the strict second."""

    def __init__(self) -> None:
        self.share = 1.0
        self.margin = MARGIN_SECONDS
        self._refusals = 0
        self._lowest = 1.0
        self._since = 0.0
        self._recovery = FIRST_RECOVERY_SECONDS

    def step_down(self, now: float, until: float) -> None:
        """Use less of the rate after a refusal, for which nothing is sent `until` then."""
        self.update(now)
        growth = 2**self._refusals
        self._refusals += 1
        self.share = self._lowest = max(MIN_SHARE, self.share * (1 - min(FIRST_STEP * growth, MAX_STEP)))
        self.margin = min(self.margin * 2, MAX_MARGIN_SECONDS)
        self._since = until
        self._recovery = min(FIRST_RECOVERY_SECONDS * growth, MAX_RECOVERY_SECONDS)

    def update(self, now: float) -> None:
        """Return to the full rate in proportion to the time without a refusal."""
        if not self._refusals or now <= self._since:
            return
        passed = now - self._since
        self.share = min(1.0, self._lowest + (1 - self._lowest) * passed / self._recovery)
        if passed > self._recovery + CALM_SECONDS:
            self._refusals, self.margin = 0, MARGIN_SECONDS
