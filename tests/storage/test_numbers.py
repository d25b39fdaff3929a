"""Numbers beyond 64 bits are clamped, so a lookup finds nothing instead of failing; on both engines."""

import pytest

from news.model import Revision
from news.ports.drafts import DraftList
from news.roles import Role
from storage import Database
from tests.storage.samples import NOON, publish


@pytest.mark.parametrize("number", [2**63, 10**30, -(2**63) - 1])
async def test_numbers_beyond_any_table_are_unknown(database: Database, number: int) -> None:
    await publish(database, "k1")
    revision = Revision(1, NOON, title="no")
    async with database.writing() as unit:
        assert await unit.articles.get(number) is None
        assert await unit.articles.keyset(number) is None
        assert await unit.drafts.page(DraftList.ALL, 0, number, 5) == []
        assert not await unit.articles.publish(number, NOON, to_push=True)
        assert not await unit.articles.revise(number, revision)
        assert not await unit.articles.retract(number, revision)
        assert await unit.comments.get(number) is None
        assert await unit.comments.before(number, number, 5) == []
        assert await unit.comments.after(number, number, 5) == []
        assert await unit.readers.get(number) is None
        assert not await unit.readers.set_role(number, Role.EDITOR)
