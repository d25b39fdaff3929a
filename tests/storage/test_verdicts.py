"""Verdicts fulfil the promises of their port, on both engines."""

from dataclasses import replace

from news.appointing import set_role
from news.model import Cause, CommentStatus, NewArticle, NewComment
from news.ports.cases import CaseKind, NewCase, Verdict
from news.ports.verdicts import GivenVerdict, NewVerdict, Ruling, Standing
from news.roles import Role
from storage import Database
from tests.storage.samples import NOON, at

BEFORE = Standing(Role.TRUSTED, at(9), at(3))
MUTE = NewVerdict(Ruling.MUTE, 7, 9, NOON, BEFORE, comment=3, reason="Шумит", until=at(60))


async def test_a_verdict_is_stored_told_and_taken_back_once(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        number = await unit.verdicts.add(MUTE)
        ban = await unit.verdicts.add(NewVerdict(Ruling.BAN, 7, 9, NOON, Standing(Role.MEMBER)))
        await unit.verdicts.tell(number, 12)
    async with other.reading() as unit:
        given = await unit.verdicts.get(number)
        assert given == GivenVerdict(number, MUTE, notice=12)
        assert await unit.verdicts.get(ban) == GivenVerdict(
            ban, NewVerdict(Ruling.BAN, 7, 9, NOON, Standing(Role.MEMBER))
        )
        assert (await unit.verdicts.get(404), await unit.verdicts.get(2**64)) == (None, None)
    async with other.writing() as unit:
        assert [await unit.verdicts.undo(number, at(1)) for _ in range(2)] == [True, False]
        assert await unit.verdicts.get(number) == replace(given, undone_at=at(1))


async def test_the_hidden_comments_of_a_person_are_removed_and_restored_with_their_states(database: Database) -> None:
    async with database.writing() as unit:
        article, _ = await unit.articles.add(NewArticle("k", "Мост", (), NOON, published_at=NOON))
        await unit.readers.register(7, "Анна", "анна", "ru", NOON)
        numbers = []
        for message, causes in enumerate(((), (Cause.FIRST,), ())):
            comment = NewComment(article, 7, "Слово", NOON, 7, message, held_for=causes)
            numbers.append((await unit.comments.add(comment))[0])
        await unit.comments.change_status(numbers[2], CommentStatus.REJECTED, by=9, at=NOON)
        verdict = await unit.verdicts.add(NewVerdict(Ruling.BAN, 7, 9, NOON, Standing(Role.MEMBER)))

        assert await unit.verdicts.remove_hidden(verdict, 7, 9, NOON) == 0, "only of a person whose comments are hidden"
        await set_role(unit, 7, Role.BANNED)
        assert await unit.verdicts.remove_hidden(verdict, 7, 9, NOON) == 2
        assert await unit.comments.count_by_status(7) == {CommentStatus.REMOVED: 2, CommentStatus.REJECTED: 1}
        assert await unit.verdicts.comments(verdict) == [
            (numbers[0], CommentStatus.PUBLISHED),
            (numbers[1], CommentStatus.HELD),
        ]
        assert await unit.verdicts.restore_hidden(verdict) == 2
        await set_role(unit, 7, Role.MEMBER)
        held = await unit.comments.get(numbers[1])
        assert held is not None
        assert (held.status, held.held_for, held.removed_at) == (CommentStatus.HELD, (Cause.FIRST,), None)
        shown = await unit.articles.get(article)
        assert shown is not None
        assert shown.comment_count == 1


async def test_cases_that_a_verdict_closed_are_open_again_for_the_present_version(database: Database) -> None:
    async with database.writing() as unit:
        article, _ = await unit.articles.add(NewArticle("k", "Мост", (), NOON, published_at=NOON))
        comment, _ = await unit.comments.add(NewComment(article, 7, "Слово", NOON, 7, 1, held_for=(Cause.FIRST,)))
        new = NewCase(CaseKind.COMMENT, article, (Cause.FIRST,), NOON, comment, 1, 7)
        case = await unit.cases.open(new)
        verdict = await unit.verdicts.add(replace(MUTE, comment=comment))
        await unit.cases.close(case, Verdict.REMOVED, 9, NOON)
        await unit.verdicts.mark_case(verdict, case)
        closed = await unit.cases.closed_by(verdict, comment, CaseKind.COMMENT)
        assert closed is not None
        assert (closed.id, closed.verdict_id) == (case, verdict)
        await unit.comments.revise(comment, "Другое", at(1))

        assert await unit.verdicts.reopen_cases(verdict) == [case]
        assert await unit.verdicts.reopen_cases(verdict) == []
        assert [(one.version, one.verdict, one.verdict_id) for one in await unit.cases.of_author(7)] == [
            (2, None, None)
        ]


async def test_cases_are_listed_by_kind_and_cause_and_their_cards_are_due_when_they_change(database: Database) -> None:
    async with database.writing() as unit:
        held = NewCase(CaseKind.COMMENT, 1, (Cause.FIRST,), NOON, 3, 1, 7)
        case = await unit.cases.open(held)
        report = await unit.cases.open(NewCase(CaseKind.REPORT, 1, (), at(1), 3, 1, 7))
        assert [one.id for one in await unit.cases.opened(0, 9, kind=CaseKind.REPORT)] == [report]
        assert [one.id for one in await unit.cases.opened(0, 9, cause=Cause.FIRST)] == [case]
        assert sorted(await unit.cases.count_groups()) == [
            (CaseKind.COMMENT, (Cause.FIRST,), 1),
            (CaseKind.REPORT, (), 1),
        ]
        assert [one.id for one in await unit.cases.without_card(at(1), 9)] == [report]

        await unit.cases.put_card(case, 12)
        assert [one.id for one in await unit.cases.without_card(NOON, 9)] == [report]
        assert await unit.cases.with_due_card(9) == []
        await unit.cases.open(replace(held, version=2))
        assert [(one.id, one.version, one.card) for one in await unit.cases.with_due_card(9)] == [(case, 2, 12)]
        await unit.cases.card_shown(case)
        await unit.cases.close(case, Verdict.APPROVED, 9, NOON)
        assert [one.id for one in await unit.cases.with_due_card(9)] == [case]


async def test_one_process_at_a_time_has_the_turn_of_the_board(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        board = await unit.case_board.take(NOON, at(1))
        assert board is not None
        await unit.case_board.put(replace(board, minute=NOON, cards=3, counter=12, shown=40, shown_at=NOON))
    async with other.writing() as unit:
        assert await unit.case_board.take(NOON, at(2)) is None
        taken = await unit.case_board.take(at(1), at(2))
        assert taken == await unit.case_board.get()
        assert (taken.minute, taken.cards, taken.counter, taken.shown, taken.shown_at) == (NOON, 3, 12, 40, NOON)


async def test_notes_and_macros_are_stored(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.register(9, "Борис", "борис", "ru", NOON)
        for number in range(3):
            await unit.person_notes.add(7, 9, at(number), f"Заметка {number}")
        for text in ("Раз", "Два"):
            await unit.macros.add(text)
    async with other.writing() as unit:
        newest = await unit.person_notes.newest(7, 2)
        assert [(note.text, note.at, note.by_name) for note in newest] == [
            ("Заметка 2", at(2), "Борис"),
            ("Заметка 1", at(1), "Борис"),
        ]
        first, second = await unit.macros.all()
        assert (first.text, second.text) == ("Раз", "Два")
        assert [await unit.macros.drop(first.id) for _ in range(2)] == [True, False]
