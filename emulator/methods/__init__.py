"""The functions of the Bot API methods, in a table by name.

Every function takes the world and validated parameters, and returns the `result` of the answer or raises an ApiError.
"""

from collections.abc import Awaitable, Callable, Mapping

from emulator.json_types import Json
from emulator.methods import (
    albums,
    chats,
    editing,
    ephemeral,
    join_requests,
    media,
    members,
    profile,
    queries,
    sending,
    updates,
)
from emulator.world import World

Method = Callable[[World, Json], Awaitable[object]]

TABLE: Mapping[str, Method] = {
    "getMe": profile.get_me,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getUpdates": updates.get_updates,
    "setWebhook": updates.set_webhook,
    "deleteWebhook": updates.delete_webhook,
    "getWebhookInfo": updates.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": media.send_photo,
    "sendVideo": media.send_video,
    "sendAnimation": media.send_animation,
    "sendDocument": media.send_document,
    "sendAudio": media.send_audio,
    "sendRichMessage": sending.send_rich_message,
    "sendMediaGroup": albums.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "editEphemeralMessageText": ephemeral.edit_ephemeral_message_text,
    "deleteEphemeralMessage": ephemeral.delete_ephemeral_message,
    "answerCallbackQuery": queries.answer_callback_query,
    "answerInlineQuery": queries.answer_inline_query,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "getChatAdministrators": chats.get_chat_administrators,
    "restrictChatMember": members.restrict_chat_member,
    "banChatMember": members.ban_chat_member,
    "unbanChatMember": members.unban_chat_member,
    "banChatSenderChat": members.ban_chat_sender_chat,
    "unbanChatSenderChat": members.unban_chat_sender_chat,
    "approveChatJoinRequest": join_requests.approve_chat_join_request,
    "declineChatJoinRequest": join_requests.decline_chat_join_request,
    "answerChatJoinRequestQuery": join_requests.answer_chat_join_request_query,
    "leaveChat": chats.leave_chat,
    "getFile": chats.get_file,
}
