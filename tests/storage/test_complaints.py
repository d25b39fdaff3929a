"""Complaints fulfil the promises of their port, on both engines."""

import asyncio
from collections import Counter

from news.ports.cases import CaseKind, NewCase, Verdict
from news.ports.complaints import Finding, Grounds, NewComplaint, Subject
from news.ports.verdicts import NewVerdict, Ruling, Standing
from news.roles import Role
from storage import Database
from tests.storage.samples import NOON, at, raw

COMMENT = Subject(1, comment=3)
ARTICLE = Subject(1, article=3)


def complaint(
    reporter: int, subject: Subject = COMMENT, weight: int = 1, case: int | None = 5, minutes: int = 0
) -> NewComplaint:
    return NewComplaint(reporter, subject, Grounds.SPAM, weight, at(minutes), case)


async def test_a_person_complains_once_of_a_version(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        assert await unit.complaints.add(complaint(7))
    async with other.writing() as unit:
        assert not await unit.complaints.add(complaint(7))
        assert await unit.complaints.add(complaint(7, Subject(2, comment=3)))
        assert await unit.complaints.add(complaint(7, ARTICLE)), "an article may have the number of a comment"
        assert await unit.complaints.add(complaint(8))
    async with database.reading() as unit:
        assert [await unit.complaints.has(7, subject) for subject in (COMMENT, ARTICLE)] == [True, True]
        assert not await unit.complaints.has(8, ARTICLE)
        assert not await unit.complaints.has(7, Subject(2**64, comment=2**64))


async def test_of_two_equal_complaints_at_once_one_is_stored(database: Database, other: Database) -> None:
    async def add(where: Database) -> bool:
        async with where.writing() as unit:
            return await unit.complaints.add(complaint(7))

    assert sorted(await asyncio.gather(add(database), add(other))) == [False, True]


async def test_the_times_of_a_persons_complaints_are_known(database: Database) -> None:
    async with database.writing() as unit:
        for minutes, version in ((5, 1), (1, 2), (9, 3)):
            await unit.complaints.add(complaint(7, Subject(version, comment=3), minutes=minutes))
        assert await unit.complaints.since(7, at(1)) == [at(5), at(9)]
        assert await unit.complaints.since(8, at(1)) == []


async def test_a_case_weighs_the_heaviest_complaint_of_each_person(database: Database) -> None:
    async with database.writing() as unit:
        assert await unit.complaints.weigh(5) == 0
        await unit.complaints.add(complaint(7, weight=3))
        await unit.complaints.add(complaint(7, Subject(2, comment=3), weight=1))
        await unit.complaints.add(complaint(8, weight=1))
        await unit.complaints.add(complaint(9, weight=5, case=6))
        assert await unit.complaints.weigh(5) == 4
        assert await unit.complaints.grounds(5) == Counter({Grounds.SPAM: 3})
        await raw(unit, "UPDATE complaints SET reporter_id = NULL")
        assert await unit.complaints.weigh(5) == 5, "of persons who were forgotten each complaint counts"


async def test_complaints_are_settled_told_and_wait_again(database: Database) -> None:
    async with database.writing() as unit:
        for reporter, version in ((9, 1), (7, 1), (7, 2), (8, 2)):
            await unit.complaints.add(complaint(reporter, Subject(version, comment=3)))
        assert await unit.complaints.settle(5, Finding.UNFOUNDED, NOON, version=2) == [7, 8]
        assert await unit.complaints.settle(5, Finding.MOOT, NOON) == [7, 9]
        assert await unit.complaints.settle(5, Finding.FOUNDED, NOON) == [], "each is settled once"
        assert [await unit.complaints.is_cleared(Subject(version, comment=3)) for version in (1, 2)] == [False, True]
        assert await unit.complaints.findings(7, at(-1)) == Counter({Finding.UNFOUNDED: 1, Finding.MOOT: 1})
        assert await unit.complaints.findings(7, NOON) == Counter()
        await unit.complaints.tell(5, Finding.UNFOUNDED, 12)
        await unit.complaints.tell(5, Finding.MOOT, 13)

        assert await unit.complaints.reopen(5) == [12, 13]
        assert not await unit.complaints.is_cleared(Subject(2, comment=3))
        assert await unit.complaints.settle(5, Finding.FOUNDED, NOON) == [7, 8, 9]


async def test_a_complaint_of_somebody_forgotten_is_settled_and_nobody_is_told(database: Database) -> None:
    async with database.writing() as unit:
        await unit.complaints.add(complaint(7))
        await raw(unit, "UPDATE complaints SET reporter_id = NULL")
        assert await unit.complaints.settle(5, Finding.UNFOUNDED, NOON) == []
        assert await unit.complaints.reopen(5) == []


async def test_what_a_reversed_verdict_found_justified_was_unfounded(database: Database) -> None:
    async with database.writing() as unit:
        case = await unit.cases.open(NewCase(CaseKind.REPORT, 12, (), NOON, comment=3, version=1, author_id=7))
        await unit.complaints.add(complaint(8, case=case))
        verdict = await unit.verdicts.add(NewVerdict(Ruling.REMOVE, 7, 9, NOON, Standing(Role.MEMBER), 3))
        await unit.cases.close(case, Verdict.REMOVED, 9, NOON)
        await unit.verdicts.mark_case(verdict, case)
        await unit.complaints.settle(case, Finding.FOUNDED, NOON)
        await unit.complaints.overturn(verdict)
        assert await unit.complaints.findings(8, at(-1)) == Counter({Finding.UNFOUNDED: 1})


async def test_settled_complaints_are_deleted_with_the_cases_and_open_ones_stay(database: Database) -> None:
    async with database.writing() as unit:
        await unit.complaints.add(complaint(7))
        await unit.complaints.add(complaint(8, case=None))
        assert await unit.retention.delete_complaints(NOON, 9) == 0
        assert await unit.retention.delete_complaints(at(1), 9) == 1, "the one that was counted only"
        await unit.complaints.settle(5, Finding.FOUNDED, at(2))
        assert await unit.retention.delete_complaints(at(3), 9) == 1


async def test_an_open_case_is_kept_as_it_is_and_its_card_renewed(database: Database) -> None:
    async with database.writing() as unit:
        case = await unit.cases.open(NewCase(CaseKind.REPORT, 12, (), NOON, comment=3, version=1, author_id=7))
        await unit.cases.put_card(case, 4)
        for change in (unit.cases.note_change(case), unit.cases.note_edit(3)):
            assert await unit.cases.with_due_card(9) == []
            await change
            assert [each.id for each in await unit.cases.with_due_card(9)] == [case]
            await unit.cases.card_shown(case)
        assert await unit.cases.lock_open(case)
        await unit.cases.close(case, Verdict.REMOVED, 9, NOON)
        assert not await unit.cases.lock_open(case)
