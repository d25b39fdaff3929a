"""Cases fulfil the promises of their port, on both engines."""

import asyncio
from dataclasses import replace

from news.model import Cause
from news.ports.cases import Case, CaseKind, NewCase, Verdict
from storage import Database
from tests.storage.samples import NOON, at

HELD = NewCase(CaseKind.COMMENT, 12, (Cause.FIRST,), NOON, comment=3, version=1, author_id=7)


async def test_a_case_is_opened_and_closed_once(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        number = await unit.cases.open(HELD)
    opened = Case(number, CaseKind.COMMENT, 12, (Cause.FIRST,), NOON, comment=3, version=1, author_id=7)

    async def close(where: Database, verdict: Verdict) -> bool:
        async with where.writing() as unit:
            return await unit.cases.close(number, verdict, 9, at(5), "spam")

    async with other.reading() as unit:
        assert await unit.cases.get(number) == opened
        assert await unit.cases.opened(0, 9) == [opened] == await unit.cases.of_comment(3)
        assert (await unit.cases.opened(number, 9), await unit.cases.get(404)) == ([], None)
    answers = await asyncio.gather(close(database, Verdict.APPROVED), close(other, Verdict.REJECTED))
    verdict = Verdict.APPROVED if answers[0] else Verdict.REJECTED
    assert sorted(answers) == [False, True]
    async with other.writing() as unit:
        closed = replace(opened, verdict=verdict, judged_by=9, judged_at=at(5), reason="spam")
        assert await unit.cases.get(number) == closed
        assert await unit.cases.count_open(9) == 0
        assert [await unit.cases.reopen(number) for _ in range(2)] == [True, False]
        assert await unit.cases.get(number) == opened


async def test_a_comment_has_one_open_case_of_a_kind(database: Database) -> None:
    async with database.writing() as unit:
        first = await unit.cases.open(HELD)
        again = await unit.cases.open(replace(HELD, version=2, opened_at=at(9)))
        report = await unit.cases.open(replace(HELD, kind=CaseKind.REPORT))
        of_article = NewCase(CaseKind.REPORT, 12, (), NOON)
        articles = {await unit.cases.open(of_article) for _ in range(2)}
        open_on_article = await unit.cases.of_article(12)
        found = await unit.cases.get(first)
        await unit.cases.close(first, Verdict.APPROVED, None, at(1))
        new = await unit.cases.open(HELD)
    assert first == again
    assert found is not None
    assert (found.version, found.opened_at) == (2, NOON)
    assert open_on_article is not None
    assert articles == {open_on_article.id}, "an article has one open case of reports"
    assert len({first, report, *articles, new}) == 4
