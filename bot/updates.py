"""What can be told of a raw update before it is parsed: its id, whose line it stands in, who sent it and when."""

from datetime import UTC, datetime
from typing import Any, TypeGuard

from news.roles import ANONYMOUS_IDS

Json = dict[str, Any]

# Telegram's ids have at most 52 significant bits (https://core.telegram.org/bots/api#chat); what has more is forged or
# broken, and no table could hold it.
_ID_LIMIT = 2**62
# Above every line of a chat; what Telegram's ids leave free of 64 bits.
_INLINE_LINES = 2**62
_BALLAST = frozenset(
    {"from", "entities", "caption_entities", "reply_markup", "link_preview_options", "reply_to_message"}
)


def is_update(value: Any) -> TypeGuard[Json]:
    """Whether parsed JSON is an update: an object with a number, whatever else it holds."""
    return isinstance(value, dict) and _is_id(value.get("update_id"))


def update_id(update: Json) -> int:
    """Return the update's number."""
    return int(update["update_id"])


def chat_id(update: Json) -> int:
    """Return whose line an update stands in: its chat, else the person, else one line for all the rest, 0.

    A person's inline queries, typed in whatever chat, stand in a line of their own beside that of the chat with them.
    """
    body = body_of(update)
    person = _id(body.get("from")) or 0
    return _INLINE_LINES + person if "inline_query" in update else _id(chat_of(body)) or person


def body_of(update: Json) -> Json:
    """Return what the update is about: the message, the pressed button and so on; empty where that cannot be told."""
    return next((value for value in update.values() if isinstance(value, dict)), {})


def chat_of(body: Json) -> Json:
    """Return the chat where it happened; empty where there is none. A pressed button's is that of its message."""
    message = body.get("message")
    chat = body.get("chat") or (message.get("chat") if isinstance(message, dict) else None)
    return chat if isinstance(chat, dict) else {}


def person_id(body: Json) -> int | None:
    """Return who did it; None for a channel, an anonymous admin and whoever else speaks under a shared id."""
    person = None if "sender_chat" in body else _id(body.get("from"))
    return None if person in ANONYMOUS_IDS else person


def happened_at(body: Json, now: datetime) -> datetime:
    """Return when it happened by Telegram's clock, whole seconds; a pressed button has no date and happens now."""
    seconds = body.get("edit_date") or body.get("date")
    if not isinstance(seconds, int) or not 0 < seconds < 2**33:
        return now
    return datetime.fromtimestamp(seconds, UTC)


def without_ballast(update: Json) -> Json:
    """Return an update without what nobody asks for and parsing would cost most: of the message under a pressed button,
    which is our own, its buttons and its formatting. Links stay: a page of a search has its words in one.
    """
    query = update.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    if not isinstance(query, dict) or not isinstance(message, dict):
        return update
    lean = {name: value for name, value in message.items() if name not in _BALLAST}
    if isinstance(entities := message.get("entities"), list):
        lean["entities"] = [each for each in entities if isinstance(each, dict) and each.get("type") == "text_link"]
    return {**update, "callback_query": {**query, "message": lean}}


def _id(owner: Any) -> int | None:
    value = owner.get("id") if isinstance(owner, dict) else None
    return value if _is_id(value) else None


def _is_id(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _ID_LIMIT
