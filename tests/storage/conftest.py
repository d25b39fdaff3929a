"""Fixtures of the storage tests, which run on both engines; `other` is a second process on the same database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Database, open_storage
from tests.databases import ENGINES, create_database, drop_database, url_of


@pytest.fixture
async def other(database: Database, database_url: str) -> AsyncIterator[Database]:
    """A second Database on the same tables, as another process would open it: what it reads was committed."""
    async with open_storage(database_url) as opened:
        yield opened


@pytest.fixture(params=ENGINES)
async def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/vestnik.db"
        return
    request.getfixturevalue("postgres_url")
    name = await create_database()
    try:
        yield url_of(name)
    finally:
        await drop_database(name)
