"""Facts about a raw update that are needed before it is parsed: its id, its chat's queue, its sender and its time."""

import json
import re
from collections.abc import Sequence
from typing import Any, TypeGuard

from handlers import parts
from handlers.cards.search import PAYLOAD
from news.roles import ANONYMOUS_IDS

Json = dict[str, Any]

# Telegram's ids have at most 52 significant bits (https://core.telegram.org/bots/api#chat); a larger one is forged or
# broken, and fits no table.
_ID_LIMIT = 2**62
# Added to a person's id for the queue of their inline queries: above every chat's key, and within 64 bits.
_INLINE_QUEUE_BASE = 2**62
# Ends the link on the words of a search.
_SEARCH_LINK_END = f"?start={PAYLOAD}"
_SEARCH = re.compile(r"/(search|start\s+s_)", re.IGNORECASE)
_UNUSED_FIELDS = frozenset(
    {"from", "entities", "caption_entities", "reply_markup", "link_preview_options", "reply_to_message"}
)


def is_update(value: Any) -> TypeGuard[Json]:
    """Return whether parsed JSON is an update: an object with a numeric `update_id`."""
    return isinstance(value, dict) and _is_id(value.get("update_id"))


def update_id(update: Json) -> int:
    """Return the update's number."""
    return int(update["update_id"])


def queue_key(update: Json) -> int:
    """Return the key of the queue an update belongs to: its chat, else its sender, else 0.

    A person's inline queries, typed in any chat, have a queue apart from that of the private chat.
    """
    body = body_of(update)
    person = _id(body.get("from")) or 0
    return _INLINE_QUEUE_BASE + person if "inline_query" in update else _id(chat_of(body)) or person


def body_of(update: Json) -> Json:
    """Return the object that the update brings (a message, a callback query …); empty if there is none."""
    return next((value for value in update.values() if isinstance(value, dict)), {})


def chat_of(body: Json) -> Json:
    """Return the chat of a body; for a pressed button the chat of its message; empty if there is none."""
    message = body.get("message")
    chat = body.get("chat") or (message.get("chat") if isinstance(message, dict) else None)
    return chat if isinstance(chat, dict) else {}


def person_id(body: Json) -> int | None:
    """Return the sender's id; None for a channel, an anonymous admin and other senders with a shared id."""
    person = None if "sender_chat" in body else _id(body.get("from"))
    return None if person in ANONYMOUS_IDS else person


def written_at(body: Json) -> int | None:
    """Return Telegram's date of the body, in seconds since 1970; None for a body without one, as a pressed button."""
    seconds = body.get("edit_date") or body.get("date")
    return seconds if isinstance(seconds, int) and 0 < seconds < 2**33 else None


def is_search(update: Json) -> bool:
    """Return whether an update asks for a search by words: `/search`, a link to a search, or a reply to a search."""
    message = update.get("message") or update.get("edited_message")
    if not isinstance(message, dict):
        return False
    text = message.get("text") or message.get("caption")
    if isinstance(text, str) and _SEARCH.match(text):
        return True
    question = message.get("reply_to_message")
    entities = question.get("entities") if isinstance(question, dict) else None
    return isinstance(entities, list) and any(map(_leads_to_search, entities))


def drop_unused_fields(update: Json) -> Json:
    """Return an update without fields that no handler uses and that cost most to parse.

    They are fields of the message under a pressed button, which is the bot's own: its buttons and its formatting. Links
    stay: a page of search results stores the search words in one.
    """
    query = update.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    if not isinstance(query, dict) or not isinstance(message, dict):
        return update
    kept = {name: value for name, value in message.items() if name not in _UNUSED_FIELDS}
    if isinstance(entities := message.get("entities"), list):
        kept["entities"] = [each for each in entities if isinstance(each, dict) and each.get("type") == "text_link"]
    return {**update, "callback_query": {**query, "message": kept}}


def joined(act: Sequence[str | Json]) -> Json:
    """Return the updates of one act, parsed or as JSON text, as one with the joined message.

    Raises ValueError or RecursionError for a text that is no JSON.
    """
    first, *others = (json.loads(raw) if isinstance(raw, str) else raw for raw in act)
    return {**first, "message": parts.join([each["message"] for each in (first, *others)])} if others else first


def _leads_to_search(entity: Any) -> bool:
    url = entity.get("url") if isinstance(entity, dict) else None
    return isinstance(url, str) and url.endswith(_SEARCH_LINK_END)


def _id(owner: Any) -> int | None:
    value = owner.get("id") if isinstance(owner, dict) else None
    return value if _is_id(value) else None


def _is_id(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _ID_LIMIT
