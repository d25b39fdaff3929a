"""The faults of `make bench-faults` in small: the same code, the same real processes, fewer of everything."""

from collections.abc import Iterator

import pytest

from benchmarks.faults.nursery import Nursery, open_nursery
from tests.databases import postgres_url

__all__ = ["postgres_url"]


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Importing everything takes seconds: once is enough."""
    with open_nursery() as opened:
        yield opened
