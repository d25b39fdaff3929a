"""The schema is upgraded once, even if programs start at once, or stays as it was; on both engines."""

import asyncio
import shutil
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from news.errors import DatabaseTooNew, StorageError
from news.ledger import Address
from storage import Migration, migrate, open_storage, schema
from storage.engines import is_postgres
from tests.storage.samples import raw, subscribe

# The newest revision of this program, and of a later one.
NEWEST, LATER = schema.NEWEST, "9999"
NEXT = '''
"""The next revision, as a later program brings it."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{newest}"


def upgrade() -> None:
    op.create_table("future", sa.Column("id", sa.BigInteger(), primary_key=True))
    op.execute("INSERT INTO future (id) VALUES (1)")
'''.replace("{newest}", NEWEST)
FAILING = f"{NEXT}    op.execute('SELECT nonsense')\n"

START = """
import asyncio, sys
from storage import migrate, open_storage

async def main(url):
    await migrate(url)
    async with open_storage(url):
        print(sorted({"alembic", "sqlalchemy", "asyncpg"} & sys.modules.keys()))

asyncio.run(main(sys.argv[1]))
"""


def grow(folder: Path, monkeypatch: pytest.MonkeyPatch, revision: str) -> None:
    """Make this program a later one, which knows one revision more."""
    versions = folder / "migrations" / "versions"
    shutil.copytree(schema.VERSIONS.parent, versions.parent, ignore=shutil.ignore_patterns("__pycache__"))
    (versions / f"{LATER}_next.py").write_text(revision)
    monkeypatch.setattr(schema, "VERSIONS", versions)
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, LATER))
    monkeypatch.setattr(schema, "NEWEST", LATER)


async def tables(url: str) -> list[str]:
    catalogue = "pg_tables WHERE schemaname = 'public'" if is_postgres(url) else "sqlite_master WHERE type = 'table'"
    async with open_storage(url) as database, database.reading() as unit:
        column = "tablename" if is_postgres(url) else "name"
        return sorted(row[0] for row in await raw(unit, f"SELECT {column} FROM {catalogue}"))  # noqa: S608


async def start(url: str) -> str:
    """Start a program that migrates and opens the database; return the database modules that it imported."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", "-c", START, url, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    said, complaints = await process.communicate()
    assert process.returncode == 0, complaints.decode()
    return said.decode().strip()


async def test_the_tables_are_made_once(empty_url: str) -> None:
    assert await migrate(empty_url) == Migration(None, NEWEST)
    assert await migrate(empty_url) == Migration(NEWEST, NEWEST)
    async with open_storage(empty_url) as database:
        await subscribe(database, 1)
        assert (await database.describe()).schema == NEWEST


async def test_rows_survive_an_upgrade(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await migrate(empty_url)
    async with open_storage(empty_url) as database:
        await subscribe(database, 1)
    grow(tmp_path, monkeypatch, NEXT)
    with pytest.raises(
        StorageError, match=f"at schema {NEWEST}, this program needs {LATER}: run `python -m bot migrate`"
    ):
        async with open_storage(empty_url):
            pass
    assert await migrate(empty_url) == Migration(NEWEST, LATER)
    async with open_storage(empty_url) as database, database.reading() as unit:
        assert await unit.subscriptions.get(Address(1)) is not None
    assert "future" in await tables(empty_url)


async def test_an_update_that_fails_leaves_the_database_as_it_was(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate(empty_url)
    before = await tables(empty_url)
    with monkeypatch.context() as grown:
        grow(tmp_path, grown, FAILING)
        with pytest.raises(Exception, match="nonsense"):
            await migrate(empty_url)
    assert await tables(empty_url) == before
    assert await migrate(empty_url) == Migration(NEWEST, NEWEST)


async def test_a_first_migration_that_fails_leaves_nothing(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as grown:
        grow(tmp_path, grown, FAILING)
        with pytest.raises(Exception, match="nonsense"):
            await migrate(empty_url)
    assert await migrate(empty_url) == Migration(None, NEWEST)


async def test_a_database_of_a_newer_program_is_refused_and_left_alone(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as grown:
        grow(tmp_path, grown, NEXT)
        await migrate(empty_url)
    with pytest.raises(DatabaseTooNew, match=f"at schema {LATER}, this program knows schemas up to {NEWEST}.+restore"):
        await migrate(empty_url)
    with pytest.raises(DatabaseTooNew):
        async with open_storage(empty_url):
            pass
    grow(tmp_path / "again", monkeypatch, NEXT)
    assert await migrate(empty_url) == Migration(LATER, LATER)


async def test_several_programs_may_start_at_once(empty_url: str) -> None:
    await asyncio.gather(*(start(empty_url) for _ in range(3)))
    assert await migrate(empty_url) == Migration(NEWEST, NEWEST)


async def test_one_program_may_migrate_twice_at_once(empty_url: str) -> None:
    found = await asyncio.gather(migrate(empty_url), migrate(empty_url), migrate(empty_url))
    assert sorted(found, key=str) == [Migration(NEWEST, NEWEST), Migration(NEWEST, NEWEST), Migration(None, NEWEST)]


async def test_alembic_is_not_imported_when_there_is_nothing_to_do(empty_url: str) -> None:
    await migrate(empty_url)
    assert await start(empty_url) == ("['asyncpg']" if is_postgres(empty_url) else "[]")


def test_revisions_follow_each_other_in_the_order_of_their_files() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.VERSIONS.parent))
    walked = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(walked)) == schema.REVISIONS
