"""The stored roles table fulfils the promises of its port, on both engines."""

from news.roles import DEFAULT_PERMISSIONS, Deed, Role
from storage import Database


async def test_changes_are_stored_and_taken_back(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        assert await unit.permissions.read() == DEFAULT_PERMISSIONS
        await unit.permissions.set(Role.MEMBER, Deed.LIKE, allowed=False)
        await unit.permissions.set(Role.MEMBER, Deed.COMMENT, allowed=False)
        await unit.permissions.set(Role.MEMBER, Deed.COMMENT, allowed=True)
        await unit.permissions.set(Role.AUTHOR, Deed.PUBLISH, allowed=True)
    async with other.writing() as unit:
        changed = await unit.permissions.read()
        assert changed == DEFAULT_PERMISSIONS.changed(
            [(Role.MEMBER, Deed.LIKE, False), (Role.AUTHOR, Deed.PUBLISH, True)]
        )
        await unit.permissions.reset(Role.MEMBER)
        assert (await unit.permissions.read()).of(Role.MEMBER) == DEFAULT_PERMISSIONS.of(Role.MEMBER)
        assert Deed.PUBLISH in (await unit.permissions.read()).of(Role.AUTHOR)
