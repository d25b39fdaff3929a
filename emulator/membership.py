"""Chat members in the form of the Bot API."""

from emulator.chats import Chat, User
from emulator.json_types import Json

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
_RIGHTS_OF_TYPE = {
    "channel": ("can_post_messages", "can_edit_messages"),
    "supergroup": ("can_pin_messages", "can_manage_topics"),
    "group": ("can_pin_messages",),
}
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def member(chat: Chat, user: User) -> Json:
    """The user's Bot API ChatMember; an administrator has every right that is not lacking."""
    status, until = chat.statuses.get(user.id, "left"), chat.until.get(user.id, 0)
    body: Json = {"status": status, "user": user.as_json()}
    if status == "creator":
        return body | {"is_anonymous": False}
    if status == "administrator":
        rights = {right: chat.may(user.id, right) for right in _RIGHTS + _RIGHTS_OF_TYPE.get(chat.type, ())}
        return body | {"can_be_edited": False, "is_anonymous": False} | rights
    if status == "restricted":
        given = chat.permissions.get(user.id, frozenset())
        return body | {"is_member": True, "until_date": until} | {name: name in given for name in PERMISSIONS}
    if status == "kicked":
        return body | {"until_date": until}
    return body
