"""The parameters of each method, from the Bot API documentation, version 10.3: name, type, required or optional.

Parameters that the emulator does not support (business accounts, suggested posts …) are left out,
so they are refused like unknown ones. `tests/emulator/test_parameters.py` compares the table with aiogram's models.
"""

from collections.abc import Mapping
from typing import Any

from emulator import membership
from emulator.errors import ApiError
from emulator.json_types import Json
from emulator.media_parameters import OWN, caption_of, input_media
from emulator.rich_parameters import rich_message
from emulator.validation import ListOf, OneOf, Record, Unsupported, Validator, chat, file, flag, integer, text

PARSE_MODE = Unsupported("this house sends text and entities, never marked-up text")

USER = Record(
    {"id": integer, "is_bot": flag, "first_name": text},
    {"last_name": text, "username": text, "language_code": text, "is_premium": flag},
)

ENTITY = Record(
    {"type": text, "offset": integer, "length": integer},
    {
        "url": text,
        "user": USER,
        "language": text,
        "custom_emoji_id": text,
        "unix_time": integer,
        "date_time_format": text,
    },
)

INLINE_BUTTON = Record(
    {"text": text},
    {
        "icon_custom_emoji_id": text,
        "style": text,
        "url": text,
        "callback_data": text,
        "web_app": Record({"url": text}),
        "login_url": Record({"url": text}, {"forward_text": text, "bot_username": text, "request_write_access": flag}),
        "switch_inline_query": text,
        "switch_inline_query_current_chat": text,
        "switch_inline_query_chosen_chat": Record(
            {},
            {
                "query": text,
                "allow_user_chats": flag,
                "allow_bot_chats": flag,
                "allow_group_chats": flag,
                "allow_channel_chats": flag,
            },
        ),
        "copy_text": Record({"text": text}),
        "callback_game": Record(),
        "pay": flag,
        "disabled": Record(),
    },
)

REQUEST_USERS = Record(
    {"request_id": integer},
    {
        "user_is_bot": flag,
        "user_is_premium": flag,
        "max_quantity": integer,
        "request_name": flag,
        "request_username": flag,
        "request_photo": flag,
    },
)

REPLY_BUTTON = Record(
    {"text": text},
    {
        "icon_custom_emoji_id": text,
        "style": text,
        "request_contact": flag,
        "request_users": REQUEST_USERS,
        "request_location": flag,
        "request_poll": Record({}, {"type": text}),
        "web_app": Record({"url": text}),
    },
)

INLINE_KEYBOARD = Record({"inline_keyboard": ListOf(ListOf(INLINE_BUTTON))}, {"force_reply": flag})

ANY_KEYBOARD = OneOf(
    {
        "inline_keyboard": INLINE_KEYBOARD,
        "keyboard": Record(
            {"keyboard": ListOf(ListOf(REPLY_BUTTON))},
            {
                "is_persistent": flag,
                "resize_keyboard": flag,
                "one_time_keyboard": flag,
                "input_field_placeholder": text,
                "selective": flag,
                "force_reply": flag,
            },
        ),
        "remove_keyboard": Record({"remove_keyboard": flag}, {"selective": flag}),
        "force_reply": Record({"force_reply": flag}, {"input_field_placeholder": text, "selective": flag}),
    }
)

REPLY_PARAMETERS = Record(
    {},
    {
        "message_id": integer,
        "chat_id": chat,
        "allow_sending_without_reply": flag,
        "quote": text,
        "quote_parse_mode": PARSE_MODE,
        "quote_entities": ListOf(ENTITY),
        "quote_position": integer,
    },
)

LINK_PREVIEW = Record(
    {},
    {
        "is_disabled": flag,
        "url": text,
        "prefer_small_media": flag,
        "prefer_large_media": flag,
        "show_above_text": flag,
    },
)

TEXT_CONTENT = Record(
    {"message_text": text},
    {"entities": ListOf(ENTITY), "link_preview_options": LINK_PREVIEW, "parse_mode": PARSE_MODE},
)

