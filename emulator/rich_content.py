"""The content of a rich message: its blocks within Telegram's limits, with the files that they show.

https://core.telegram.org/bots/api#sendrichmessage has the limits; the words of the refusals are the emulator's own.
"""

from collections.abc import Iterator

from emulator.entities import units
from emulator.errors import bad_request
from emulator.files import Files
from emulator.json_types import Json
from emulator.media_content import input_media
from emulator.rich_parameters import MEDIA
from emulator.rich_words import plain

MAX_UNITS = 32_768
MAX_BLOCKS = 500
MAX_DEPTH = 16
MAX_MEDIA = 50
HEADING_SIZES = range(1, 7)


def rich_content(files: Files, given: Json) -> Json:
    """The field of a message with the rich message. Raises a 400 for an empty or too large one, and for a bad file."""
    blocks = given.get("blocks") or []
    if not plain(blocks).strip() and not any(block["type"] in MEDIA for block in blocks):
        raise bad_request("rich message must be non-empty")
    _check_limits(blocks)
    shown = [_shown(files, block) for block in blocks]
    return {"rich_message": {"blocks": shown} | ({"is_rtl": True} if given.get("is_rtl") else {})}


def _check_limits(blocks: list[Json]) -> None:
    inside = list(_walk(blocks, 1))
    if len(inside) > MAX_BLOCKS:
        raise bad_request("rich message has too many blocks")
    if max(depth for _, depth in inside) > MAX_DEPTH:
        raise bad_request("rich message is nested too deeply")
    if sum(block["type"] in MEDIA for block, _ in inside) > MAX_MEDIA:
        raise bad_request("rich message has too many media")
    if units(plain(blocks)) > MAX_UNITS:
        raise bad_request("rich message is too long")
    if any(block["type"] == "heading" and block["size"] not in HEADING_SIZES for block, _ in inside):
        raise bad_request("wrong heading size")


def _walk(blocks: list[Json], depth: int) -> Iterator[tuple[Json, int]]:
    """The blocks with their depths, those inside of quotes and lists too."""
    for block in blocks:
        yield block, depth
        yield from _walk(block.get("blocks", []), depth + 1)
        for item in block.get("items", []):
            yield from _walk(item["blocks"], depth + 2)


def _shown(files: Files, block: Json) -> Json:
    """The block as it stands in a message: with its file, and with the labels of its items."""
    kind = block["type"]
    if kind in MEDIA:
        caption = {"caption": block["caption"]} if "caption" in block else {}
        return {"type": kind, kind: input_media(files, block[kind])[kind]} | caption
    if kind == "list":
        return block | {"items": [item | {"label": _label(item)} for item in block["items"]]}
    return block


def _label(item: Json) -> str:
    return f"{item['value']}." if "value" in item else "•"
