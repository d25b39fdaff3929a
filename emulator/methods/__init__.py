"""What each method of the Bot API does: the table from its name to its function.

Every function takes the world and parameters already checked for shape, and returns the `result` of the answer or
raises an ApiError.
"""

from collections.abc import Awaitable, Callable, Mapping

from emulator.methods import answering, chatting, editing, intake, introducing, sending
from emulator.wire import Json
from emulator.world import World

Method = Callable[[World, Json], Awaitable[object]]

TABLE: Mapping[str, Method] = {
    "getMe": introducing.get_me,
    "setMyName": introducing.set_my_name,
    "getMyName": introducing.get_my_name,
    "setMyDescription": introducing.set_my_description,
    "getMyDescription": introducing.get_my_description,
    "setMyShortDescription": introducing.set_my_short_description,
    "getMyShortDescription": introducing.get_my_short_description,
    "setMyCommands": introducing.set_my_commands,
    "getMyCommands": introducing.get_my_commands,
    "deleteMyCommands": introducing.delete_my_commands,
    "setChatMenuButton": introducing.set_chat_menu_button,
    "getChatMenuButton": introducing.get_chat_menu_button,
    "getUpdates": intake.get_updates,
    "setWebhook": intake.set_webhook,
    "deleteWebhook": intake.delete_webhook,
    "getWebhookInfo": intake.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "answerCallbackQuery": answering.answer_callback_query,
    "answerInlineQuery": answering.answer_inline_query,
    "getChat": chatting.get_chat,
    "getChatMember": chatting.get_chat_member,
    "getChatMemberCount": chatting.get_chat_member_count,
    "getChatAdministrators": chatting.get_chat_administrators,
    "leaveChat": chatting.leave_chat,
    "getFile": chatting.get_file,
}
