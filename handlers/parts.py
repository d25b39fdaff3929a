"""Several messages that are one act: an album, and a long text that the client cut into pieces.

Telegram marks the items of an album (`media_group_id`), and nothing else: neither its last item, nor the pieces of a
text. Messages are raw JSON here, as in the inbox. What is assumed of clients stands in docs/decisions/0033.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from news.words import units

Json = dict[str, Any]

# The field of a joined message with the messages it was made of, in their order. Telegram has no such field.
FIELD = "vestnik_parts"
# https://core.telegram.org/bots/api#sendmessage: the longest text of a message, in UTF-16 units.
TEXT_UNITS = 4096
# Clients look for a line's or a word's end in the last few hundred units before the limit.
LONG_UNITS = 3500
# A client sends the pieces of a text at once. Telegram tells whole seconds; a slow network adds some.
MAX_GAP_SECONDS = 5
MAX_ALBUM = 10
# More pieces are longer than any text may be.
MAX_PIECES = 64

# A client that cuts at a blank is that close to the limit: farther away, it has found a line's end.
_WORD_UNITS = 60
_SENTENCE_END = re.compile(r"[.!?…:][»”\"')\]]*$")
# A full stop inside an address, at which one client cuts too.
_ADDRESS = re.compile(r"[0-9A-Za-z]\.\n[a-z]")
_FOREIGN = ("forward_origin", "forward_date", "via_bot", "quote", "external_reply")


def begins_act(update: Json) -> bool:
    """Whether the update's message may be the first of several. Only the private chat has acts of several messages."""
    message = _private_message(update)
    return message is not None and (_album(message) is not None or _is_long(message))


def act_of(updates: Sequence[Json]) -> tuple[list[int], bool]:
    """Return which of a chat's updates are one act with the first, by their indexes, and whether no more can come.

    A pressed button or an edited message between them belongs to no act, and does not end this one.
    """
    first = _private_message(updates[0])
    if first is None:
        return [0], True
    album, act, last = _album(first), [0], first
    for index in range(1, len(updates)):
        if "message" not in updates[index]:
            continue
        message = _private_message(updates[index])
        if message is None or not (_album(message) == album if album else _follows(last, message)):
            return act, True
        act.append(index)
        last = message
        if len(act) == (MAX_ALBUM if album else MAX_PIECES) or not (album or _is_long(message)):
            return act, True
    return act, False


def join(messages: Sequence[Json]) -> Json:
    """Return the messages of one act as one, under the id of the first; they stand in its field `FIELD`.

    An album is its first item with the first caption of all. A text is longer than Telegram's limit.
    """
    ordered = sorted(messages, key=lambda message: message["message_id"])
    first = ordered[0]
    if len(ordered) == 1:
        return first
    if _album(first) is None:
        text, entities = _joined_text(ordered)
        whole = {"text": text, "entities": entities}
    else:
        titled = captioned(ordered)
        whole = {name: titled[name] for name in ("caption", "caption_entities") if name in titled}
    return {**first, **whole, FIELD: ordered}


def captioned(items: Sequence[Json]) -> Json:
    """Return the item of an album whose caption is the text of the whole: the first that has one."""
    return next((item for item in items if item.get("caption")), items[0])


def words_of(message: Json) -> str:
    """Return the text or caption of a message: a person can add a file to a text that was sent."""
    return message.get("text") or message.get("caption") or ""


def _private_message(update: Json) -> Json | None:
    """Return the new message of an update, if a person wrote it in the private chat."""
    message = update.get("message")
    if not isinstance(message, dict) or not isinstance(message.get("message_id"), int):
        return None
    chat = message.get("chat")
    return message if isinstance(chat, dict) and chat.get("type") == "private" else None


def _album(message: Json) -> str | None:
    album = message.get("media_group_id")
    return album if isinstance(album, str) and album else None


def _text(message: Json) -> str:
    """Return the text that the sender typed; empty for the words of others, which no client cuts."""
    text = message.get("text")
    return text if isinstance(text, str) and not any(name in message for name in _FOREIGN) else ""


def _is_long(message: Json) -> bool:
    text = _text(message)
    return len(text) >= LONG_UNITS // 2 and units(text) >= LONG_UNITS


def _follows(before: Json, message: Json) -> bool:
    """Whether a text goes on with the one before it."""
    text = _text(message)
    if not text or text.startswith("/") or message.get("from") != before.get("from"):
        return False
    begun, at = before.get("date"), message.get("date")
    return isinstance(begun, int) and isinstance(at, int) and 0 <= at - begun <= MAX_GAP_SECONDS


def _joined_text(pieces: Sequence[Json]) -> tuple[str, list[Any]]:
    """Return the text of all pieces and its entities. One that the cut has split is whole again."""
    text, entities = words_of(pieces[0]), _entities(pieces[0])
    end = units(text)
    for before, piece in pairwise(pieces):
        typed = words_of(piece)
        seam = _seam(words_of(before), typed)
        start = end + units(seam)
        for entity in _entities(piece):
            moved = {**entity, "offset": entity["offset"] + start}
            split = moved["offset"] == start and next((each for each in entities if _ends_at(each, end, entity)), None)
            if split:
                split["length"] = start + entity["length"] - split["offset"]
            else:
                entities.append(moved)
        text += seam + typed
        end = start + units(typed)
    return text, entities


def _entities(piece: Json) -> list[Json]:
    """Return copies of a message's entities."""
    given = piece.get("entities") or piece.get("caption_entities")
    found = [dict(each) for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    return [each for each in found if all(isinstance(each.get(name), int) for name in ("offset", "length"))]


def _ends_at(entity: Json, end: int, other: Json) -> bool:
    """Whether an entity ends there and is otherwise like the other."""
    return bool(entity["offset"] + entity["length"] == end and _kind(entity) == _kind(other))


def _kind(entity: Json) -> Json:
    return {name: value for name, value in entity.items() if name not in {"offset", "length"}}


def _seam(before: str, after: str) -> str:
    """Return the white space that was lost at the cut: Telegram trims both ends of a message."""
    if before[-1:].isspace() or after[:1].isspace():
        return ""
    near = units(before) > TEXT_UNITS - _WORD_UNITS
    if units(before) + units(after[:1]) > TEXT_UNITS and not re.search(r"\s", before[-_WORD_UNITS:]):
        return ""  # there was no blank to cut at
    if _ADDRESS.search(f"{before[-2:]}\n{after[:1]}"):
        return ""
    if after[:1].islower():
        return " "
    return "\n" if not near or _SENTENCE_END.search(before) else " "
