"""Readers fulfil the promises of their port, on both engines."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from news.model import Reader
from news.roles import Role
from storage import Database
from tests.storage.samples import NOON, at

ANNA = Reader(1, Role.MEMBER, "ru", "Анна", NOON, known_since=NOON)


async def test_an_unknown_reader_is_none(database: Database) -> None:
    async with database.reading() as unit:
        assert await unit.readers.get(1) is None


async def test_a_guest_s_language_is_remembered(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.choose_language(1, "en")
        await unit.readers.choose_language(1, "ru")
    async with other.reading() as unit:
        assert await unit.readers.get(1) == Reader(1, Role.GUEST, "ru")


async def test_a_guest_becomes_a_member(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.choose_language(1, "en")
        assert await unit.readers.register(1, "Анна", "анна", "en", NOON)
    async with other.reading() as unit:
        assert await unit.readers.get(1) == replace(ANNA, language="en")


async def test_a_taken_name_is_refused_and_the_guest_stays_what_they_were(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.choose_language(2, "en")
        assert await unit.readers.register(1, "Анна", "анна", "ru", NOON)
        assert not await unit.readers.register(2, "АННА", "анна", "ru", NOON)
        assert not await unit.readers.register(3, "АННА", "анна", "ru", NOON)
    async with other.reading() as unit:
        assert await unit.readers.get(2) == Reader(2, Role.GUEST, "en")
        assert await unit.readers.get(3) is None


async def test_registering_again_changes_nothing(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.register(1, "Анна", "анна", "ru", NOON)
        await unit.readers.set_role(1, Role.EDITOR)
        assert await unit.readers.register(1, "Борис", "борис", "en", at(5))
    async with other.writing() as unit:
        assert await unit.readers.get(1) == replace(ANNA, role=Role.EDITOR)
        assert await unit.readers.register(2, "Борис", "борис", "ru", at(6))


async def test_a_member_may_change_the_language(database: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.register(1, "Анна", "анна", "ru", NOON)
        await unit.readers.choose_language(1, "en")
        assert await unit.readers.get(1) == replace(ANNA, language="en")


async def test_a_guest_can_be_banned_and_given_no_other_role(database: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.remember(1, NOON)
        await unit.readers.remember(1, NOON + timedelta(days=1))
        for role, stored in ((Role.EDITOR, Role.GUEST), (Role.BANNED, Role.BANNED), (Role.MEMBER, Role.GUEST)):
            assert await unit.readers.set_role(1, role)
            assert await unit.readers.get(1) == Reader(1, stored, known_since=NOON)


async def test_only_the_stored_are_given_roles(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        assert not await unit.readers.set_role(2, Role.EDITOR)
        await unit.readers.register(3, "Вера", "вера", "ru", NOON)
        assert await unit.readers.set_role(3, Role.BANNED)
    async with other.reading() as unit:
        stored = await unit.readers.get(3)
    assert stored is not None
    assert stored.role is Role.BANNED


async def test_one_of_many_who_register_one_name_at_once_gets_it(database: Database, other: Database) -> None:
    async def register(where: Database, reader: int) -> bool:
        async with where.writing() as unit:
            await unit.readers.choose_language(reader, "ru")
            return await unit.readers.register(reader, "Анна", "анна", "ru", NOON)

    answers = await asyncio.gather(*(register((database, other)[each % 2], each) for each in range(1, 13)))
    assert sum(answers) == 1


async def test_a_double_tap_registers_once_and_both_taps_succeed(database: Database, other: Database) -> None:
    async def register(where: Database) -> bool:
        async with where.writing() as unit:
            return await unit.readers.register(1, "Анна", "анна", "ru", NOON)

    assert await asyncio.gather(register(database), register(other)) == [True, True]


async def test_a_reader_is_read_and_locked(database: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.register(7, "Анна", "анна", "ru", NOON)
        assert await unit.readers.lock(7) == await unit.readers.get(7)
        assert await unit.readers.lock(404) is None


async def test_a_role_and_a_restriction_may_have_an_end(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.register(1, "Анна", "анна", "ru", NOON)
        await unit.readers.set_role(1, Role.MODERATOR, at(9))
        assert await unit.readers.restrict(1, at(5))
        assert not await unit.readers.restrict(404, at(5))
    async with other.writing() as unit:
        stored = await unit.readers.get(1)
        assert stored == replace(ANNA, role=Role.MODERATOR, role_until=at(9), restricted_until=at(5))
        await unit.readers.set_role(1, Role.MEMBER)
        await unit.readers.restrict(1, None)
        assert await unit.readers.get(1) == ANNA


async def test_a_reader_is_known_since_the_choice_of_a_language(database: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.choose_language(1, "ru", NOON)
        await unit.readers.choose_language(1, "en", at(5))
        await unit.readers.register(1, "Анна", "анна", "ru", at(60))
        stored = await unit.readers.get(1)
    assert stored == replace(ANNA, registered_at=at(60), known_since=NOON)


async def test_a_guest_has_the_name_of_the_account_until_registering(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.name_guest(1, "Anna", NOON)
        await unit.readers.name_guest(1, "Анна", at(9))
        assert not await unit.readers.is_named("анна"), "anybody may register under the name of a guest"
    async with other.writing() as unit:
        guest = Reader(1, Role.GUEST, "", "Анна", known_since=NOON)
        assert await unit.readers.get(1) == guest
        assert not guest.registered
        assert await unit.readers.register(1, "Аня", "аня", "ru", at(20))
        await unit.readers.name_guest(1, "Анна", at(30))
    async with database.reading() as unit:
        assert (await unit.readers.get(1)) == replace(ANNA, name="Аня", registered_at=at(20))
        assert await unit.readers.is_named("аня")


async def test_a_guest_can_be_banned_and_is_a_guest_again_and_gets_no_other_role(database: Database) -> None:
    async def role() -> Role:
        found = await unit.readers.get(1)
        assert found is not None
        return found.role

    async with database.writing() as unit:
        assert not await unit.readers.set_role(1, Role.BANNED), "nothing is known of the person"
        await unit.readers.name_guest(1, "Anna", NOON)
        await unit.readers.set_role(1, Role.ADMIN)
        assert await role() is Role.GUEST
        assert await unit.readers.set_role(1, Role.BANNED)
        assert await role() is Role.BANNED
        assert not await unit.readers.register(1, "Анна", "анна", "ru", NOON), "a ban survives registering"
        assert await unit.readers.set_role(1, Role.ADMIN)
        assert await role() is Role.GUEST
