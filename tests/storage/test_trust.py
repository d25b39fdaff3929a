"""What earns trust is read as its port promises, on both engines."""

from dataclasses import replace
from datetime import datetime

from news.model import Cause, CommentStatus
from news.ports.cases import CaseKind, NewCase, Verdict
from news.ports.trust import Evidence
from storage import Database
from tests.storage.samples import NOON, at, comment, publish

AUTHOR, OTHER, MODERATOR = 7, 8, 9


async def say(
    database: Database, article: int, message: int, fingerprint: int | None, *, author: int = AUTHOR, hold: bool = False
) -> int:
    """Store a comment, `message` seconds after noon."""
    said = comment(article, message, author_id=author, at=at(message), held_for=(Cause.FIRST,) if hold else ())
    async with database.writing() as unit:
        number, _ = await unit.comments.add(said)
        await unit.trust.mark(number, fingerprint, "")
    return number


async def approve(database: Database, number: int, *, by: int = MODERATOR, version: int = 1) -> None:
    async with database.writing() as unit:
        case = NewCase(CaseKind.COMMENT, 1, (Cause.FIRST,), NOON, number, version, AUTHOR)
        await unit.cases.close(await unit.cases.open(case), Verdict.APPROVED, by, NOON)
        await unit.comments.change_status(number, CommentStatus.PUBLISHED, by=by, at=at(100))


async def evidence(database: Database, limit: int = 10) -> list[Evidence]:
    async with database.reading() as unit:
        return list(await unit.trust.evidence(AUTHOR, limit))


async def registered(database: Database, reader: int = AUTHOR) -> None:
    async with database.writing() as unit:
        await unit.readers.register(reader, f"Анна {reader}", f"анна{reader}", "ru", NOON)


async def test_published_comments_with_a_fingerprint_are_evidence_the_newest_first(
    database: Database, other: Database
) -> None:
    article = await publish(database, "k1")
    await registered(database)
    await say(database, article, 1, 11)
    await say(database, article, 2, None)
    await say(database, article, 3, 33, hold=True)
    await say(database, article, 4, 44)
    await say(database, article, 5, 55, author=OTHER)

    def seen(fingerprint: int, published_at: datetime) -> Evidence:
        return Evidence(fingerprint, published_at, None, approved=False, copied=False)

    assert await evidence(other) == [seen(44, at(4)), seen(11, at(1))]
    assert await evidence(other, limit=1) == [seen(44, at(4))]


async def test_an_approval_counts_for_the_version_that_another_person_has_seen(database: Database) -> None:
    article = await publish(database, "k1")
    await registered(database)
    numbers = [await say(database, article, message, message, hold=True) for message in range(1, 5)]
    await approve(database, numbers[0])
    await approve(database, numbers[1], by=AUTHOR)
    await approve(database, numbers[2])
    async with database.writing() as unit:
        await unit.comments.revise(numbers[2], "Другое", at(200))
    found = await evidence(database)
    assert [(each.fingerprint, each.approved) for each in found] == [(3, False), (2, False), (1, True)]
    assert found[0].edited_at == at(200)


async def test_words_that_another_person_said_before_are_a_copy(database: Database) -> None:
    article = await publish(database, "k1")
    await registered(database)
    await say(database, article, 1, 11, author=OTHER)
    await say(database, article, 2, 11)
    await say(database, article, 3, 33)
    await say(database, article, 4, 33, author=OTHER)
    assert [(each.fingerprint, each.copied) for each in await evidence(database)] == [(33, False), (11, True)]
    async with database.reading() as unit:
        said = [await unit.trust.is_said(fingerprint, AUTHOR) for fingerprint in (11, 33, 44)]
        assert said == [True, True, False]


async def test_after_trust_was_lost_earlier_comments_do_not_count(database: Database) -> None:
    article = await publish(database, "k1")
    await registered(database)
    await say(database, article, 1, 11)
    held = await say(database, article, 2, 22, hold=True)
    async with database.writing() as unit:
        await unit.trust.lose(AUTHOR, at(3))
    await approve(database, held)
    later = await say(database, article, 4, 44)
    assert [each.fingerprint for each in await evidence(database)] == [44]
    async with database.reading() as unit:
        assert await unit.trust.count_published(AUTHOR, 5) == 1
        assert await unit.trust.count_published(AUTHOR, 5, but=later) == 0


async def test_published_comments_are_counted_up_to_a_limit(database: Database) -> None:
    article = await publish(database, "k1")
    for message in range(4):
        await say(database, article, message, None)
    await say(database, article, 10, None, hold=True)
    async with database.reading() as unit:
        assert await unit.trust.count_published(AUTHOR, 3) == 3
        assert await unit.trust.count_published(AUTHOR, 9) == 4
        assert await unit.trust.count_published(OTHER, 9) == 0


async def test_the_hooks_reason_stays_with_the_comment(database: Database, other: Database) -> None:
    number = await say(database, await publish(database, "k1"), 1, 11)
    async with database.writing() as unit:
        before = await unit.comments.get(number)
        await unit.trust.mark(number, None, "реклама")
    async with other.reading() as unit:
        assert before is not None
        assert await unit.comments.get(number) == replace(before, hook_reason="реклама")
    assert await evidence(other) == []


async def test_a_speaker_of_an_article_is_found_by_name_while_a_comment_is_seen(database: Database) -> None:
    article, elsewhere = await publish(database, "k1"), await publish(database, "k2")
    await registered(database)
    number = await say(database, article, 1, None)

    async def speaks(where: int, name: str) -> bool:
        async with database.reading() as unit:
            return await unit.comments.has_speaker(where, name)

    assert await speaks(article, "анна7")
    assert not await speaks(elsewhere, "анна7")
    assert not await speaks(article, "анна8")
    async with database.writing() as unit:
        await unit.comments.hide_author(AUTHOR, hidden=True)
    assert not await speaks(article, "анна7")
    async with database.writing() as unit:
        await unit.comments.hide_author(AUTHOR, hidden=False)
        await unit.comments.change_status(number, CommentStatus.REMOVED, by=1, at=NOON)
    assert not await speaks(article, "анна7")


async def test_the_newest_texts_come_first_whatever_their_state(database: Database) -> None:
    article = await publish(database, "k1")
    for message in (1, 2, 3):
        await say(database, article, message, None, hold=message == 2)
    async with database.reading() as unit:
        assert await unit.comments.newest_texts(2) == ["Comment 3", "Comment 2"]
