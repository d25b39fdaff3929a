"""Methods that answer requests to join a chat."""

from emulator.access import require_member
from emulator.chats import Chat, User
from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.world import World


async def approve_chat_join_request(world: World, parameters: Json) -> bool:
    """ApproveChatJoinRequest."""
    _admit(world, *_requester(world, parameters))
    return True


async def decline_chat_join_request(world: World, parameters: Json) -> bool:
    """DeclineChatJoinRequest."""
    _settle(world, *_requester(world, parameters))
    return True


async def answer_chat_join_request_query(world: World, parameters: Json) -> bool:
    """AnswerChatJoinRequestQuery, within 10 seconds; with "queue" the request waits for other administrators."""
    chat_id, user_id = world.join_queries.take(parameters["chat_join_request_query_id"], world.clock())
    chat, user = world.chats[chat_id], world.users[user_id]
    match parameters["result"]:
        case "approve":
            _admit(world, chat, user)
        case "decline":
            _settle(world, chat, user)
        case "queue":
            pass
        case _:
            raise bad_request("invalid result specified")
    return True


def _requester(world: World, parameters: Json) -> tuple[Chat, User]:
    chat, user = require_member(world, parameters["chat_id"]), world.users.get(parameters["user_id"])
    if not chat.may(world.bot.id, "can_invite_users"):
        raise bad_request("not enough rights to manage chat invite link")
    if user is None:
        raise bad_request("USER_ID_INVALID")
    if chat.has(user.id):
        raise bad_request("USER_ALREADY_PARTICIPANT")
    if user.id not in chat.requests:
        raise bad_request("HIDE_REQUESTER_MISSING")
    return chat, user


def _admit(world: World, chat: Chat, user: User) -> None:
    _settle(world, chat, user)
    world.set_member_status(chat, world.bot, user, "member", by_request=True)


def _settle(world: World, chat: Chat, user: User) -> None:
    """The request is answered: the bot may not write to a stranger any more."""
    chat.requests.pop(user.id, None)
    world.chats[user.id].reachable_until = 0
    world.changes.notify()
