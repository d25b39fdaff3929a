"""The file beside an SQLite database that says how far the database was.

If the database knows fewer beats than this file, an older copy was put in its place. A crash must not look like that:
the file is there before the first beat is counted, each number is committed to the database before it is written here,
and it is written in one piece. An unreadable number counts as 0, from which nothing is concluded.
"""

from contextlib import suppress
from pathlib import Path

from news.ports.identity import Identity

_DIGITS = 19


def identify(path: Path) -> Identity:
    """Return the identity of a database's file: its inode, and the beat beside it, None if there is none."""
    return Identity(str(path.stat().st_ino), _read(path))


def prepare(path: Path) -> bool:
    """Make the file if it is missing; False if that fails, and then no beat must be counted."""
    try:
        beat_path(path).open("a").close()
    except OSError:
        return False
    return True


def write(path: Path, number: int) -> None:
    """Write the number of a beat; a failure is left to the next beat."""
    with suppress(OSError), beat_path(path).open("r+b", buffering=0) as file:
        file.write(f"{number:0{_DIGITS}}\n".encode())


def beat_path(path: Path) -> Path:
    """Return the file that has the beat of a database."""
    return path.with_name(f"{path.name}-beat")


def _read(path: Path) -> int | None:
    try:
        return int(beat_path(path).read_text("ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return 0
