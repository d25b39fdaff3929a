"""Who stands as the sender of a message that a person sends as a channel or as a group."""

from emulator.chats import Chat, User

# The accounts that Telegram names in `from` when a group speaks for itself, and when a channel speaks in a group.
ANONYMOUS_ADMIN = User(1_087_968_824, "Group", username="GroupAnonymousBot", is_bot=True)
CHANNEL_BOT = User(136_817_688, "Channel", username="Channel_Bot", is_bot=True)


def speaks_as(user: User, sender: Chat, chat: Chat) -> User:
    """The account under which the user speaks in a chat as `sender`. Raises ValueError if clients do not offer that.

    A ban of one channel is a ban of all channels of its owner.
    """
    if sender is chat:
        if chat.statuses.get(user.id) not in {"creator", "administrator"}:
            raise ValueError(f"{user.first_name} is no administrator of {chat.title}")
        return ANONYMOUS_ADMIN
    if sender.type != "channel" or sender.statuses.get(user.id) != "creator":
        raise ValueError(f"{user.first_name} is not the owner of {sender.title}")
    if user.id in chat.banned_owners:
        raise ValueError(f"the channels of {user.first_name} are banned in {chat.title}")
    return CHANNEL_BOT
