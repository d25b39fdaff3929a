"""The type of JSON objects, of which the Bot API consists."""

from typing import Any

Json = dict[str, Any]
