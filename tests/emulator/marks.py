"""Message entities for tests."""

from typing import Any


def mark(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    """Return a MessageEntity; offset and length are in UTF-16 code units."""
    return {"type": kind, "offset": offset, "length": length} | more
