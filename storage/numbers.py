"""The numbers a table can hold: 64 bits. People and forged buttons may ask for larger ones, which nothing is under."""

LARGEST = 2**63 - 1
SMALLEST = -(2**63)


def fit(number: int) -> int:
    """Return the number, or the nearest that a table can hold: nothing is ever stored under that."""
    return min(max(number, SMALLEST), LARGEST)
