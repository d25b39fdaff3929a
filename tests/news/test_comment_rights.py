"""Who may comment: every group under every rule of an article, with the default table and with a changed one."""

from datetime import timedelta

import pytest

from news.admission import admit
from news.comment_rights import may_comment
from news.errors import CommentsClosed, GroupCannotComment, GuestCannotComment, NotAllowed, Refusal
from news.model import Article, CommentsFor, Reader, Status
from news.newsroom import Newsroom
from news.readers import ANONYMOUS
from news.roles import DEFAULT_PERMISSIONS, Deed, Permissions, Role
from storage import Database
from tests.news.conftest import ADMIN_ID, START, HandClock, registered

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)
EVERYONE = DEFAULT_PERMISSIONS.changed([(Role.GUEST, Deed.COMMENT, True)])
TRUSTED = DEFAULT_PERMISSIONS.changed([(Role.MEMBER, Deed.COMMENT, False)])
NO_AUTHORS = DEFAULT_PERMISSIONS.changed([(Role.AUTHOR, Deed.COMMENT, False)])
ALL = frozenset(Role) - {Role.BANNED}
REGISTERED = ALL - {Role.GUEST}
STAFF_AND_TRUSTED = REGISTERED - {Role.MEMBER}


def article(rule: CommentsFor | None = None) -> Article:
    return Article(7, "Мост", (), Status.PUBLISHED, START, comments_for=rule)


def reader(role: Role, permissions: Permissions = DEFAULT_PERMISSIONS) -> Reader:
    at = None if role is Role.GUEST else START
    return Reader(5, role, "ru", "Анна" if at else None, at, permissions=permissions)


def refusal_of(person: Reader, rule: CommentsFor | None) -> Refusal | None:
    try:
        may_comment(person, article(rule))
    except Refusal as refusal:
        return refusal
    return None


@pytest.mark.parametrize(
    ("permissions", "rule", "allowed"),
    [
        (DEFAULT_PERMISSIONS, None, REGISTERED),
        (EVERYONE, None, ALL),
        (TRUSTED, None, STAFF_AND_TRUSTED),
        (NO_AUTHORS, None, REGISTERED - {Role.AUTHOR}),
        *[(table, CommentsFor.EVERYONE, ALL) for table in (DEFAULT_PERMISSIONS, EVERYONE, TRUSTED, NO_AUTHORS)],
        *[(table, CommentsFor.REGISTERED, REGISTERED) for table in (DEFAULT_PERMISSIONS, EVERYONE, TRUSTED)],
        *[(table, CommentsFor.TRUSTED, STAFF_AND_TRUSTED) for table in (DEFAULT_PERMISSIONS, EVERYONE, TRUSTED)],
        *[(table, CommentsFor.NOBODY, frozenset()) for table in (DEFAULT_PERMISSIONS, EVERYONE, TRUSTED)],
    ],
)
def test_the_rule_of_the_article_decides_and_else_the_table(
    permissions: Permissions, rule: CommentsFor | None, allowed: frozenset[Role]
) -> None:
    assert {role for role in Role if refusal_of(reader(role, permissions), rule) is None} == allowed


@pytest.mark.parametrize("rule", [None, *CommentsFor])
def test_the_banned_and_senders_that_are_no_person_never_comment(rule: CommentsFor | None) -> None:
    banned = refusal_of(reader(Role.BANNED, EVERYONE), rule)
    assert type(banned) is NotAllowed
    closed = rule is CommentsFor.NOBODY
    assert isinstance(refusal_of(ANONYMOUS, rule), CommentsClosed if closed else GuestCannotComment)
    everyone = Reader(0, permissions=EVERYONE)
    assert isinstance(refusal_of(everyone, rule), CommentsClosed if closed else GuestCannotComment)


@pytest.mark.parametrize("rule", [None, CommentsFor.EVERYONE, CommentsFor.REGISTERED, CommentsFor.TRUSTED])
def test_staff_who_have_no_name_here_register_first(rule: CommentsFor | None) -> None:
    refusal = refusal_of(Reader(5, Role.ADMIN), rule)
    assert isinstance(refusal, GuestCannotComment)
    assert refusal.arguments == {"number": 7, "group": Role.GUEST, "rule": rule}


def test_a_refusal_names_the_group_and_the_rule() -> None:
    refusal = refusal_of(reader(Role.MEMBER), CommentsFor.TRUSTED)
    assert isinstance(refusal, GroupCannotComment)
    assert refusal.arguments == {"number": 7, "group": Role.MEMBER, "rule": CommentsFor.TRUSTED}


async def test_the_stored_role_decides_when_it_has_changed_since_the_update_came(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    await news.readers.appoint(ADMIN, member.id, Role.TRUSTED)
    trusted = await news.readers.recognise(member.id, "ru")
    await news.readers.appoint(ADMIN, member.id, Role.MEMBER)

    async with database.writing() as unit:
        await admit(unit, trusted, article(), clock.now())
        with pytest.raises(GroupCannotComment):
            await admit(unit, trusted, article(CommentsFor.TRUSTED), clock.now())
    await news.readers.appoint(ADMIN, member.id, Role.BANNED)
    async with database.writing() as unit:
        with pytest.raises(NotAllowed):
            await admit(unit, trusted, article(), clock.now())


async def test_a_ban_that_is_over_does_not_wait_for_the_timer(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    await news.readers.appoint(ADMIN, member.id, Role.BANNED, until=clock.now() + timedelta(hours=1))
    clock.advance(hours=1)

    async with database.writing() as unit:
        await admit(unit, await news.readers.recognise(member.id, "ru"), article(), clock.now())


async def test_a_guest_who_may_comment_is_stored_and_one_who_may_not_leaves_no_trace(
    database: Database, clock: HandClock
) -> None:
    guest = Reader(5, permissions=EVERYONE)
    async with database.writing() as unit:
        await admit(unit, guest, article(), clock.now())
        assert await unit.readers.get(5) == Reader(5, known_since=clock.now())
        with pytest.raises(GuestCannotComment):
            await admit(unit, Reader(6), article(), clock.now())
        assert await unit.readers.get(6) is None


async def test_a_guest_who_was_banned_stays_banned_and_cannot_register(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    guest = Reader(5, permissions=EVERYONE)
    async with database.writing() as unit:
        await admit(unit, guest, article(), clock.now())
        await unit.readers.set_role(5, Role.BANNED)
        with pytest.raises(NotAllowed):
            await admit(unit, guest, article(CommentsFor.EVERYONE), clock.now())
    with pytest.raises(NotAllowed):
        await registered(news, 5, "Иван")
