"""The faults of `make bench-faults` with small plans: the same code and real processes."""

from collections.abc import Iterator

import pytest

from tests.support.processes import ProcessFactory, open_process_factory


@pytest.fixture(scope="session")
def processes() -> Iterator[ProcessFactory]:
    """One helper process for all tests, because it takes seconds to import everything."""
    with open_process_factory() as opened:
        yield opened
