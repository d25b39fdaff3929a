"""A migration that is killed at any statement leaves every row as it was, and the next one starts afresh."""

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from storage import migrate
from tests.storage.old_databases import migrate_to
from tests.support.killed_migration import run_killed
from tests.support.killed_upgrades import OLD, kill_upgrades

pytestmark = pytest.mark.slow

KILLS = 4


async def test_a_migration_killed_at_a_statement_is_undone_and_the_next_one_finishes(
    empty_url: str, tmp_path: Path
) -> None:
    upgrade = await kill_upgrades(empty_url, tmp_path, KILLS)
    assert upgrade.statements > 2 * KILLS
    assert len(upgrade.kills) == KILLS
    assert upgrade.changed == ()
    assert upgrade.finished


async def test_no_part_of_a_copy_is_left_by_killed_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/vestnik.db"
    await migrate_to(url, OLD, tmp_path / "older", monkeypatch)
    shutil.copy(tmp_path / "vestnik.db", tmp_path / f"vestnik.db-schema-{OLD}.backup.killed.partial")
    assert await asyncio.to_thread(run_killed, url, 5) == -9
    await migrate(url)
    assert sorted(name for name in os.listdir(tmp_path) if name.startswith("vestnik.db")) == [
        "vestnik.db",
        f"vestnik.db-schema-{OLD}.backup",
    ]
