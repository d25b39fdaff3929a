"""The page cache of the machine, and the memory of the process.

A ratio between a small and a large archive is meaningful only while both are in the page cache, so each measurement
begins by reading every page once. Some virtual machines give pages back to their host within a minute.
"""

import asyncio
import os
from pathlib import Path

from benchmarks.databases import path_of

READ_BYTES = 1 << 20

_PAGES = """
    SELECT sum(pg_prewarm(oid::regclass, 'read')) FROM pg_class
    WHERE relkind IN ('r', 'i', 't') AND relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace)
"""
# Without the extension pg_prewarm: at least the tables.
_TABLES = """
    SELECT (SELECT sum(length(body)) FROM article_bodies), (SELECT sum(length(title)) FROM articles),
           (SELECT sum(length(text)) FROM comments)
"""


async def warm_page_cache(url: str) -> None:
    """Read a whole database once, so that it is in the page cache of the operating system."""
    if url.startswith("sqlite"):
        await asyncio.to_thread(_read, Path(path_of(url)))
        return
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        try:
            await connection.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
            await connection.execute(_PAGES)
        except asyncpg.PostgresError:
            await connection.execute(_TABLES)
    finally:
        await connection.close()


def _read(path: Path) -> None:
    with path.open("rb", buffering=0) as file:
        while file.read(READ_BYTES):
            pass


def drop_page_cache(url: str) -> None:
    """Drop an SQLite file from the page cache. SQLite's own cache (2 MB) stays."""
    with Path(path_of(url)).open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def peak_mb() -> float:
    """Return the peak memory of this process, in megabytes (VmHWM)."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def resident_megabytes() -> float:
    """Return how much memory this process has (VmRSS), in megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
