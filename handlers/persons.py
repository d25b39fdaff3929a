"""Who is meant by a message: the person whom it shows, or who wrote what it forwards.

The id of a person is looked at and never trusted: roles are asked by `from_user.id` of the update itself.
"""

from aiogram.types import Message, MessageOriginUser


def meant_by(message: Message, *, by: Message) -> int | None:
    """Return the Telegram id of the person whom a message shows; None if it shows nobody, or hides who it is.

    A contact, a person chosen from Telegram's list, the first sender of a forwarded message; in a group also the sender
    of a message that `by` answers. A channel, an anonymous administrator and a bot are nobody.
    """
    if message.contact is not None:
        return message.contact.user_id
    if message.users_shared is not None and message.users_shared.users:
        return message.users_shared.users[0].user_id
    if message.forward_origin is not None:
        origin = message.forward_origin
        sender = origin.sender_user if isinstance(origin, MessageOriginUser) else None
        return None if sender is None or sender.is_bot else sender.id
    sender = message.from_user
    if message is by or by.chat.type == "private" or sender is None or sender.is_bot or message.sender_chat is not None:
        return None
    return sender.id
