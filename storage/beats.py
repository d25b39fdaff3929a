"""The file beside an SQLite database that says how far the database was.

If the database knows fewer beats than this file, an older copy was put in its place.
"""

from contextlib import suppress
from pathlib import Path

from news.ports.identity import Identity


def identify(path: Path) -> Identity:
    """Return the identity of a database's file: its inode, and the beat beside it, None if there is none."""
    return Identity(str(path.stat().st_ino), _read(path))


def write(path: Path, number: int) -> None:
    """Write the number of a beat; a failure is left to the next beat."""
    with suppress(OSError):
        beat_path(path).write_text(f"{number}\n", "ascii")


def beat_path(path: Path) -> Path:
    """Return the file that has the beat of a database."""
    return path.with_name(f"{path.name}-beat")


def _read(path: Path) -> int | None:
    try:
        return int(beat_path(path).read_text("ascii"))
    except (OSError, ValueError):
        return None
