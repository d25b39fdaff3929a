"""The revision of the schema, and the check whether this program can use it."""

from pathlib import Path

from news.errors import DatabaseTooNew, StorageError

VERSIONS = Path(__file__).parent / "migrations" / "versions"

# The order of the file names is the order of the revisions: 0001_first.py is revision "0001".
REVISIONS = tuple(sorted(file.name.partition("_")[0] for file in VERSIONS.glob("[0-9]*.py")))
NEWEST = REVISIONS[-1]

READ_REVISION = "SELECT version_num FROM alembic_version"
SQLITE_HAS_REVISION = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"


def refuse_unknown(revision: str | None) -> None:
    """Raise DatabaseTooNew if a newer program made the tables."""
    if revision is not None and revision not in REVISIONS:
        raise DatabaseTooNew(
            f"The database is at schema {revision}, this program knows schemas up to {NEWEST}: a newer version made "
            "it. Run that version again, or restore the backup from before the update."
        )


def refuse_old(revision: str | None) -> None:
    """Raise StorageError if the tables are missing or older than this program needs."""
    if revision != NEWEST:
        raise StorageError(
            f"The database is at schema {revision or 'none'}, this program needs {NEWEST}: run `python -m bot migrate`."
        )
