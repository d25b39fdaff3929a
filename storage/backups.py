"""Checked copies of an SQLite file, made while the newspaper runs: a copy is complete, or it is not there.

`VACUUM INTO` copies what one read transaction sees, while others write. A plain copy of a file with a write-ahead log
may lack what is in the log, and `Connection.backup` with a number of pages starts over at each write. SQLite writes the
copy without waiting for the disk, so it is flushed here before it gets its name.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from news.errors import StorageError
from storage import schema
from storage.sqlite import path_of, translating

PARTIAL = ".partial"
KEPT = 3
# What SQLite writes beside a file in use.
SIDE_FILES = ("-wal", "-shm", "-journal")
_TABLES = {"articles", "comments", "deliveries", "editions", "inbox", "readers", "subscriptions"}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy has: its schema, and how many articles, subscribers and readers."""

    schema: str
    articles: int
    subscriptions: int
    readers: int


def back_up(url: str, target: Path) -> Contents:
    """Copy the database of an SQLite URL to a new file. Raises StorageError if that fails or the copy is damaged."""
    source = path_of(url)
    if not source.is_file():
        raise StorageError(f"There is no database at {source}: check DATABASE_URL and the working directory.")
    return copy_database(source, target)


def keep_copy(path: Path, revision: str) -> None:
    """Copy a database that is about to be upgraded, beside it, and remove all but the newest three such copies.

    The caller holds the write lock of the database: nothing is written meanwhile, and no other process is here.
    """
    prefix, folder = f"{path.name}-schema-", path.absolute().parent
    for left in folder.iterdir():  # of a process that was killed here
        if left.name.startswith(prefix) and left.name.endswith(PARTIAL):
            left.unlink(missing_ok=True)
    copy_database(path, folder / f"{prefix}{revision}.backup", replace=True)
    kept = [each for each in folder.iterdir() if each.name.startswith(prefix) and each.suffix == ".backup"]
    for old in sorted(kept, key=lambda each: each.stat().st_mtime_ns)[:-KEPT]:
        old.unlink(missing_ok=True)


def copy_database(
    source: Path,
    target: Path,
    *,
    replace: bool = False,
    immutable: bool = False,
    prepare: Callable[[Path], object] = lambda _: None,
) -> Contents:
    """Copy an SQLite database to `target`, readable by this user only; return what the copy has.

    `target` must not exist, or is replaced with `replace`. `immutable` reads a file that nobody uses, and makes no file
    beside it. `prepare` may change the copy before it gets its name. Raises StorageError; `target` is then as before.
    """
    if target.exists() and not replace:
        raise StorageError(f"{target} exists already: name a new file.")
    with _partial_file(target) as partial:
        with translating(source), closing(_open(source, "immutable=1" if immutable else "mode=ro")) as connection:
            connection.execute("VACUUM INTO ?", [str(partial)])
        contents = _check(partial, source)
        prepare(partial)
        _flush(partial)
        _give_name(partial, target, replace=replace)
    return contents


@contextmanager
def _partial_file(target: Path) -> Iterator[Path]:
    """Make an empty file beside `target`, with mode 0600, and remove it at the block's end if it is still there."""
    try:
        number, name = tempfile.mkstemp(PARTIAL, f"{target.name}.", target.absolute().parent)
    except OSError as error:
        raise StorageError(f"{target} cannot be written: {error.strerror}.") from error
    os.close(number)
    partial = Path(name)
    try:
        yield partial
    finally:
        for each in (partial, *side_files(partial)):
            each.unlink(missing_ok=True)


def side_files(path: Path) -> list[Path]:
    """Return the files beside an SQLite file that belong to it."""
    found = (path.with_name(path.name + suffix) for suffix in SIDE_FILES)
    return [each for each in found if each.exists()]


def _open(path: Path, option: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{option}", isolation_level=None, uri=True)


def _check(partial: Path, source: Path) -> Contents:
    """Check the copy: its pages, its indexes, and that it is a newspaper's."""
    with translating(source), closing(_open(partial, "mode=ro")) as connection:
        ((found, *_), *_) = connection.execute("PRAGMA integrity_check(1)").fetchall()
        if found != "ok":
            raise StorageError(f"The database {source} is damaged ({found}): no copy was made. Restore a backup.")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        row = connection.execute(schema.READ_REVISION).fetchone() if "alembic_version" in tables else None
        if row is None or not tables >= _TABLES:
            raise StorageError(
                f"{source} has no newspaper in it. A plain copy of a file in use may lack everything: "
                "`vestnik backup` makes a complete one."
            )
        schema.refuse_unknown(row[0])
        articles, subscriptions, readers = (
            connection.execute(f"SELECT COUNT(*) FROM {condition}").fetchone()[0]  # noqa: S608 - constants
            for condition in ("articles", "subscriptions WHERE ended_at IS NULL", "readers")
        )
    return Contents(row[0], articles, subscriptions, readers)


def _flush(path: Path) -> None:
    """Wait until the file is on the disk."""
    if left := side_files(path):
        raise StorageError(f"{left[0]} was left beside the copy: another program has opened it.")
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _give_name(partial: Path, target: Path, *, replace: bool) -> None:
    """Rename the finished copy, in one step; without `replace`, never over another file."""
    try:
        if replace:
            partial.replace(target)
        else:
            os.link(partial, target)
    except FileExistsError:
        raise StorageError(f"{target} exists already: name a new file.") from None
    except OSError:  # a file system without links
        if target.exists():
            raise StorageError(f"{target} exists already: name a new file.") from None
        partial.rename(target)
    if os.name == "posix":
        folder = os.open(target.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
