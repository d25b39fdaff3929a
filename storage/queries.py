"""The SQL of `storage/sql`, loaded once a process and an engine; what the engines say differently stands in its folder.

A file is a noun, a query in it becomes a function: `queries["articles"].get(connection, number=7)`. To add one, write
it into the noun's file if both engines understand it, else under the same name into both folders.
"""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import aiosql

Engine = Literal["sqlite", "postgres"]

_FOLDER = Path(__file__).parent / "sql"


@cache
def load(engine: Engine, adapter: str) -> dict[str, Any]:
    """Return the queries of every noun, spoken through the named aiosql adapter."""
    return {file.stem: aiosql.from_str(_text(file, engine), adapter) for file in sorted(_FOLDER.glob("*.sql"))}


def _text(file: Path, engine: Engine) -> str:
    own = _FOLDER / engine / file.name
    return "\n".join(each.read_text("utf-8") for each in (file, own) if each.exists())
