"""Imports and their settings, for the tests of jobs."""

import json
from io import BytesIO
from pathlib import Path

from bot.importing import Import, run_import
from bot.settings import Settings
from news.importing import MAX_LINE_BYTES

GOOD = {"title": "Мост открыт", "text": "Движение пошло."}


def file_of(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def lines(count: int) -> bytes:
    """Return lines of articles, a bad one, one that is too long, and one without an end."""
    good = [json.dumps(GOOD | {"url": f"https://example.org/{number}"}).encode() for number in range(count)]
    return b"\n".join([*good[:3], b"{nonsense", b'"' + b"x" * (MAX_LINE_BYTES + 70_000), b"", *good[3:], good[0]])


async def take(settings: Settings, data: bytes, *, publish: bool = True, push: bool | None = None) -> Import:
    return await run_import(settings, BytesIO(data), len(data), Path(), publish=publish, push=push)
