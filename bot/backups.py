"""Backups by the command line: made and restored here for SQLite; for PostgreSQL, the command that does it is named."""

import shlex
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from news.errors import StorageError
from storage import Contents, back_up, restore
from storage.engines import is_postgres


def run_backup(url: str, path: Path) -> Contents:
    """Back up the database to a new file. Raises StorageError; on PostgreSQL it names the command for that."""
    if is_postgres(url):
        command = shlex.join(["pg_dump", "--format=custom", f"--file={path}", without_password(url)])
        raise StorageError(
            f"PostgreSQL has its own program for backups: `{command}` asks for the password, and the backup is "
            "complete only if that command ends without an error."
        )
    return back_up(url, path)


def run_restore(url: str, path: Path) -> Contents:
    """Restore a backup where no database is. Raises StorageError; on PostgreSQL it names the commands for that."""
    if is_postgres(url):
        target = without_password(url)
        command = shlex.join(["pg_restore", "--exit-on-error", "--no-owner", f"--dbname={target}", str(path)])
        analyze = shlex.join(["psql", "--command=ANALYZE", target])
        raise StorageError(
            "PostgreSQL has its own program for this: create an empty database (`createdb`), stop every process of the "
            f"newspaper, then run `{command}` and `{analyze}`."
        )
    return restore(url, path)


def without_password(url: str) -> str:
    """Return a PostgreSQL URL without the password, wherever it stands in it."""
    parts = urlsplit(url)
    credentials, at, hosts = parts.netloc.rpartition("@")
    options = urlencode([(name, value) for name, value in parse_qsl(parts.query) if "password" not in name])
    address = f"{credentials.partition(':')[0]}{at}{hosts}{parts.path}"
    return f"{parts.scheme}://{address}{'?' if options else ''}{options}"
