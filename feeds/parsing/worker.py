"""The child process that parses: it reads requests from its standard input and writes replies to its standard output.

Each job has limits of CPU and memory. A job that passes them ends the process, and the parent (`parser_process`) starts
another. The process ends by itself when its input ends: then the parent is gone.
"""

import json
import logging
import math
import os
import resource
import sys
from typing import IO, Any, Final, NoReturn

from feeds.frames import LENGTHS, MAX_PICTURE_BYTES, MAX_RECORDS_BYTES, Job, frame
from feeds.parsing.errors import EmptyError, LargeError, UnreadableError
from feeds.parsing.jobs import do
from news.sources.found import Trouble

MEMORY_BYTES = 1024**3
# Open files: the three of the standard streams, the replies, and a few for modules that are imported late.
OPEN_FILES = 16
NICENESS = 10
TROUBLES: Final = {UnreadableError: Trouble.UNREADABLE, LargeError: Trouble.LARGE, EmptyError: Trouble.EMPTY}
# What this process must never do, by the names of https://docs.python.org/3/library/audit_events.html.
_FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "urllib.Request")
_PAGE_BYTES = resource.getpagesize()


def main() -> None:
    """Serve until the input ends. The CPU seconds that a job may use are the first argument."""
    cpu_seconds = float(sys.argv[1])
    requests, replies = sys.stdin.buffer, _only_way_out()
    logging.disable()
    confine()
    _send(replies, {"ready": True})
    while (request := _read(requests)) is not None:
        _allow(cpu_seconds)
        header, content = answer(*request)
        _send(replies, header | {"memory_bytes": _memory_bytes()}, content)
        if header.get("trouble") == Trouble.COSTLY:  # its memory may be in pieces
            return


def answer(header: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Do a job. What goes wrong is told as a `trouble` with a `detail`."""
    try:
        found, reply = do(header["job"], content, header)
    except tuple(TROUBLES) as refusal:
        return {"trouble": TROUBLES[type(refusal)], "detail": str(refusal)[:200]}, b""
    except (MemoryError, RecursionError) as error:
        return {"trouble": Trouble.COSTLY, "detail": type(error).__name__}, b""
    except Exception as error:  # noqa: BLE001 (a library's failure on a stranger's input; the parent counts and logs it)
        return {"trouble": Trouble.UNREADABLE, "detail": type(error).__name__}, b""
    if len(reply) > (MAX_PICTURE_BYTES if header["job"] == Job.PICTURE else MAX_RECORDS_BYTES):
        return {"trouble": Trouble.COSTLY, "detail": "the reply is too large"}, b""
    return found, reply


def confine() -> None:
    """Give up what parsing does not need: more memory, files, core dumps, sockets, other processes, and haste."""
    os.nice(NICENESS)
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(limit, (most, most))
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN_EVENTS):
        _fail(event)


def _fail(event: str) -> NoReturn:
    raise PermissionError(f"{event} is not allowed in the process that parses")


def _only_way_out() -> IO[bytes]:
    """Return the standard output for replies, and send there nothing that a library prints."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return replies


def _read(requests: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    lengths = requests.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    header_length, content_length = LENGTHS.unpack(lengths)
    header = requests.read(header_length)
    content = requests.read(content_length)
    return (json.loads(header), content) if len(content) == content_length else None


def _send(replies: IO[bytes], header: dict[str, Any], content: bytes = b"") -> None:
    replies.write(frame(header, content))
    replies.flush()


def _allow(cpu_seconds: float) -> None:
    """Let this process use so much more CPU. The kernel counts whole seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + cpu_seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _memory_bytes() -> int:
    """Return the memory that this process holds, 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * _PAGE_BYTES
    except OSError:
        return 0


if __name__ == "__main__":
    main()
