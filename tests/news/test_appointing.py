"""Giving roles: for good or for a time, and never the last administrator away."""

import asyncio
from datetime import timedelta

import pytest

from news.errors import LastAdmin, NotAllowed, RoleChanged, WhenPast
from news.model import Reader
from news.newsroom import Newsroom, make_newsroom
from news.rate_limits import RateLimiter
from news.roles import Deed, Role, may
from storage import Database
from tests.news.conftest import ADMIN_ID, START, ZONE, HandClock, NoCourier, registered, stored_admin

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)
DAY = timedelta(days=1)


@pytest.fixture
def without_settings(database: Database, clock: HandClock) -> Newsroom:
    """A newsroom whose settings name no administrator."""
    return make_newsroom(database, NoCourier(), RateLimiter(29), clock, zone=ZONE)


async def test_a_membership_counts_until_its_end_and_not_a_moment_longer(
    news: Newsroom, member: Reader, clock: HandClock
) -> None:
    end = clock.now() + DAY
    appointed = await news.readers.appoint(ADMIN, member.id, Role.MODERATOR, until=end)
    assert (appointed.role, appointed.role_until) == (Role.MODERATOR, end)

    clock.advance(days=1, microseconds=-1)
    assert may(await news.readers.recognise(member.id, "ru"), Deed.MODERATE)
    clock.advance(microseconds=1)
    assert not may(await news.readers.recognise(member.id, "ru"), Deed.MODERATE)


async def test_the_same_role_for_a_time_ends_among_the_readers(
    news: Newsroom, member: Reader, clock: HandClock
) -> None:
    await news.readers.appoint(ADMIN, member.id, Role.EDITOR)
    await news.readers.appoint(ADMIN, member.id, Role.EDITOR, until=clock.now() + DAY)
    clock.advance(days=1)

    assert (await news.readers.recognise(member.id, "ru")).role is Role.MEMBER


async def test_a_role_given_for_good_does_not_end(news: Newsroom, member: Reader, clock: HandClock) -> None:
    await news.readers.appoint(ADMIN, member.id, Role.EDITOR, until=clock.now() + DAY)
    await news.readers.appoint(ADMIN, member.id, Role.EDITOR)
    clock.advance(days=2)

    assert await news.memberships.end_memberships() == []
    assert (await news.readers.recognise(member.id, "ru")).role is Role.EDITOR


async def test_an_end_that_is_over_is_refused(news: Newsroom, member: Reader, clock: HandClock) -> None:
    with pytest.raises(WhenPast):
        await news.readers.appoint(ADMIN, member.id, Role.EDITOR, until=clock.now())


async def test_of_two_admins_who_give_a_role_at_once_the_second_is_told(news: Newsroom, member: Reader) -> None:
    await news.readers.appoint(ADMIN, member.id, Role.EDITOR, present=Role.MEMBER)
    with pytest.raises(RoleChanged):
        await news.readers.appoint(ADMIN, member.id, Role.AUTHOR, present=Role.MEMBER)


async def test_the_last_admin_cannot_be_dismissed_banned_or_kept_for_a_time_only(
    news: Newsroom, without_settings: Newsroom, database: Database, clock: HandClock
) -> None:
    gleb = await stored_admin(news, database, 600, "Глеб")
    for role, until in ((Role.MEMBER, None), (Role.BANNED, None), (Role.ADMIN, clock.now() + DAY)):
        with pytest.raises(LastAdmin) as refused:
            await without_settings.readers.appoint(gleb, gleb.id, role, until=until)
        assert refused.value.arguments == {"name": "Глеб"}
    assert (await without_settings.readers.recognise(gleb.id, "ru")).role is Role.ADMIN


async def test_an_admin_for_a_time_does_not_count_as_one_who_stays(
    news: Newsroom, without_settings: Newsroom, database: Database, clock: HandClock
) -> None:
    gleb = await stored_admin(news, database, 600, "Глеб")
    anna = await registered(news, 601, "Анна")
    await without_settings.readers.appoint(gleb, anna.id, Role.ADMIN, until=clock.now() + DAY)
    with pytest.raises(LastAdmin):
        await without_settings.readers.appoint(gleb, gleb.id, Role.EDITOR)

    await without_settings.readers.appoint(gleb, anna.id, Role.ADMIN)
    assert (await without_settings.readers.appoint(gleb, gleb.id, Role.EDITOR)).role is Role.EDITOR


async def test_with_an_admin_in_the_settings_every_stored_admin_may_be_dismissed(
    news: Newsroom, database: Database
) -> None:
    gleb = await stored_admin(news, database, 600, "Глеб")
    assert (await news.readers.appoint(gleb, gleb.id, Role.MEMBER)).role is Role.MEMBER


async def test_of_two_admins_who_dismiss_each_other_at_once_one_stays(
    news: Newsroom, without_settings: Newsroom, database: Database
) -> None:
    gleb, anna = await stored_admin(news, database, 600, "Глеб"), await stored_admin(news, database, 601, "Анна")

    ended = await asyncio.gather(
        without_settings.readers.appoint(gleb, anna.id, Role.MEMBER),
        without_settings.readers.appoint(anna, gleb.id, Role.MEMBER),
        return_exceptions=True,
    )

    assert sorted(type(each) for each in ended if isinstance(each, Exception)) == [NotAllowed]
    async with database.reading() as unit:
        assert len(await unit.memberships.of_role(Role.ADMIN, 0, 9)) == 1


async def test_an_admin_who_was_dismissed_meanwhile_gives_no_role(
    news: Newsroom, database: Database, member: Reader
) -> None:
    gleb = await stored_admin(news, database, 600, "Глеб")
    await news.readers.appoint(ADMIN, gleb.id, Role.EDITOR)
    with pytest.raises(NotAllowed):
        await news.readers.appoint(gleb, member.id, Role.ADMIN)
