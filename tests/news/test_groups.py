"""What groups may do: changes take effect at once and everywhere, what is fixed stays, and no change is lost."""

from itertools import product

import pytest

from news.errors import NotAllowed, PermissionFixed
from news.model import Reader
from news.newsroom import Newsroom, make_newsroom
from news.permissions import FRESH_SECONDS
from news.rate_limits import RateLimiter
from news.roles import DEFAULT_PERMISSIONS, STAFF, Deed, Role, is_fixed, may
from storage import Database
from tests.news.conftest import ADMIN_ID, START, ZONE, HandClock, NoCourier

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)
EVERYBODYS = {Deed.READ, Deed.SUBSCRIBE}
ADMINS = {Deed.APPOINT, Deed.MANAGE_GROUPS}
# Written out on purpose: what guests may be given.
GUESTS = {Deed.COMMENT, Deed.LIKE, Deed.REPORT}
CHANGEABLE = {
    **{role: set(Deed) - EVERYBODYS - ADMINS - {Deed.REGISTER} for role in Role},
    Role.GUEST: GUESTS,
    Role.BANNED: set(),
}


@pytest.mark.parametrize("role", Role)
def test_the_rule_leaves_open_exactly_what_may_be_changed(role: Role) -> None:
    assert {deed for deed in Deed if not is_fixed(role, deed)} == CHANGEABLE[role]


@pytest.mark.parametrize("allowed", [True, False])
def test_stored_changes_of_what_is_fixed_are_not_obeyed(allowed: bool) -> None:
    changed = DEFAULT_PERMISSIONS.changed((role, deed, allowed) for role, deed in product(Role, Deed))

    assert changed.roles_that_may(Deed.APPOINT) == changed.roles_that_may(Deed.MANAGE_GROUPS) == {Role.ADMIN}
    assert changed.of(Role.BANNED) == EVERYBODYS
    assert all(changed.of(role) >= EVERYBODYS for role in Role)
    assert changed.of(Role.GUEST) == EVERYBODYS | {Deed.REGISTER} | (GUESTS if allowed else set())
    for role in STAFF | {Role.MEMBER, Role.TRUSTED}:
        fixed = EVERYBODYS | (ADMINS if role is Role.ADMIN else set())
        assert changed.of(role) == fixed | (CHANGEABLE[role] if allowed else set())


async def test_what_is_fixed_is_refused(news: Newsroom, database: Database) -> None:
    for role, deed, allowed in product(Role, Deed, (True, False)):
        if is_fixed(role, deed):
            with pytest.raises(PermissionFixed) as refused:
                await news.groups.allow(ADMIN, role, deed, allowed=allowed)
            assert refused.value.arguments == {"group": role, "permission": deed}
    async with database.reading() as unit:
        assert await unit.permissions.read() == DEFAULT_PERMISSIONS


async def test_only_those_who_manage_groups_see_and_change_them(news: Newsroom) -> None:
    for role in set(Role) - {Role.ADMIN}:
        reader = Reader(7, role, "ru", "Иван", START)
        for attempt in (
            news.groups.permissions(reader),
            news.groups.allow(reader, Role.MEMBER, Deed.LIKE, allowed=False),
            news.groups.reset(reader, Role.MEMBER),
        ):
            with pytest.raises(NotAllowed):
                await attempt


async def test_a_change_is_known_here_at_once_and_to_another_process_within_a_second(
    news: Newsroom, database: Database, clock: HandClock, member: Reader
) -> None:
    other = make_newsroom(database, NoCourier(), RateLimiter(29), clock, admins={ADMIN_ID}, zone=ZONE)
    assert not may(await other.readers.recognise(member.id, "ru"), Deed.WRITE)

    await news.groups.allow(ADMIN, Role.MEMBER, Deed.WRITE, allowed=True)
    assert may(await news.readers.recognise(member.id, "ru"), Deed.WRITE)
    assert FRESH_SECONDS < 1
    clock.advance(seconds=FRESH_SECONDS)
    assert may(await other.readers.recognise(member.id, "ru"), Deed.WRITE)

    await other.groups.reset(ADMIN, Role.MEMBER)
    assert not may(await other.readers.recognise(member.id, "ru"), Deed.WRITE)
    clock.advance(seconds=FRESH_SECONDS)
    assert not may(await news.readers.recognise(member.id, "ru"), Deed.WRITE)


async def test_as_it_was_gives_one_group_its_first_deeds_back_and_leaves_the_others(news: Newsroom) -> None:
    await news.groups.allow(ADMIN, Role.MEMBER, Deed.COMMENT, allowed=False)
    await news.groups.allow(ADMIN, Role.MEMBER, Deed.POST_LINKS, allowed=True)
    await news.groups.allow(ADMIN, Role.MODERATOR, Deed.BAN, allowed=False)

    table = await news.groups.reset(ADMIN, Role.MEMBER)

    assert table.of(Role.MEMBER) == DEFAULT_PERMISSIONS.of(Role.MEMBER)
    assert table.of(Role.MODERATOR) == DEFAULT_PERMISSIONS.of(Role.MODERATOR) - {Deed.BAN}


async def test_an_admin_who_took_a_deed_from_admins_can_give_it_back(news: Newsroom) -> None:
    await news.groups.allow(ADMIN, Role.ADMIN, Deed.PUBLISH, allowed=False)
    admin = await news.readers.recognise(ADMIN_ID, "ru")
    assert not may(admin, Deed.PUBLISH)

    await news.groups.allow(admin, Role.ADMIN, Deed.PUBLISH, allowed=True)

    assert may(await news.readers.recognise(ADMIN_ID, "ru"), Deed.PUBLISH)


async def test_an_anonymous_sender_has_no_group_whatever_guests_may(news: Newsroom) -> None:
    await news.groups.allow(ADMIN, Role.GUEST, Deed.COMMENT, allowed=True)

    for stand_in in (1087968824, 136817688, 777000, 0, -100):
        assert not may(await news.readers.recognise(stand_in, "ru"), Deed.COMMENT)
    assert may(await news.readers.recognise(5, "ru"), Deed.COMMENT)
