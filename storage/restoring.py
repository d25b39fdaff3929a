"""Restoring a backup of an SQLite database, into an empty place only."""

import sqlite3
from contextlib import closing
from pathlib import Path

from news.errors import StorageError
from storage.backups import Contents, copy_database, side_files
from storage.identity import RESTORED, STORE_FINGERPRINT
from storage.locks import serving_lock
from storage.migrate import upgrade_file
from storage.sqlite import lock_path, make_folder, path_of

_HEADER = b"SQLite format 3\x00"


def restore(url: str, source: Path) -> Contents:
    """Restore a backup as the database of an SQLite URL; return what it has.

    The copy is checked, upgraded and marked as restored before it gets its name: the next start holds the pushes that
    the backup believes unfinished. Raises StorageError; the place is then as empty as before.
    """
    target = path_of(url)
    _refuse_strange(source)
    _refuse_occupied(target)
    make_folder(target)
    with serving_lock(lock_path(target)) as lock:
        if lock.is_held_elsewhere():
            raise StorageError(f"The newspaper runs on {target}, or a command works there: stop it first.")
        return copy_database(source, target, immutable=True, prepare=_prepare)


def _refuse_strange(source: Path) -> None:
    try:
        with source.open("rb") as file:
            is_database = file.read(len(_HEADER)) == _HEADER
    except OSError as error:
        raise StorageError(f"{source} cannot be read: {error.strerror}.") from error
    if not is_database:
        raise StorageError(f"{source} is not an SQLite database.")
    if left := [each.name for each in side_files(source) if each.name.endswith(("-wal", "-journal"))]:
        raise StorageError(
            f"{source} has {' and '.join(left)} beside it, so it is not a backup but a database in use: "
            "make a backup of it with `vestnik backup`."
        )


def _refuse_occupied(target: Path) -> None:
    occupied = [each for each in (target, *side_files(target)) if each.exists()]
    if occupied:
        names = " and ".join(each.name for each in occupied)
        raise StorageError(
            f"{target.absolute().parent} has {names}: a backup is restored into an empty place only. "
            "Stop the newspaper and move these files away."
        )


def _prepare(partial: Path) -> None:
    """Upgrade the copy and mark it."""
    upgrade_file(partial, keep_copy=False)
    with closing(sqlite3.connect(partial)) as connection, connection:
        connection.execute(STORE_FINGERPRINT, [RESTORED])
