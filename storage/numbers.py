"""The bounds of a table's numbers: signed 64 bits. Commands and forged buttons may carry larger numbers."""

MAX_INT64 = 2**63 - 1
MIN_INT64 = -(2**63)


def clamp(number: int) -> int:
    """Return the number, or the nearest bound: no row has a bound as its key, so a lookup then finds nothing."""
    return min(max(number, MIN_INT64), MAX_INT64)
