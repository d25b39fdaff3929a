"""The rules of message entities: known types, inside the text, on whole characters, nested as documented.

Telegram silently corrects many bad entities (it splits overlapping ones and drops empty ones). The emulator refuses
them, because a bot that sends them has a bug.
"""

from collections.abc import Sequence

from emulator.errors import bad_request
from emulator.json_types import Json

FONTS = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
CODES = frozenset({"code", "pre"})
LINKS = frozenset({"text_link", "text_mention", "custom_emoji", "date_time"})
AUTOMATIC = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
KNOWN = FONTS | QUOTES | CODES | LINKS | AUTOMATIC

REQUIRED_FIELDS = {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}


def units(text: str) -> int:
    """The length of a text in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def span(entity: Json) -> tuple[int, int]:
    """The start and the end of an entity, in UTF-16 code units."""
    return entity["offset"], entity["offset"] + entity["length"]


def check_entities(text: str, entities: Sequence[Json]) -> None:
    """Raises a 400 for the first entity that Telegram's documentation does not allow in this text."""
    if not entities:
        return
    borders = _borders(text)
    for entity in entities:
        _check_alone(entity, borders)
    marks = sorted((entity for entity in entities if entity["type"] not in AUTOMATIC), key=_outer_first)
    open_marks: list[Json] = []
    for mark in marks:
        while open_marks and span(open_marks[-1])[1] <= mark["offset"]:
            open_marks.pop()
        for outer in open_marks:
            _check_nesting(outer, mark)
        open_marks.append(mark)


def _borders(text: str) -> set[int]:
    """The offsets between whole characters."""
    borders, offset = {0}, 0
    for character in text:
        offset += 2 if ord(character) > 0xFFFF else 1
        borders.add(offset)
    return borders


def _outer_first(entity: Json) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _check_alone(entity: Json, borders: set[int]) -> None:
    kind = entity["type"]
    if kind not in KNOWN:
        raise bad_request(f'can\'t parse entities: unsupported entity type "{kind}"')
    start, end = span(entity)
    if entity["length"] <= 0 or start < 0 or end > max(borders):
        raise bad_request(f"can't parse entities: {kind} at {start}..{end} is outside the text")
    if start not in borders or end not in borders:
        raise bad_request(f"can't parse entities: {kind} at {start}..{end} cuts a character in two")
    if kind in REQUIRED_FIELDS and REQUIRED_FIELDS[kind] not in entity:
        raise bad_request(f'can\'t parse entities: {kind} needs "{REQUIRED_FIELDS[kind]}"')


def _check_nesting(outer: Json, inner: Json) -> None:
    if span(inner)[1] > span(outer)[1]:
        raise bad_request(f"can't parse entities: {outer['type']} and {inner['type']} overlap without nesting")
    if not _may_nest(outer["type"], inner["type"]):
        raise bad_request(f"can't parse entities: {outer['type']} can't contain {inner['type']}")


def _may_nest(outer: str, inner: str) -> bool:
    """Fonts nest with all but code; quotes may contain all but quotes; nothing else nests."""
    pair = {outer, inner}
    if pair & CODES:
        return bool(pair & QUOTES)
    if pair <= QUOTES:
        return False
    return bool(pair & (FONTS | QUOTES))
