"""The roles table."""

import pytest

from news.errors import NotAllowed
from news.model import Reader
from news.roles import ANONYMOUS_IDS, DEFAULT_PERMISSIONS, STAFF, Deed, Role, may, require

EVERYONE = {Deed.READ, Deed.SUBSCRIBE}
MEMBERS = EVERYONE | {Deed.COMMENT, Deed.LIKE, Deed.REPORT}
TRUSTED = MEMBERS | {Deed.COMMENT_UNCHECKED, Deed.POST_LINKS, Deed.SEND_PICTURES}
MODERATORS = TRUSTED | {Deed.MODERATE, Deed.BAN}
EDITORS = MODERATORS | {Deed.WRITE, Deed.PUBLISH, Deed.SEE_STATISTICS}
CHIEFS = EDITORS | {
    Deed.REVIEW,
    Deed.SEE_LOG,
    Deed.MANAGE_OUTLETS,
    Deed.MANAGE_TOPICS,
    Deed.MANAGE_SOURCES,
    Deed.MANAGE_STOP_WORDS,
}
# Written out on purpose: a right must be granted here and in the roles table.
TABLE = {
    Role.GUEST: EVERYONE | {Deed.REGISTER},
    Role.MEMBER: MEMBERS,
    Role.TRUSTED: TRUSTED,
    Role.AUTHOR: TRUSTED | {Deed.WRITE},
    Role.MODERATOR: MODERATORS,
    Role.EDITOR: EDITORS,
    Role.CHIEF: CHIEFS,
    Role.ADMIN: CHIEFS | {Deed.APPOINT, Deed.MANAGE_EDITIONS, Deed.MANAGE_GROUPS},
    Role.BANNED: EVERYONE,
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("deed", Deed)
def test_each_role_may_do_what_the_table_says_and_nothing_else(role: Role, deed: Deed) -> None:
    assert may(Reader(1, role), deed) == (deed in TABLE[role])


@pytest.mark.parametrize("deed", Deed)
def test_an_unknown_role_may_do_nothing(deed: Deed) -> None:
    assert not may(Reader(1, "owner"), deed)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", Role)
def test_an_unknown_deed_is_denied_to_every_role(role: Role) -> None:
    assert not may(Reader(1, role), "delete everything")  # type: ignore[arg-type]


def test_a_refusal_names_the_deed() -> None:
    with pytest.raises(NotAllowed) as refused:
        require(Reader(1, Role.GUEST), Deed.WRITE)
    assert refused.value.arguments == {"deed": Deed.WRITE}


def test_what_is_allowed_passes() -> None:
    require(Reader(1, Role.EDITOR), Deed.WRITE)


def test_only_admins_give_roles() -> None:
    assert [role for role in Role if may(Reader(1, role), Deed.APPOINT)] == [Role.ADMIN]


def test_a_banned_reader_may_still_read() -> None:
    assert may(Reader(1, Role.BANNED), Deed.READ)
    assert Role.BANNED not in STAFF


def test_telegrams_own_senders_are_known() -> None:
    assert {1087968824, 136817688, 777000} == ANONYMOUS_IDS


def test_a_change_of_the_table_concerns_one_role_and_one_deed() -> None:
    permissions = DEFAULT_PERMISSIONS.changed(
        [(Role.MEMBER, Deed.COMMENT, False), (Role.MODERATOR, Deed.SEE_LOG, True)]
    )

    changed = {
        (role, deed) for role in Role for deed in Deed if (deed in permissions.of(role)) != (deed in TABLE[role])
    }

    assert changed == {(Role.MEMBER, Deed.COMMENT), (Role.MODERATOR, Deed.SEE_LOG)}
    assert permissions.roles_that_may(Deed.SEE_LOG) == {Role.MODERATOR, Role.CHIEF, Role.ADMIN}
    assert not may(Reader(1, Role.MEMBER, permissions=permissions), Deed.COMMENT)
