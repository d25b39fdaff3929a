"""The fixtures that every room uses, and markers for what a test needs, so that `make test-fast` can leave it out."""

import pytest

from tests.databases import database, database_url, postgres_url, sqlite_template
from tests.newspaper import newspaper, newspaper_url, no_errors_logged
from tests.resources import resources

__all__ = [
    "database",
    "database_url",
    "newspaper",
    "newspaper_url",
    "no_errors_logged",
    "postgres_url",
    "sqlite_template",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the resources that its code reaches; `slow` is written in the tests themselves."""
    for item in items:
        if isinstance(item, pytest.Function):
            for resource in resources(item):
                item.add_marker(resource)
