"""The content of a message from the sent text: cleaned, trimmed, measured, with all its entities."""

import re
from collections.abc import Sequence

from emulator.entities import AUTOMATIC, check_entities, span, units
from emulator.entity_detection import detect
from emulator.errors import bad_request
from emulator.json_types import Json

TEXT_UNITS = 4096
CAPTION_UNITS = 1024

# What Telegram trims besides white space: a text of these alone is empty.
_BLANK = re.compile("[\\s\u180e\u200b-\u200f\u202a-\u202e\u2060\u2800\ufeff\ufffc]*")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")
_MARKS = {"text": "entities", "caption": "caption_entities"}
# The media of a message, in the order in which its kind is found: an animation has a document, too.
MEDIA = ("animation", "photo", "video", "audio", "document")
_WORDS = frozenset({*_MARKS, *_MARKS.values(), "rich_message"})
_CONTENT = _WORDS | {*MEDIA, "link_preview_options", "show_caption_above_media", "has_media_spoiler", "reply_markup"}


def message_text(text: str, entities: Sequence[Json]) -> Json:
    """The content of a text message. Raises a 400 for an empty or too long text, or a bad entity."""
    fields = content("text", text, entities)
    if is_blank(fields.get("text", "")):
        raise bad_request("message text is empty")
    if units(fields["text"]) > TEXT_UNITS:
        raise bad_request("message is too long")
    return fields


def is_blank(text: str) -> bool:
    """Whether Telegram takes the text for an empty one."""
    return _BLANK.fullmatch(text) is not None


def caption_text(caption: str, entities: Sequence[Json]) -> Json:
    """The caption fields of a message with media. Raises a 400 for a too long caption or a bad entity."""
    fields = content("caption", caption, entities)
    if units(fields.get("caption", "")) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return fields


def content(kind: str, text: str, entities: Sequence[Json] = ()) -> Json:
    """The fields `text` and `entities`, or `caption` and `caption_entities`; empty values are left out."""
    shown, marks = compose(text, entities)
    fields = {kind: shown, _MARKS[kind]: marks}
    return {name: value for name, value in fields.items() if value}


def without_text(fields: Json) -> Json:
    """The fields of a message without its text or caption and their entities."""
    return {name: value for name, value in fields.items() if name not in _WORDS}


def without_content(fields: Json) -> Json:
    """The fields of a message that an edit of its content keeps: its topic, its album, its quote …"""
    return {name: value for name, value in fields.items() if name not in _CONTENT}


def without_context(message: Json) -> Json:
    """The content of a message without its buttons: what is forwarded."""
    return {name: value for name, value in message.items() if name in _CONTENT and name != "reply_markup"}


def media_of(fields: Json) -> str | None:
    """The kind of media in a message that can be edited; None for a text and all else."""
    return next((kind for kind in MEDIA if kind in fields), None)


def compose(text: str, entities: Sequence[Json]) -> tuple[str, list[Json]]:
    """The text as Telegram shows it, and its entities in order: the given ones, shifted, and the detected ones.

    Raises a 400 for a bad entity.
    """
    clean = _CONTROLS.sub(" ", text)
    check_entities(clean, entities)
    shown = clean.strip()
    lead = units(clean) - units(clean.lstrip())
    kept = [_shifted(entity, lead, units(shown)) for entity in entities if entity["type"] not in AUTOMATIC]
    given = [entity for entity in kept if entity["length"] > 0]
    marks = given + detect(shown, given)
    return shown, sorted(marks, key=lambda entity: (entity["offset"], -entity["length"]))


def _shifted(entity: Json, lead: int, length: int) -> Json:
    """The entity after `lead` units were trimmed from the front, cut to a text of `length` units."""
    start, end = (min(max(offset - lead, 0), length) for offset in span(entity))
    return entity | {"offset": start, "length": end - start}
