"""The storage's tests run on both engines; `other` is a second process on the same database."""

from collections.abc import AsyncIterator

import pytest

from storage import Database, open_storage
from tests.databases import database, database_url, postgres_url, sqlite_template

__all__ = ["database", "database_url", "other", "postgres_url", "sqlite_template"]


@pytest.fixture
async def other(database: Database, database_url: str) -> AsyncIterator[Database]:
    """A second Database on the same tables, as another process would hold it: what it sees was committed."""
    async with open_storage(database_url) as opened:
        yield opened
