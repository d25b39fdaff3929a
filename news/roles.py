"""The roles table: which role may do which deed. What is not in the table is denied."""

from enum import StrEnum

from news.errors import NotAllowed


class Role(StrEnum):
    """The group that a reader belongs to. An unknown person is a guest."""

    GUEST = "guest"
    MEMBER = "member"
    AUTHOR = "author"
    MODERATOR = "moderator"
    EDITOR = "editor"
    CHIEF = "chief"
    ADMIN = "admin"
    BANNED = "banned"


class Deed(StrEnum):
    """An entry of the roles table: something a person can do in the chat."""

    READ = "read"
    SUBSCRIBE = "subscribe"
    REGISTER = "register"
    COMMENT = "comment"
    MODERATE = "moderate"
    WRITE = "write"
    PUBLISH = "publish"
    REVIEW = "review"
    APPOINT = "appoint"
    SEE_STATISTICS = "see statistics"
    SEE_LOG = "see log"
    MANAGE_EDITIONS = "manage editions"
    MANAGE_OUTLETS = "manage outlets"
    MANAGE_TOPICS = "manage topics"


_EVERYONE = frozenset({Deed.READ, Deed.SUBSCRIBE})
_MEMBER = _EVERYONE | {Deed.COMMENT}
_MODERATOR = _MEMBER | {Deed.MODERATE}
_AUTHOR = _MEMBER | {Deed.WRITE}
_EDITOR = _MODERATOR | _AUTHOR | {Deed.PUBLISH, Deed.SEE_STATISTICS}
_CHIEF = _EDITOR | {Deed.REVIEW, Deed.SEE_LOG, Deed.MANAGE_OUTLETS, Deed.MANAGE_TOPICS}

_TABLE: dict[Role, frozenset[Deed]] = {
    Role.GUEST: _EVERYONE | {Deed.REGISTER},
    Role.MEMBER: _MEMBER,
    Role.AUTHOR: _AUTHOR,
    Role.MODERATOR: _MODERATOR,
    Role.EDITOR: _EDITOR,
    Role.CHIEF: _CHIEF,
    Role.ADMIN: _CHIEF | {Deed.APPOINT, Deed.MANAGE_EDITIONS},
    Role.BANNED: _EVERYONE,
}

STAFF = frozenset({Role.AUTHOR, Role.MODERATOR, Role.EDITOR, Role.CHIEF, Role.ADMIN})

# Ids of Telegram's own senders: an anonymous group admin, a channel behind a message, and the service account.
# https://core.telegram.org/bots/api#message (`from`, `sender_chat`)
ANONYMOUS_IDS = frozenset({1087968824, 136817688, 777000})


def may(role: Role, deed: Deed) -> bool:
    """Whether `role` may do `deed`."""
    return deed in _TABLE.get(role, frozenset())


def roles_that_may(deed: Deed) -> frozenset[Role]:
    """Return the roles that may do `deed`."""
    return frozenset(role for role, deeds in _TABLE.items() if deed in deeds)


def require(role: Role, deed: Deed) -> None:
    """Raise NotAllowed unless `role` may do `deed`."""
    if not may(role, deed):
        raise NotAllowed(deed=deed)