RESULT = OneOf(
    {
        "article": Record(
            {"type": text, "id": text, "title": text, "input_message_content": TEXT_CONTENT},
            {
                "reply_markup": INLINE_KEYBOARD,
                "url": text,
                "description": text,
                "thumbnail_url": text,
                "thumbnail_width": integer,
                "thumbnail_height": integer,
            },
        )
    },
    tag="type",
)

RESULTS_BUTTON = Record({"text": text}, {"web_app": Record({"url": text}), "start_parameter": text})

SCOPE = OneOf(
    {
        "default": Record({"type": text}),
        "all_private_chats": Record({"type": text}),
        "all_group_chats": Record({"type": text}),
        "all_chat_administrators": Record({"type": text}),
        "chat": Record({"type": text, "chat_id": chat}),
        "chat_administrators": Record({"type": text, "chat_id": chat}),
        "chat_member": Record({"type": text, "chat_id": chat, "user_id": integer}),
    },
    tag="type",
)

MENU_BUTTON = OneOf(
    {
        "commands": Record({"type": text}),
        "default": Record({"type": text}),
        "web_app": Record({"type": text, "text": text, "web_app": Record({"url": text})}),
    },
    tag="type",
)

COMMAND = Record({"command": text, "description": text}, {"is_ephemeral": flag})

EPHEMERAL = Record({"receiver_user_id": integer}, {"callback_query_id": text, "replace_callback_query_message": flag})

PERMISSIONS = Record({}, dict.fromkeys(membership.PERMISSIONS, flag))

SENDING: Mapping[str, Validator] = {
    "message_thread_id": integer,
    "disable_notification": flag,
    "protect_content": flag,
    "allow_paid_broadcast": flag,
    "message_effect_id": text,
    "reply_parameters": REPLY_PARAMETERS,
    "ephemeral_message_parameters": EPHEMERAL,
    "reply_markup": ANY_KEYBOARD,
    "parse_mode": PARSE_MODE,
}

CAPTION = caption_of(ENTITY, PARSE_MODE)

INPUT_MEDIA = input_media(CAPTION)

RICH_MESSAGE = rich_message(INPUT_MEDIA)

# An album has neither buttons nor a caption of its own: its items have captions. It is never ephemeral.
ALBUM: Mapping[str, Validator] = {
    name: kind
    for name, kind in SENDING.items()
    if name not in ("reply_markup", "parse_mode", "ephemeral_message_parameters")
}

EDITING: Mapping[str, Validator] = {
    "chat_id": chat,
    "message_id": integer,
    "inline_message_id": text,
    "reply_markup": INLINE_KEYBOARD,
}

EPHEMERAL_ID: Mapping[str, Validator] = {"chat_id": chat, "receiver_user_id": integer, "ephemeral_message_id": integer}

MEMBER: Mapping[str, Validator] = {"chat_id": chat, "user_id": integer}

LANGUAGE: Mapping[str, Validator] = {"language_code": text}

