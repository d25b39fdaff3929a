"""Raw updates, as Telegram sends them."""

from typing import Any

Json = dict[str, Any]


def message(update_id: int, text: str, *, person: int = 7, date: int = 1_700_000_000, **fields: Any) -> Json:
    """A person's message in the private chat."""
    sender = {"id": person, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
    chat = {"id": person, "type": "private", "first_name": "Анна"}
    body = {"message_id": update_id, "date": date, "chat": chat, "from": sender, "text": text}
    return {"update_id": update_id, "message": body | fields}


def inline_query(update_id: int, *, person: int = 7, words: str = "x") -> Json:
    """Words that a person types after the bot's name, in any chat."""
    sender = message(update_id, "", person=person)["message"]["from"]
    query = {"id": str(update_id), "from": sender, "query": words, "offset": "", "chat_type": "supergroup"}
    return {"update_id": update_id, "inline_query": query}


def press(update_id: int, *, person: int = 7, **fields: Any) -> Json:
    """A person presses a button under the bot's message."""
    pressed: Json = message(update_id, "", person=person)["message"]
    return {
        "update_id": update_id,
        "callback_query": {
            "id": str(update_id),
            "from": pressed["from"],
            "chat_instance": "1",
            "data": "x",
            "message": pressed,
        }
        | fields,
    }
