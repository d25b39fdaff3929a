"""A lock that dies with its process: how a program knows that it is the only one to serve a SQLite file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl


class ServingLock:
    """Everybody who serves the file shares it; only who is alone can have it for itself."""

    def __init__(self, file: BinaryIO | None) -> None:
        self._file = file

    def take_alone(self) -> bool:
        """Have the lock for oneself; False where somebody else serves, or nobody can tell: Windows has no such lock."""
        if sys.platform == "win32" or self._file is None:
            return False
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def share(self) -> None:
        """Serve, and let others do so too; waits while somebody has the lock for itself."""
        if sys.platform != "win32" and self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_SH)


@contextmanager
def serving_lock(path: Path) -> Iterator[ServingLock]:
    """Open the lock, a file of its own, made if need be; what was taken ends with the block."""
    try:
        file = path.open("ab")
    except OSError:
        yield ServingLock(None)
        return
    with file:
        yield ServingLock(file)
