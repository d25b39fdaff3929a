"""Markers for what a test needs, so that `make test-fast` leaves the costly tests out."""

import pytest

from tests.resources import resources


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the resources that its code reaches; `slow` is written in the tests themselves."""
    for item in items:
        if isinstance(item, pytest.Function):
            for resource in resources(item):
                item.add_marker(resource)
