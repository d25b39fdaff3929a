"""The benchmarks' operations and sections on small archives: their verbs, cards and SQL fit the bot's present code."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks import reading, related_latency
from benchmarks.archive import END, Archive, ArticleSampler, fill
from benchmarks.context import Context
from benchmarks.drivers import RawSQLite, raw
from benchmarks.operations import OPERATIONS, ZONE, Desks, Operation
from benchmarks.reading import FixedClock
from benchmarks.table import ResultTable
from news.articles import ArticleDesk
from news.comment_rules import CommentRules
from news.threads import ThreadDesk
from storage import migrate, open_storage
from texts import Catalogs

pytestmark = pytest.mark.slow

SIZE = 200


@pytest.fixture
async def archive(tmp_path: Path) -> Archive:
    return await filled(tmp_path, SIZE)


@pytest.fixture
async def session(archive: Archive) -> AsyncIterator[RawSQLite]:
    async with raw(archive.url) as opened:
        assert isinstance(opened, RawSQLite)
        yield opened


async def filled(folder: Path, size: int) -> Archive:
    archive = Archive(f"sqlite:///{folder}/{size}.db", size)
    await migrate(archive.url)
    await fill(archive)
    return archive


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
async def test_an_operation_runs_with_its_card_and_as_sql(
    archive: Archive, session: RawSQLite, operation: Operation
) -> None:
    async with open_storage(archive.url) as database:
        desks = Desks(ArticleDesk(database, FixedClock(), ZONE), ThreadDesk(database, FixedClock(), CommentRules(ZONE)))
        result = await operation.verb(desks, ArticleSampler(archive, seed=1))

    assert operation.card(result, Catalogs(ZONE).texts("ru", END)).text.text
    await operation.script(session, ArticleSampler(archive, seed=1))


@pytest.mark.parametrize(("section", "row"), [(reading, "/read N"), (related_latency, "related")])
async def test_a_section_on_archives_fills_the_table(
    tmp_path: Path, section: ModuleType, row: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table = ResultTable()
    archives = [await filled(tmp_path, size) for size in (SIZE, 2 * SIZE)]

    await section.measure(Context(True, table, lambda step: None), "sqlite", archives)

    table.print()
    assert row in capsys.readouterr().out
