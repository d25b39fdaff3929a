"""A lock that dies with its process: how a program knows that it is the only one to serve a SQLite file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def locked(path: Path) -> Iterator[bool]:
    """Lock a file of its own, made if need be, until the block's end; yield whether nobody else has locked it.

    Windows has no such lock: nobody knows to be alone there.
    """
    if sys.platform == "win32":
        yield False
        return
    try:
        file = path.open("ab")
    except OSError:
        yield False
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
