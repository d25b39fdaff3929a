"""Who may do what: one table, asked by a person's Telegram id, deny by default."""

from enum import StrEnum

from news.errors import NotAllowed


class Role(StrEnum):
    """The group a reader belongs to; whoever is unknown is a guest."""

    GUEST = "guest"
    MEMBER = "member"
    MODERATOR = "moderator"
    EDITOR = "editor"
    ADMIN = "admin"
    BANNED = "banned"


class Deed(StrEnum):
    """Something a person can do in the chat."""

    READ = "read"
    SUBSCRIBE = "subscribe"
    REGISTER = "register"
    COMMENT = "comment"
    WRITE = "write"
    APPOINT = "appoint"
    SEE_STATISTICS = "see statistics"
    HOLD_EDITIONS = "hold editions"


_EVERYONE = frozenset({Deed.READ, Deed.SUBSCRIBE})
_MEMBER = _EVERYONE | {Deed.COMMENT}
_EDITOR = _MEMBER | {Deed.WRITE, Deed.SEE_STATISTICS}

_TABLE: dict[Role, frozenset[Deed]] = {
    Role.GUEST: _EVERYONE | {Deed.REGISTER},
    Role.MEMBER: _MEMBER,
    Role.MODERATOR: _MEMBER,
    Role.EDITOR: _EDITOR,
    Role.ADMIN: _EDITOR | {Deed.APPOINT, Deed.HOLD_EDITIONS},
    Role.BANNED: _EVERYONE,
}

STAFF = frozenset({Role.MODERATOR, Role.EDITOR, Role.ADMIN})

# Telegram's own senders: an anonymous group admin, a channel behind a message, and the service account.
# https://core.telegram.org/bots/api#message (`from`, `sender_chat`)
NOBODY_IDS = frozenset({1087968824, 136817688, 777000})


def may(role: Role, deed: Deed) -> bool:
    """Tell whether `role` may do `deed`."""
    return deed in _TABLE.get(role, frozenset())


def require(role: Role, deed: Deed) -> None:
    """Raise NotAllowed unless `role` may do `deed`."""
    if not may(role, deed):
        raise NotAllowed(deed=deed)
