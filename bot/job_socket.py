"""The Unix socket beside an SQLite database, on which the running newspaper takes over jobs of the command line.

One connection is one job. The command sends an order (a line of JSON) and then, for an import, the lines of the file in
frames: four bytes of length, and that many bytes; an empty frame is the end. The newspaper answers with events, a line
of JSON each: `total`, `progress`, `note`, and at last `result` or `error`.
"""

import json
import os
import socket
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Json = dict[str, Any]

# In bytes: one line of an order or an event.
MAX_EVENT = 1 << 20
# https://man7.org/linux/man-pages/man7/unix.7.html: 108 bytes with the final NUL; macOS has 104.
_MAX_PATH = 103
_LENGTH_BYTES = 4


def socket_path(database: Path) -> Path:
    """Return the socket of a database's file."""
    return database.with_name(f"{database.name}-jobs")


@contextmanager
def unix_socket(path: Path) -> Iterator[tuple[socket.socket, str]]:
    """Open a Unix socket, not bound or connected yet; yield it with an address for the path, however long the path is.

    Raises OSError if the system has no such sockets, or no address for a long path.
    """
    if not hasattr(socket, "AF_UNIX"):
        raise OSError("this system has no Unix sockets")
    absolute = path.absolute()
    with socket.socket(socket.AF_UNIX) as opened:
        opened.setblocking(False)
        if len(os.fsencode(absolute)) <= _MAX_PATH:
            yield opened, str(absolute)
            return
        folder = os.open(absolute.parent, os.O_RDONLY)
        try:
            yield opened, f"/proc/self/fd/{folder}/{absolute.name}"
        finally:
            os.close(folder)


def write_line(writer: StreamWriter, message: Json) -> None:
    """Send an order or an event."""
    writer.write(json.dumps(message).encode() + b"\n")


async def read_line(reader: StreamReader) -> Json | None:
    """Return the next order or event; None if the other side is gone or speaks another language."""
    try:
        message = json.loads(await reader.readline())
    except (ValueError, ConnectionError):
        return None
    return message if isinstance(message, dict) else None


def write_frame(writer: StreamWriter, data: bytes) -> None:
    """Send one frame."""
    writer.write(len(data).to_bytes(_LENGTH_BYTES) + data)


async def read_frames(reader: StreamReader) -> AsyncIterator[bytes]:
    """Yield the frames up to the empty one. Raises IncompleteReadError if the other side is gone before that."""
    while size := int.from_bytes(await reader.readexactly(_LENGTH_BYTES)):
        yield await reader.readexactly(size)
