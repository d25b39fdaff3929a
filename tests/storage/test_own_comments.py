"""A reader's own comments: in every state, with the reasons of the moderators, newest first."""

from news.model import Cause, CommentStatus, Revision
from news.ports.verdicts import NewVerdict, Ruling, Standing
from news.roles import Role
from storage import Database
from tests.storage.samples import NOON, comment, publish

ANNA, BORIS = 7, 8


async def test_an_author_sees_every_comment_newest_first(database: Database, other: Database) -> None:
    number = await publish(database, "news")
    async with database.writing() as unit:
        ids = [(await unit.comments.add(comment(number, each, author_id=ANNA)))[0] for each in range(1, 5)]
        await unit.comments.add(comment(number, 9, author_id=BORIS))
        await unit.comments.change_status(ids[1], CommentStatus.REMOVED, by=BORIS, at=NOON)
        held, _ = await unit.comments.add(comment(number, 5, author_id=ANNA, held_for=(Cause.FIRST,)))
    async with other.reading() as unit:
        found = await unit.own_comments.before(ANNA, None, 10)
        assert [own.comment.id for own in found] == [held, *reversed(ids)]
        assert [own.comment.status for own in found] == [
            CommentStatus.HELD, CommentStatus.PUBLISHED, CommentStatus.PUBLISHED, CommentStatus.REMOVED,
            CommentStatus.PUBLISHED,
        ]  # fmt: skip
        assert {own.title for own in found} == {"Title of news"}
        assert [own.comment.id for own in await unit.own_comments.before(ANNA, ids[2], 1)] == [ids[1]]
        assert [own.comment.id for own in await unit.own_comments.after(ANNA, ids[2], 1)] == [ids[3]]


async def test_a_rejected_comment_has_the_reason_of_its_verdict(database: Database) -> None:
    number = await publish(database, "news")
    async with database.writing() as unit:
        held, _ = await unit.comments.add(comment(number, 1, author_id=ANNA, held_for=(Cause.FIRST,)))
        other, _ = await unit.comments.add(comment(number, 2, author_id=ANNA))
        verdict = NewVerdict(Ruling.REJECT, ANNA, BORIS, NOON, Standing(Role.MEMBER), held, "Реклама")
        await unit.verdicts.mark_comment(await unit.verdicts.add(verdict), held, CommentStatus.HELD)
        found = await unit.own_comments.before(ANNA, None, 10)
        assert [(own.comment.id, own.reason) for own in found] == [(other, ""), (held, "Реклама")]


async def test_a_comment_on_a_withdrawn_article_is_listed_but_cannot_be_opened(database: Database) -> None:
    number = await publish(database, "news")
    async with database.writing() as unit:
        await unit.comments.add(comment(number, 1, author_id=ANNA))
        await unit.articles.retract(number, Revision(1, NOON, reason="Ошибка"))
        (own,) = await unit.own_comments.before(ANNA, None, 10)
        assert not own.is_readable
