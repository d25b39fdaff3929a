"""The roles table: which role may do which deed. What is not in the table is denied.

The table below is the default; a newspaper may change it (`Permissions`), and the changes are stored.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from news.errors import NotAllowed


class Role(StrEnum):
    """The group that a reader belongs to. An unknown person is a guest."""

    GUEST = "guest"
    MEMBER = "member"
    TRUSTED = "trusted"
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
    COMMENT_UNCHECKED = "comment unchecked"
    POST_LINKS = "post links"
    SEND_PICTURES = "send pictures"
    LIKE = "like"
    REPORT = "report"
    MODERATE = "moderate"
    BAN = "ban"
    MANAGE_STOP_WORDS = "manage stop words"
    WRITE = "write"
    PUBLISH = "publish"
    REVIEW = "review"
    APPOINT = "appoint"
    SEE_STATISTICS = "see statistics"
    SEE_LOG = "see log"
    MANAGE_EDITIONS = "manage editions"
    MANAGE_OUTLETS = "manage outlets"
    MANAGE_TOPICS = "manage topics"
    MANAGE_SOURCES = "manage sources"
    MANAGE_GROUPS = "manage groups"


_EVERYONE = frozenset({Deed.READ, Deed.SUBSCRIBE})
_MEMBER = _EVERYONE | {Deed.COMMENT, Deed.LIKE, Deed.REPORT}
_TRUSTED = _MEMBER | {Deed.COMMENT_UNCHECKED, Deed.POST_LINKS, Deed.SEND_PICTURES}
_MODERATOR = _TRUSTED | {Deed.MODERATE, Deed.BAN}
_AUTHOR = _TRUSTED | {Deed.WRITE}
_EDITOR = _MODERATOR | _AUTHOR | {Deed.PUBLISH, Deed.SEE_STATISTICS}
_CHIEF = _EDITOR | {
    Deed.REVIEW,
    Deed.SEE_LOG,
    Deed.MANAGE_OUTLETS,
    Deed.MANAGE_TOPICS,
    Deed.MANAGE_SOURCES,
    Deed.MANAGE_STOP_WORDS,
}

_TABLE: dict[Role, frozenset[Deed]] = {
    Role.GUEST: _EVERYONE | {Deed.REGISTER},
    Role.MEMBER: _MEMBER,
    Role.TRUSTED: _TRUSTED,
    Role.AUTHOR: _AUTHOR,
    Role.MODERATOR: _MODERATOR,
    Role.EDITOR: _EDITOR,
    Role.CHIEF: _CHIEF,
    Role.ADMIN: _CHIEF | {Deed.APPOINT, Deed.MANAGE_EDITIONS, Deed.MANAGE_GROUPS},
    Role.BANNED: _EVERYONE,
}

_OF_ADMINS = frozenset({Deed.APPOINT, Deed.MANAGE_GROUPS})
# What may be given to guests, who have no name and no record here.
_OF_GUESTS = frozenset({Deed.COMMENT, Deed.LIKE, Deed.REPORT})

STAFF = frozenset({Role.AUTHOR, Role.MODERATOR, Role.EDITOR, Role.CHIEF, Role.ADMIN})

# Ids of Telegram's own senders: an anonymous group admin, a channel behind a message, and the service account.
# https://core.telegram.org/bots/api#message (`from`, `sender_chat`)
ANONYMOUS_IDS = frozenset({1087968824, 136817688, 777000})


@dataclass(frozen=True, slots=True)
class Permissions:
    """Which role may do which deed: the default table with the newspaper's changes."""

    table: Mapping[Role, frozenset[Deed]] = field(default_factory=lambda: _TABLE)

    def of(self, role: Role) -> frozenset[Deed]:
        """Return the deeds of a role; none of an unknown one."""
        return self.table.get(role, frozenset())

    def roles_that_may(self, deed: Deed) -> frozenset[Role]:
        """Return the roles that may do a deed."""
        return frozenset(role for role, deeds in self.table.items() if deed in deeds)

    def changed(self, changes: Iterable[tuple[Role, Deed, bool]]) -> "Permissions":
        """Return the table in which each of these roles may, or may not, do the deed. What is fixed stays."""
        table = dict(self.table)
        for role, deed, allowed in changes:
            if is_fixed(role, deed):
                continue
            table[role] = table[role] | {deed} if allowed else table[role] - {deed}
        return Permissions(table)


def is_fixed(role: Role, deed: Deed) -> bool:
    """Whether no newspaper may change this entry of the table.

    Everybody reads and subscribes. Only administrators give roles and change the table, so that nobody raises
    themselves, and they always do. Registering has a setting of its own. The banned get no other deed, guests none of
    the staff's and none that passes the check of comments.
    """
    if deed in _EVERYONE or deed in _OF_ADMINS or deed is Deed.REGISTER:
        return True
    return role is Role.BANNED or (role is Role.GUEST and deed not in _OF_GUESTS)


DEFAULT_PERMISSIONS = Permissions()


class Holder(Protocol):
    """Somebody who may do some deeds: a reader."""

    @property
    def deeds(self) -> frozenset[Deed]:
        """The deeds that the person may do."""


def may(holder: Holder, deed: Deed) -> bool:
    """Whether the person may do `deed`."""
    return deed in holder.deeds


def require(holder: Holder, deed: Deed) -> None:
    """Raise NotAllowed unless the person may do `deed`."""
    if not may(holder, deed):
        raise NotAllowed(deed=deed)
