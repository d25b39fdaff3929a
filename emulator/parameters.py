"""The table of what each method takes, from the Bot API's documentation, version 10.3: name, kind, required or not.

What the emulator has no use for (business accounts, suggested posts, ephemeral messages …) is left out, and so is an
unknown parameter. `tests/emulator/test_parameters.py` holds the table against aiogram's models.
"""

from collections.abc import Mapping
from typing import Any

from emulator.shapes import CHAT, FILE, FLAG, INTEGER, TEXT, Kind, ListOf, OneOf, Record, Refused
from emulator.wire import ApiError, Json

PARSE_MODE = Refused("this house sends text and entities, never marked-up text")

USER = Record(
    {"id": INTEGER, "is_bot": FLAG, "first_name": TEXT},
    {"last_name": TEXT, "username": TEXT, "language_code": TEXT, "is_premium": FLAG},
)

ENTITY = Record(
    {"type": TEXT, "offset": INTEGER, "length": INTEGER},
    {
        "url": TEXT,
        "user": USER,
        "language": TEXT,
        "custom_emoji_id": TEXT,
        "unix_time": INTEGER,
        "date_time_format": TEXT,
    },
)

INLINE_BUTTON = Record(
    {"text": TEXT},
    {
        "icon_custom_emoji_id": TEXT,
        "style": TEXT,
        "url": TEXT,
        "callback_data": TEXT,
        "web_app": Record({"url": TEXT}),
        "login_url": Record({"url": TEXT}, {"forward_text": TEXT, "bot_username": TEXT, "request_write_access": FLAG}),
        "switch_inline_query": TEXT,
        "switch_inline_query_current_chat": TEXT,
        "switch_inline_query_chosen_chat": Record(
            {},
            {
                "query": TEXT,
                "allow_user_chats": FLAG,
                "allow_bot_chats": FLAG,
                "allow_group_chats": FLAG,
                "allow_channel_chats": FLAG,
            },
        ),
        "copy_text": Record({"text": TEXT}),
        "callback_game": Record(),
        "pay": FLAG,
        "disabled": Record(),
    },
)

REPLY_BUTTON = Record(
    {"text": TEXT},
    {
        "icon_custom_emoji_id": TEXT,
        "style": TEXT,
        "request_contact": FLAG,
        "request_location": FLAG,
        "request_poll": Record({}, {"type": TEXT}),
        "web_app": Record({"url": TEXT}),
    },
)

INLINE_KEYBOARD = Record({"inline_keyboard": ListOf(ListOf(INLINE_BUTTON))}, {"force_reply": FLAG})

ANY_KEYBOARD = OneOf(
    {
        "inline_keyboard": INLINE_KEYBOARD,
        "keyboard": Record(
            {"keyboard": ListOf(ListOf(REPLY_BUTTON))},
            {
                "is_persistent": FLAG,
                "resize_keyboard": FLAG,
                "one_time_keyboard": FLAG,
                "input_field_placeholder": TEXT,
                "selective": FLAG,
                "force_reply": FLAG,
            },
        ),
        "remove_keyboard": Record({"remove_keyboard": FLAG}, {"selective": FLAG}),
        "force_reply": Record({"force_reply": FLAG}, {"input_field_placeholder": TEXT, "selective": FLAG}),
    }
)

REPLY_PARAMETERS = Record(
    {},
    {
        "message_id": INTEGER,
        "chat_id": CHAT,
        "allow_sending_without_reply": FLAG,
        "quote": TEXT,
        "quote_parse_mode": PARSE_MODE,
        "quote_entities": ListOf(ENTITY),
        "quote_position": INTEGER,
    },
)

LINK_PREVIEW = Record(
    {},
    {
        "is_disabled": FLAG,
        "url": TEXT,
        "prefer_small_media": FLAG,
        "prefer_large_media": FLAG,
        "show_above_text": FLAG,
    },
)

SCOPE = OneOf(
    {
        "default": Record({"type": TEXT}),
        "all_private_chats": Record({"type": TEXT}),
        "all_group_chats": Record({"type": TEXT}),
        "all_chat_administrators": Record({"type": TEXT}),
        "chat": Record({"type": TEXT, "chat_id": CHAT}),
        "chat_administrators": Record({"type": TEXT, "chat_id": CHAT}),
        "chat_member": Record({"type": TEXT, "chat_id": CHAT, "user_id": INTEGER}),
    },
    tag="type",
)

MENU_BUTTON = OneOf(
    {
        "commands": Record({"type": TEXT}),
        "default": Record({"type": TEXT}),
        "web_app": Record({"type": TEXT, "text": TEXT, "web_app": Record({"url": TEXT})}),
    },
    tag="type",
)

