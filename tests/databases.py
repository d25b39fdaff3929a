"""Real databases for tests. tests/conftest.py makes the fixtures known to every test.

`database_url` runs a test once for each engine, on a database with empty tables; `database` is that database opened.
The PostgreSQL server is at TEST_POSTGRES_URL; every test process creates a database there and drops it at the end.
"""

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

import asyncpg
import pytest

from storage import Database, migrate, open_storage

T = TypeVar("T")

ENGINES = ("sqlite", "postgres")
# Tests do not take their settings from bot.app.
SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")  # noqa: TID251
ON_CI = os.environ.get("CI") == "true"  # noqa: TID251

# On tables of a few rows DELETE takes a fifth of the time of TRUNCATE, which creates new files.
EMPTY = """
    DELETE FROM article_versions; DELETE FROM article_topics; DELETE FROM topics;
    DELETE FROM verdicts; DELETE FROM person_notes; DELETE FROM macros; DELETE FROM complaints; DELETE FROM appeals;
    UPDATE case_board SET due_at = 0, minute = 0, cards = 0, edition_id = NULL, shown = 0, shown_at = NULL;
    DELETE FROM article_bodies; DELETE FROM comments; DELETE FROM comment_likes; DELETE FROM comment_rules;
    DELETE FROM cases; DELETE FROM permissions; DELETE FROM stop_phrases;
    DELETE FROM articles; DELETE FROM readers; DELETE FROM names;
    DELETE FROM human_checks; DELETE FROM requests;
    DELETE FROM choices; DELETE FROM subscriptions; DELETE FROM places;
    DELETE FROM editions; DELETE FROM edition_articles;
    DELETE FROM deliveries; DELETE FROM files; DELETE FROM pictures; UPDATE bot SET bot_id = NULL;
    DELETE FROM inbox; DELETE FROM fsm;
    DELETE FROM leases; DELETE FROM search; DELETE FROM search_blocks; DELETE FROM vocabulary;
    UPDATE search_state SET version = '', cursor = NULL;
    DELETE FROM related; DELETE FROM related_terms; DELETE FROM related_postings; DELETE FROM related_verdicts;
    DELETE FROM live_messages; DELETE FROM audit; DELETE FROM subscription_changes; DELETE FROM article_reads;
    DELETE FROM hour_reads; DELETE FROM draft_visits; DELETE FROM breaking_days; DELETE FROM parts;
    DELETE FROM outlets; DELETE FROM article_outlets; DELETE FROM forgettings;
    DELETE FROM answers; DELETE FROM answer_windows; DELETE FROM answer_mutes; DELETE FROM ignores;
    DELETE FROM seen_discussions; DELETE FROM bookmarks; DELETE FROM choices; DELETE FROM later;
    DELETE FROM discussion_groups; DELETE FROM discussed_posts; DELETE FROM group_notices; DELETE FROM join_requests;
    DELETE FROM group_deeds; DELETE FROM choices;
    DELETE FROM sources; DELETE FROM source_hosts; DELETE FROM source_items;
    UPDATE related_state SET version = '', articles = 0, cursor = NULL;
    ALTER SEQUENCE articles_number_seq RESTART;
    ALTER SEQUENCE comments_id_seq RESTART;
    ALTER SEQUENCE cases_id_seq RESTART;
    ALTER SEQUENCE stop_phrases_id_seq RESTART;
    ALTER SEQUENCE verdicts_id_seq RESTART;
    ALTER SEQUENCE macros_id_seq RESTART;
    ALTER SEQUENCE topics_id_seq RESTART;
    ALTER SEQUENCE requests_id_seq RESTART;
    ALTER SEQUENCE audit_id_seq RESTART;
    ALTER SEQUENCE editions_id_seq RESTART;
    ALTER SEQUENCE places_id_seq RESTART;
    ALTER SEQUENCE group_deeds_id_seq RESTART;
    ALTER SEQUENCE sources_id_seq RESTART;
    UPDATE budget SET next_at = 0, closed_at = NULL, closed_until = NULL;
    UPDATE identity SET fingerprint = '', beat = 0;
"""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy. Migrating in every test would take most of the test's time."""
    path: Path = tmp_path_factory.mktemp("template") / "vestnik.db"
    run(migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A migrated PostgreSQL database of this test process."""
    try:
        name = run(create_database())
    except (OSError, asyncpg.PostgresError) as error:
        refuse(f"PostgreSQL is not reachable at {SERVER}: {error}")
    try:
        url = url_of(name)
        run(migrate(url))
        yield url
    finally:
        run(drop_database(name))


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with empty tables. The test runs once for each engine."""
    if request.param == "sqlite":
        return copied(request.getfixturevalue("sqlite_template"), tmp_path)
    return emptied(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The database of `database_url`, opened."""
    async with open_storage(database_url) as opened:
        yield opened


def copied(template: Path, folder: Path) -> str:
    """Return the URL of a copy of the template in the folder."""
    shutil.copy(template, folder / "vestnik.db")
    return f"sqlite:///{folder}/vestnik.db"


def emptied(url: str) -> str:
    """Empty the tables and return the same URL."""
    run(execute(url, EMPTY))
    return url


async def create_database() -> str:
    """Create an empty database on the test server and return its name."""
    name = f"vestnik_test_{secrets.token_hex(6)}"
    await execute(SERVER, f"CREATE DATABASE {name}")
    return name


async def drop_database(name: str) -> None:
    """Drop a database of the test server; close the connections to it."""
    await execute(SERVER, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def url_of(name: str) -> str:
    """Return the URL of a database on the test server."""
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


async def execute(url: str, sql: str) -> None:
    """Run SQL on PostgreSQL."""
    connection = await asyncpg.connect(url, timeout=5)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread with an event loop of that thread, apart from the loop of pytest-asyncio."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def refuse(reason: str) -> NoReturn:
    """Skip the test. On CI fail it: PostgreSQL must be there."""
    if ON_CI:
        pytest.fail(reason)
    pytest.skip(reason)
