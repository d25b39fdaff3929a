"""Restoring a backup: into an empty place only, checked first, upgraded, and marked as restored."""

import os
import shutil
from pathlib import Path

import pytest

from news.errors import DatabaseTooNew, StorageError
from storage import Database, back_up, open_storage, restore
from storage.backups import PARTIAL
from storage.identity import RESTORED
from storage.locks import serving_lock
from storage.sqlite import lock_path
from tests.databases import copied
from tests.journeys.test_damage import damage_index
from tests.storage.old_databases import load_0006, migrate_to
from tests.storage.samples import open_edition, subscribe
from tests.storage.test_backups import mode, path_of, query


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A database on SQLite only."""
    folder = tmp_path / "data"
    folder.mkdir()
    return copied(sqlite_template, folder)


async def test_a_restored_backup_is_the_database_and_holds_its_pushes(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await subscribe(database, 1)
    await open_edition(database)
    back_up(database_url, tmp_path / "backup.db")
    url = f"sqlite:///{tmp_path}/new/place/vestnik.db"
    found = restore(url, tmp_path / "backup.db")
    assert (found.articles, found.subscriptions) == (1, 1)
    place = path_of(url)
    assert sorted(os.listdir(place.parent)) == ["vestnik.db", "vestnik.db-serving"]
    assert mode(place) == 0o600
    async with open_storage(url) as restored, restored.reading() as unit:
        assert (await unit.identity.stored()).fingerprint == RESTORED


async def test_a_backup_of_an_older_schema_is_upgraded_when_it_is_restored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = f"sqlite:///{tmp_path}/old.db"
    await migrate_to(old, "0006", tmp_path / "older", monkeypatch)
    await load_0006(old)
    url = f"sqlite:///{tmp_path}/new/vestnik.db"
    assert restore(url, path_of(old)).schema == "0006"
    async with open_storage(url) as restored, restored.reading() as unit:
        assert (await unit.identity.stored()).fingerprint == RESTORED
    assert query(path_of(old), "SELECT version_num FROM alembic_version") == [("0006",)], "the backup is as it was"


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
def test_a_backup_is_restored_into_an_empty_place_only(database_url: str, tmp_path: Path, suffix: str) -> None:
    back_up(database_url, tmp_path / "backup.db")
    stale = tmp_path / f"vestnik.db{suffix}"
    stale.write_bytes(b"stale")
    with pytest.raises(StorageError, match=f"has vestnik.db{suffix}: a backup is restored into an empty place only"):
        restore(f"sqlite:///{tmp_path}/vestnik.db", tmp_path / "backup.db")
    assert stale.read_bytes() == b"stale"


def test_a_place_that_is_served_is_not_restored_into(database_url: str, tmp_path: Path) -> None:
    back_up(database_url, tmp_path / "backup.db")
    place = tmp_path / "vestnik.db"
    with serving_lock(lock_path(place)) as lock:
        lock.share()
        with pytest.raises(StorageError, match="stop it first"):
            restore(f"sqlite:///{place}", tmp_path / "backup.db")
    assert not place.exists()


async def test_what_is_no_backup_is_refused_and_the_place_stays_empty(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await subscribe(database, 1)
    backup = tmp_path / "backup.db"
    back_up(database_url, backup)
    (tmp_path / "text").write_text("Заметки")
    (tmp_path / "short.db").write_bytes(backup.read_bytes()[:70_000])
    shutil.copy(backup, tmp_path / "damaged.db")
    damage_index(tmp_path / "damaged.db", "subscriptions")
    query(tmp_path / "empty.db", "CREATE TABLE notes (text TEXT)")
    shutil.copy(backup, tmp_path / "later.db")
    query(tmp_path / "later.db", "UPDATE alembic_version SET version_num = '9999'")
    reasons = {
        "missing": "cannot be read",
        "text": "is not an SQLite database",
        "short.db": "is damaged",
        "damaged.db": "is damaged",
        "empty.db": "has no newspaper in it",
        "later.db": "is at schema 9999",
        "data": "cannot be read",
        "data/vestnik.db": "has vestnik.db-wal beside it",
    }
    for name, reason in reasons.items():
        with pytest.raises(StorageError, match=reason) as refused:
            restore(f"sqlite:///{tmp_path}/place/vestnik.db", tmp_path / name)
        assert isinstance(refused.value, DatabaseTooNew) == (name == "later.db")
        assert not (tmp_path / "place" / "vestnik.db").exists()
        assert not [each for each in os.listdir(tmp_path) if each.endswith(PARTIAL)]
