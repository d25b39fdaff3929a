"""The roles table."""

import pytest

from news.errors import NotAllowed
from news.roles import ANONYMOUS_IDS, STAFF, Deed, Role, may, require

EVERYONE = {Deed.READ, Deed.SUBSCRIBE}
CHIEFS = {Deed.REVIEW, Deed.SEE_LOG, Deed.MANAGE_OUTLETS, Deed.MANAGE_TOPICS}
EDITORS = {Deed.COMMENT, Deed.MODERATE, Deed.WRITE, Deed.PUBLISH, Deed.SEE_STATISTICS}
# Written out on purpose: a right must be granted here and in the roles table.
TABLE = {
    Role.GUEST: EVERYONE | {Deed.REGISTER},
    Role.MEMBER: EVERYONE | {Deed.COMMENT},
    Role.AUTHOR: EVERYONE | {Deed.COMMENT, Deed.WRITE},
    Role.MODERATOR: EVERYONE | {Deed.COMMENT, Deed.MODERATE},
    Role.EDITOR: EVERYONE | EDITORS,
    Role.CHIEF: EVERYONE | EDITORS | CHIEFS,
    Role.ADMIN: EVERYONE | EDITORS | CHIEFS | {Deed.APPOINT, Deed.MANAGE_EDITIONS},
    Role.BANNED: EVERYONE,
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("deed", Deed)
def test_each_role_may_do_what_the_table_says_and_nothing_else(role: Role, deed: Deed) -> None:
    assert may(role, deed) == (deed in TABLE[role])


@pytest.mark.parametrize("deed", Deed)
def test_an_unknown_role_may_do_nothing(deed: Deed) -> None:
    assert not may("owner", deed)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", Role)
def test_an_unknown_deed_is_denied_to_every_role(role: Role) -> None:
    assert not may(role, "delete everything")  # type: ignore[arg-type]


def test_a_refusal_names_the_deed() -> None:
    with pytest.raises(NotAllowed) as refused:
        require(Role.GUEST, Deed.WRITE)
    assert refused.value.arguments == {"deed": Deed.WRITE}


def test_what_is_allowed_passes() -> None:
    require(Role.EDITOR, Deed.WRITE)


def test_only_admins_give_roles() -> None:
    assert [role for role in Role if may(role, Deed.APPOINT)] == [Role.ADMIN]


def test_a_banned_reader_may_still_read() -> None:
    assert may(Role.BANNED, Deed.READ)
    assert Role.BANNED not in STAFF


def test_telegrams_own_senders_are_known() -> None:
    assert {1087968824, 136817688, 777000} == ANONYMOUS_IDS
