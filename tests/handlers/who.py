"""The senders of `test_roles`: every role, and two senders without one."""

from news.roles import Role

Who = Role | str
# Two senders without a role: Telegram's stand-in for an anonymous admin, and a channel whose `from` is an admin.
NOBODY, CHANNEL = "nobody", "channel"
WHO: tuple[Who, ...] = (*Role, NOBODY)
SPEAKERS: tuple[Who, ...] = (*WHO, CHANNEL)
ANONYMOUS_ADMIN_ID = 1087968824
SENDER_CHAT = {"id": -1001234567890, "type": "channel", "title": "Объявления"}

EVERYBODY = frozenset(SPEAKERS)
PERSONS = frozenset(Role)
READERS = frozenset({Role.GUEST, Role.MEMBER, Role.TRUSTED, Role.BANNED})
GUESTS = frozenset({Role.GUEST})
ADMINS = frozenset({Role.ADMIN})
CHIEFS = ADMINS | {Role.CHIEF}
EDITORS = CHIEFS | {Role.EDITOR}
WRITERS = EDITORS | {Role.AUTHOR}
MODERATORS = EDITORS | {Role.MODERATOR}
REGISTERED = PERSONS - GUESTS
COMMENTERS = MODERATORS | {Role.MEMBER, Role.TRUSTED, Role.AUTHOR}
