"""From what was sent to what is shown: a text cleaned, trimmed and measured, with all its entities."""

import re
from collections.abc import Sequence

from emulator.detection import detect
from emulator.entities import AUTOMATIC, check_entities, span, units
from emulator.wire import Json, bad_request

TEXT_UNITS = 4096
CAPTION_UNITS = 1024

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")


def message_text(text: str, entities: Sequence[Json]) -> Json:
    """The fields `text` and `entities` of a message. Raises a 400 for an empty or too long text, or a bad entity."""
    shown, marks = compose(text, entities)
    if not shown:
        raise bad_request("message text is empty")
    if units(shown) > TEXT_UNITS:
        raise bad_request("message is too long")
    return {"text": shown, "entities": marks} if marks else {"text": shown}


def caption_text(caption: str, entities: Sequence[Json]) -> Json:
    """The fields `caption` and `caption_entities`, or nothing for an empty caption. Raises a 400 likewise."""
    shown, marks = compose(caption, entities)
    if units(shown) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    if not shown:
        return {}
    return {"caption": shown, "caption_entities": marks} if marks else {"caption": shown}


def compose(text: str, entities: Sequence[Json]) -> tuple[str, list[Json]]:
    """The text as Telegram shows it, and its entities in order: the given ones, checked and moved, and those found."""
    clean = _CONTROLS.sub(" ", text)
    check_entities(clean, entities)
    shown = clean.strip()
    lead = units(clean) - units(clean.lstrip())
    kept = [_moved(entity, lead, units(shown)) for entity in entities if entity["type"] not in AUTOMATIC]
    given = [entity for entity in kept if entity["length"] > 0]
    marks = given + detect(shown, given)
    return shown, sorted(marks, key=lambda entity: (entity["offset"], -entity["length"]))


def _moved(entity: Json, lead: int, most: int) -> Json:
    """The entity after `lead` units were trimmed from the front and all behind `most` from the end."""
    start, end = (min(max(place - lead, 0), most) for place in span(entity))
    return entity | {"offset": start, "length": end - start}
