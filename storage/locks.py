"""A file lock that ends with its process: it tells a program whether it is the only one that serves a SQLite file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl


class ServingLock:
    """Each process that serves the file holds the lock shared; only a single process can hold it exclusively."""

    def __init__(self, file: BinaryIO | None) -> None:
        self._file = file

    def try_exclusive(self) -> bool:
        """Take the lock exclusively, without waiting; False if another process holds it, and always on Windows."""
        if sys.platform == "win32" or self._file is None:
            return False
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def is_held_elsewhere(self) -> bool:
        """Take the lock exclusively; True if another process is known to hold it (on Windows nothing is known)."""
        return sys.platform != "win32" and self._file is not None and not self.try_exclusive()

    def share(self) -> None:
        """Take the lock shared, in place of an exclusive one; waits while another process holds it exclusively."""
        if sys.platform != "win32" and self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_SH)


@contextmanager
def serving_lock(path: Path) -> Iterator[ServingLock]:
    """Open the lock file, created if it is missing; the lock is released at the block's end."""
    try:
        file = path.open("ab")
    except OSError:
        yield ServingLock(None)
        return
    with file:
        yield ServingLock(file)
