"""The words of a rich message, without its layout."""

from collections.abc import Iterable
from typing import Any

from emulator.json_types import Json


def plain(blocks: Iterable[Json]) -> str:
    """The text of blocks, a line for each."""
    return "\n".join(filter(None, map(_of_block, blocks)))


def words(text: Any) -> str:
    """The text of a RichText: a String, an Array of them, or a marked one."""
    if isinstance(text, str):
        return text
    return "".join(map(words, text)) if isinstance(text, list) else words(text["text"])


def _of_block(block: Json) -> str:
    items = (plain(item["blocks"]) for item in block.get("items", []))
    caption = words(block.get("caption", ""))
    return "\n".join(filter(None, (words(block.get("text", "")), plain(block.get("blocks", [])), *items, caption)))
