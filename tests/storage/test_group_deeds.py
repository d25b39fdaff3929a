"""The outbox of deeds in groups: each is claimed by one process, and those to one person keep their order."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from news.discussed import DeedKind, GroupDeed
from storage import Database
from tests.storage.samples import NOON, article, at, comment

GROUP = -1009
LEASE = timedelta(minutes=2)
BAN = GroupDeed(DeedKind.BAN, GROUP, user_id=7, actor=3)


async def add(database: Database, *deeds: GroupDeed, seconds: float = 0) -> None:
    async with database.writing() as unit:
        for deed in deeds:
            await unit.group_deeds.add(deed, at(seconds))


async def claim(database: Database, seconds: float, limit: int = 10) -> Sequence[GroupDeed]:
    async with database.writing() as unit:
        return await unit.group_deeds.claim(at(seconds), LEASE, limit)


def kinds(deeds: Sequence[GroupDeed]) -> list[DeedKind]:
    return [deed.kind for deed in deeds]


async def test_a_deed_is_found_as_it_was_stored(database: Database) -> None:
    given = GroupDeed(DeedKind.RESTRICT, GROUP, user_id=7, until=at(3600), actor=3)
    asked = GroupDeed(DeedKind.ADMIT, GROUP, user_id=8, query="q1", actor=0)
    await add(database, given, asked)
    first, second = await claim(database, 1)
    assert (first.kind, first.chat_id, first.user_id, first.until, first.actor) == (
        DeedKind.RESTRICT,
        GROUP,
        7,
        at(3600),
        3,
    )
    assert (second.kind, second.query, second.actor, second.tries) == (DeedKind.ADMIT, "q1", 0, 1)


async def test_a_deed_is_claimed_by_one_process_until_its_lease_is_over(database: Database, other: Database) -> None:
    await add(database, BAN)
    (mine,) = await claim(database, 1)
    assert await claim(other, 2) == []
    (theirs,) = await claim(other, 121)
    assert (theirs.id, theirs.tries) == (mine.id, 2)
    async with database.writing() as unit:
        assert not await unit.group_deeds.settle(mine), "another process has tried it meanwhile"
        assert await unit.group_deeds.settle(theirs)
    assert await claim(database, 10_000) == []


async def test_the_leases_of_the_dead_are_ended_at_once(database: Database) -> None:
    await add(database, BAN)
    (first,) = await claim(database, 1)
    async with database.writing() as unit:
        await unit.group_deeds.release_leases()
    (second,) = await claim(database, 2)
    assert (second.id, second.tries) == (first.id, 2)


async def test_a_lease_of_a_clock_that_was_ahead_does_not_last(database: Database) -> None:
    await add(database, BAN)
    await claim(database, 86_400)
    async with database.reading() as unit:
        assert await unit.group_deeds.has_due(at(1), LEASE)
    assert kinds(await claim(database, 1)) == [DeedKind.BAN]


async def test_what_is_done_to_one_person_keeps_its_order(database: Database) -> None:
    other_person = GroupDeed(DeedKind.BAN, GROUP, user_id=8)
    await add(database, BAN, GroupDeed(DeedKind.UNBAN, GROUP, user_id=7), other_person)
    first = await claim(database, 1)
    assert [(deed.kind, deed.user_id) for deed in first] == [(DeedKind.BAN, 7), (DeedKind.BAN, 8)]
    async with database.writing() as unit:
        await unit.group_deeds.put_off(first[0], at(60))
    assert await claim(database, 2) == []
    assert kinds(await claim(database, 61)) == [DeedKind.BAN]


async def test_deletions_have_no_order_and_are_claimed_together(database: Database) -> None:
    await add(database, *(GroupDeed(DeedKind.DELETE, GROUP, number) for number in range(5)))
    assert len(await claim(database, 1)) == 5


async def test_a_newer_decision_replaces_what_is_not_under_way(database: Database) -> None:
    await add(database, BAN)
    await claim(database, 1)
    await add(database, GroupDeed(DeedKind.UNBAN_SENDER, GROUP, user_id=7), seconds=86_400)
    await add(database, GroupDeed(DeedKind.DELETE, GROUP, 5))
    async with database.writing() as unit:
        await unit.group_deeds.supersede(GROUP, 7, at(2))
        await unit.group_deeds.supersede(GROUP, 0, at(2))
    left = await claim(database, 90_000)
    assert sorted(kinds(left)) == [DeedKind.BAN, DeedKind.DELETE]


async def test_a_deed_waits_for_its_time(database: Database) -> None:
    await add(database, BAN, seconds=60)
    async with database.reading() as unit:
        assert not await unit.group_deeds.has_due(at(59), LEASE)
    assert await claim(database, 59) == []
    assert kinds(await claim(database, 60)) == [DeedKind.BAN]


async def test_every_group_message_of_an_author_is_deleted(database: Database) -> None:
    async with database.writing() as unit:
        number, _ = await unit.articles.add(article("news", published_at=NOON))
        for chat, message_id, author in ((GROUP, 1, 7), (GROUP, 2, 7), (7, 3, 7), (GROUP, 4, 8)):
            await unit.comments.add(comment(number, message_id, author_id=author, chat_id=chat))
        await unit.group_deeds.add_deletions(7, 3, at(0))
    deeds = await claim(database, 1)
    assert sorted((deed.message_id, deed.actor) for deed in deeds) == [(1, 3), (2, 3)]


async def test_two_processes_that_claim_at_once_share_the_deeds(database: Database, other: Database) -> None:
    await add(database, *(GroupDeed(DeedKind.DELETE, GROUP, number) for number in range(40)))
    shares = await asyncio.gather(*(claim(each, 1, 20) for each in (database, other, database, other)))
    found = [deed.id for share in shares for deed in share]
    assert len(found) == len(set(found)) == 40
