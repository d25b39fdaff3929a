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
_CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")


def member(chat: Chat, user: User) -> Json:
    """The user's Bot API ChatMember; administrators have every right."""
    return member_with(chat.statuses.get(user.id, "left"), user, chat.type)


def member_with(status: str, user: User, chat_type: str) -> Json:
    """A Bot API ChatMember with this status."""
    body: Json = {"status": status, "user": user.as_json()}
    if status == "creator":
        return body | {"is_anonymous": False}
    if status == "administrator":
        rights = _RIGHTS + (_CHANNEL_RIGHTS if chat_type == "channel" else ())
        return body | {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(rights, True)
    if status == "kicked":
        return body | {"until_date": 0}
    return body