COMMAND = Record({"command": TEXT, "description": TEXT}, {"is_ephemeral": FLAG})

SENDING: Mapping[str, Kind] = {
    "message_thread_id": INTEGER,
    "disable_notification": FLAG,
    "protect_content": FLAG,
    "allow_paid_broadcast": FLAG,
    "message_effect_id": TEXT,
    "reply_parameters": REPLY_PARAMETERS,
    "reply_markup": ANY_KEYBOARD,
    "parse_mode": PARSE_MODE,
}

CAPTION: Mapping[str, Kind] = {
    "caption": TEXT,
    "caption_entities": ListOf(ENTITY),
    "show_caption_above_media": FLAG,
    "parse_mode": PARSE_MODE,
}

EDITING: Mapping[str, Kind] = {
    "chat_id": CHAT,
    "message_id": INTEGER,
    "inline_message_id": TEXT,
    "reply_markup": INLINE_KEYBOARD,
}

LANGUAGE: Mapping[str, Kind] = {"language_code": TEXT}

METHODS: Mapping[str, Record] = {
    "getMe": Record(),
    "getUpdates": Record(
        {}, {"offset": INTEGER, "limit": INTEGER, "timeout": INTEGER, "allowed_updates": ListOf(TEXT)}
    ),
    "setWebhook": Record(
        {"url": TEXT},
        {
            "certificate": FILE,
            "ip_address": TEXT,
            "max_connections": INTEGER,
            "allowed_updates": ListOf(TEXT),
            "drop_pending_updates": FLAG,
            "secret_token": TEXT,
        },
    ),
    "deleteWebhook": Record({}, {"drop_pending_updates": FLAG}),
    "getWebhookInfo": Record(),
    "sendMessage": Record(
        {"chat_id": CHAT, "text": TEXT},
        {"entities": ListOf(ENTITY), "link_preview_options": LINK_PREVIEW, **SENDING},
    ),
    "sendPhoto": Record({"chat_id": CHAT, "photo": FILE}, {"has_spoiler": FLAG, **CAPTION, **SENDING}),
    "sendChatAction": Record({"chat_id": CHAT, "action": TEXT}, {"message_thread_id": INTEGER}),
    "editMessageText": Record(
        {},
        {
            "text": TEXT,
            "entities": ListOf(ENTITY),
            "link_preview_options": LINK_PREVIEW,
            "parse_mode": PARSE_MODE,
            **EDITING,
        },
    ),
    "editMessageCaption": Record({}, {**CAPTION, **EDITING}),
    "editMessageReplyMarkup": Record({}, EDITING),
    "deleteMessage": Record({"chat_id": CHAT, "message_id": INTEGER}),
    "answerCallbackQuery": Record(
        {"callback_query_id": TEXT}, {"text": TEXT, "show_alert": FLAG, "url": TEXT, "cache_time": INTEGER}
    ),
    "setMyCommands": Record({"commands": ListOf(COMMAND)}, {"scope": SCOPE, **LANGUAGE}),
    "getMyCommands": Record({}, {"scope": SCOPE, **LANGUAGE}),
    "deleteMyCommands": Record({}, {"scope": SCOPE, **LANGUAGE}),
    "setMyName": Record({}, {"name": TEXT, **LANGUAGE}),
    "getMyName": Record({}, LANGUAGE),
    "setMyDescription": Record({}, {"description": TEXT, **LANGUAGE}),
    "getMyDescription": Record({}, LANGUAGE),
    "setMyShortDescription": Record({}, {"short_description": TEXT, **LANGUAGE}),
    "getMyShortDescription": Record({}, LANGUAGE),
    "setChatMenuButton": Record({}, {"chat_id": INTEGER, "menu_button": MENU_BUTTON}),
    "getChatMenuButton": Record({}, {"chat_id": INTEGER}),
    "getChat": Record({"chat_id": CHAT}),
    "getChatMember": Record({"chat_id": CHAT, "user_id": INTEGER}),
    "getChatMemberCount": Record({"chat_id": CHAT}),
    "getChatAdministrators": Record({"chat_id": CHAT}, {"return_bots": FLAG}),
    "leaveChat": Record({"chat_id": CHAT}),
    "getFile": Record({"file_id": TEXT}),
}

_NAMES = {name.lower(): name for name in METHODS}


def known_method(name: str) -> str:
    """The method's proper name: Telegram takes it in any case. Raises 404 for one nobody knows."""
    try:
        return _NAMES[name.lower()]
    except KeyError:
        raise ApiError(404, "Not Found") from None


def check(method: str, parameters: Mapping[str, Any]) -> Json:
    """The parameters in their own types, or a 400 that names the wrong one."""
    return METHODS[method].take(parameters)