METHODS: Mapping[str, Record] = {
    "getMe": Record(),
    "getUpdates": Record(
        {}, {"offset": integer, "limit": integer, "timeout": integer, "allowed_updates": ListOf(text)}
    ),
    "setWebhook": Record(
        {"url": text},
        {
            "certificate": file,
            "ip_address": text,
            "max_connections": integer,
            "allowed_updates": ListOf(text),
            "drop_pending_updates": flag,
            "secret_token": text,
        },
    ),
    "deleteWebhook": Record({}, {"drop_pending_updates": flag}),
    "getWebhookInfo": Record(),
    "sendMessage": Record(
        {"chat_id": chat, "text": text},
        {"entities": ListOf(ENTITY), "link_preview_options": LINK_PREVIEW, **SENDING},
    ),
    **{
        f"send{kind.capitalize()}": Record({"chat_id": chat, kind: file}, {**own, **CAPTION, **SENDING})
        for kind, own in OWN.items()
    },
    "sendRichMessage": Record(
        {"chat_id": chat, "rich_message": RICH_MESSAGE},
        {name: kind for name, kind in SENDING.items() if name != "parse_mode"},
    ),
    "sendMediaGroup": Record({"chat_id": chat, "media": ListOf(INPUT_MEDIA)}, ALBUM),
    "sendChatAction": Record({"chat_id": chat, "action": text}, {"message_thread_id": integer}),
    "editMessageText": Record(
        {},
        {
            "text": text,
            "entities": ListOf(ENTITY),
            "link_preview_options": LINK_PREVIEW,
            "parse_mode": PARSE_MODE,
            "rich_message": RICH_MESSAGE,
            **EDITING,
        },
    ),
    "editMessageCaption": Record({}, {"show_caption_above_media": flag, **CAPTION, **EDITING}),
    "editMessageMedia": Record({"media": INPUT_MEDIA}, EDITING),
    "editMessageReplyMarkup": Record({}, EDITING),
    "deleteMessage": Record({"chat_id": chat, "message_id": integer}),
    "deleteMessages": Record({"chat_id": chat, "message_ids": ListOf(integer)}),
    "editEphemeralMessageText": Record(
        EPHEMERAL_ID,
        {
            "text": text,
            "entities": ListOf(ENTITY),
            "link_preview_options": LINK_PREVIEW,
            "parse_mode": PARSE_MODE,
            "reply_markup": INLINE_KEYBOARD,
        },
    ),
    "deleteEphemeralMessage": Record(EPHEMERAL_ID),
    "answerCallbackQuery": Record(
        {"callback_query_id": text}, {"text": text, "show_alert": flag, "url": text, "cache_time": integer}
    ),
    "answerInlineQuery": Record(
        {"inline_query_id": text, "results": ListOf(RESULT)},
        {"cache_time": integer, "is_personal": flag, "next_offset": text, "button": RESULTS_BUTTON},
    ),
    "setMyCommands": Record({"commands": ListOf(COMMAND)}, {"scope": SCOPE, **LANGUAGE}),
    "getMyCommands": Record({}, {"scope": SCOPE, **LANGUAGE}),
    "deleteMyCommands": Record({}, {"scope": SCOPE, **LANGUAGE}),
    "setMyName": Record({}, {"name": text, **LANGUAGE}),
    "getMyName": Record({}, LANGUAGE),
    "setMyDescription": Record({}, {"description": text, **LANGUAGE}),
    "getMyDescription": Record({}, LANGUAGE),
    "setMyShortDescription": Record({}, {"short_description": text, **LANGUAGE}),
    "getMyShortDescription": Record({}, LANGUAGE),
    "setChatMenuButton": Record({}, {"chat_id": integer, "menu_button": MENU_BUTTON}),
    "getChatMenuButton": Record({}, {"chat_id": integer}),
    "getChat": Record({"chat_id": chat}),
    "getChatMember": Record({"chat_id": chat, "user_id": integer}),
    "getChatMemberCount": Record({"chat_id": chat}),
    "getChatAdministrators": Record({"chat_id": chat}, {"return_bots": flag}),
    "restrictChatMember": Record(
        {**MEMBER, "permissions": PERMISSIONS}, {"use_independent_chat_permissions": flag, "until_date": integer}
    ),
    "banChatMember": Record(MEMBER, {"until_date": integer, "revoke_messages": flag}),
    "unbanChatMember": Record(MEMBER, {"only_if_banned": flag}),
    "banChatSenderChat": Record({"chat_id": chat, "sender_chat_id": integer}),
    "unbanChatSenderChat": Record({"chat_id": chat, "sender_chat_id": integer}),
    "approveChatJoinRequest": Record(MEMBER),
    "declineChatJoinRequest": Record(MEMBER),
    "answerChatJoinRequestQuery": Record({"chat_join_request_query_id": text, "result": text}),
    "leaveChat": Record({"chat_id": chat}),
    "getFile": Record({"file_id": text}),
}

_NAMES = {name.lower(): name for name in METHODS}


def known_method(name: str) -> str:
    """The method's name in its documented case; Telegram accepts any case. Raises a 404 for an unknown method."""
    try:
        return _NAMES[name.lower()]
    except KeyError:
        raise ApiError(404, "Not Found") from None


def check(method: str, parameters: Mapping[str, Any]) -> Json:
    """The parameters in their own types. Raises a 400 that names the first bad one."""
    return METHODS[method].check(parameters)
