"""The rules of keyboards beyond the types of their fields."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from emulator.errors import bad_request
from emulator.json_types import Json

MAX_BUTTONS = 100
CALLBACK_BYTES = 64

_LABELS = frozenset({"text", "icon_custom_emoji_id", "style"})
_STYLES = frozenset({"danger", "success", "primary"})


def check_keyboard(markup: Json, chat_type: str) -> None:
    """Raises a 400 for a keyboard that Telegram refuses in a chat of this type."""
    inline = "inline_keyboard" in markup
    if chat_type == "channel" and not inline:
        raise bad_request("can't use reply keyboards in a channel: only an inline keyboard")
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    buttons = [button for row in rows for button in row]
    if len(buttons) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    if "keyboard" in markup and not buttons:
        raise bad_request("object expected as reply markup: the keyboard has no buttons")
    for button in buttons:
        _check_label(button)
        if inline:
            _check_action(button)
        if chat_type == "channel":
            _check_inline_query(button)
    _check_placeholder(markup)
    if chat_type != "private":
        _check_requests(buttons)
    for name in ("remove_keyboard", "force_reply"):
        if markup.get(name) is False and not inline and "keyboard" not in markup:
            raise bad_request(f'"{name}" must be True')


def shown_keyboard(markup: Json | None) -> Json | None:
    """The `reply_markup` of the sent message: the inline keyboard without empty rows; None for a reply keyboard."""
    rows = [row for row in (markup or {}).get("inline_keyboard", []) if row]
    return {"inline_keyboard": rows} if rows else None


def reply_interface(markup: Json | None) -> Json | None:
    """The change of the chat's input area: a reply keyboard, its removal or a forced reply."""
    if markup and "inline_keyboard" in markup:
        return {"force_reply": True} if markup.get("force_reply") else None
    return markup


def _check_label(button: Json) -> None:
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    if button.get("style", "primary") not in _STYLES:
        raise bad_request(f'unknown button style "{button["style"]}"')


def _check_action(button: Json) -> None:
    actions = button.keys() - _LABELS
    if not actions:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"a button does one thing, not {len(actions)}: {', '.join(sorted(actions))}")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _is_url(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if button.get("pay"):
        raise bad_request("BUTTON_TYPE_INVALID: no invoices here")


def _check_inline_query(button: Json) -> None:
    for name in button:
        if name.startswith("switch_inline_query"):
            raise bad_request(f"can't use {name} in a channel chat")


def _check_requests(buttons: Sequence[Json]) -> None:
    for name, wanted in (("request_contact", "phone number"), ("request_users", "users")):
        if any(button.get(name) for button in buttons):
            raise bad_request(f"{wanted} can be requested in private chats only")


def _is_url(url: str) -> bool:
    """Telegram accepts tg links, and web links with or without a scheme whose host contains a dot."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme == "tg":
        return bool(parts.netloc)
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and not re.search(r"\s", url)


def _check_placeholder(markup: Json) -> None:
    if "input_field_placeholder" in markup and not 1 <= len(markup["input_field_placeholder"]) <= 64:
        raise bad_request("the placeholder of the input field must be of 1-64 characters")
