"""Requests to join a group or a channel."""

from emulator.chats import Chat, User
from emulator.world import World

REACHABLE_SECONDS = 300


def ask_to_join(world: World, user: User, chat: Chat, *, is_query: bool) -> None:
    """Stores a request, and queues the update for a bot that may invite: it may write to the person for 5 minutes.

    Raises ValueError for a member, and for who is banned: clients offer them nothing.
    """
    if chat.has(user.id) or chat.statuses.get(user.id) == "kicked":
        raise ValueError(f"{user.first_name} cannot ask to join {chat.title}")
    chat.requests[user.id] = world.seconds()
    if chat.may(world.bot.id, "can_invite_users"):
        world.chats[user.id].reachable_until = world.seconds() + REACHABLE_SECONDS
        request = {"chat": chat.as_json(), "from": user.as_json(), "user_chat_id": user.id, "date": world.seconds()}
        query = {"query_id": world.join_queries.ask(chat.id, user.id, world.clock())} if is_query else {}
        world.updates.put({"chat_join_request": request | query})
    world.changes.notify()
