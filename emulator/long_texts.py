"""Long texts, which Telegram's clients cut into several messages."""

from collections.abc import Sequence

from emulator.entities import span, units
from emulator.json_types import Json
from emulator.message_content import TEXT_UNITS


def in_parts(text: str, entities: Sequence[Json]) -> list[tuple[str, list[Json]]]:
    """The messages of a text, each with its entities; a cut is at a line's or a word's end if one is near."""
    parts = []
    start = 0
    for part in _cut(text):
        end = start + units(part)
        inside = (_clipped(entity, start, end) for entity in entities)
        parts.append((part, [entity for entity in inside if entity["length"] > 0]))
        start = end
    return parts


def _cut(text: str) -> list[str]:
    parts = []
    while units(text) > TEXT_UNITS:
        longest = _fitting(text)
        end = max(longest.rfind("\n"), longest.rfind(" ")) + 1
        part = longest[:end] if end > len(longest) // 2 else longest
        parts.append(part)
        text = text[len(part) :]
    return [*parts, text]


def _fitting(text: str) -> str:
    """The longest beginning of the text that fits into a message."""
    part = text[:TEXT_UNITS]
    while units(part) > TEXT_UNITS:
        part = part[: len(part) - (units(part) - TEXT_UNITS + 1) // 2]
    return part


def _clipped(entity: Json, start: int, end: int) -> Json:
    """The entity within a part from `start` to `end`, counted from its start; of no length if it is elsewhere."""
    first, last = (min(max(border, start), end) for border in span(entity))
    return entity | {"offset": first - start, "length": last - first}
