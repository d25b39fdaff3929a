"""The desk of memberships: who is in which group, and what follows when a membership has ended."""

import asyncio
from datetime import timedelta

import pytest

from news.errors import NotAllowed, ReaderUnknown, UntilUnclear, UsernameUnknown
from news.ledger import Address
from news.membership_desk import LISTED, PAGE_SIZE, SHOWN_NAMES
from news.model import Reader
from news.newsroom import Newsroom, make_newsroom
from news.notices import Notice, NoticeKind
from news.rate_limits import RateLimiter
from news.readers import ANONYMOUS
from news.roles import Role
from storage import Database
from tests.news.conftest import ADMIN_ID, START, ZONE, HandClock, NoCourier, published, registered, stored_admin

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)
DAY = timedelta(days=1)


async def notices(database: Database) -> list[tuple[int, Notice]]:
    """Every notice that is planned, with the chat it goes to."""
    async with database.reading() as unit:
        sql = "SELECT p.chat_id, e.notice FROM editions AS e, deliveries AS d, places AS p "
        sql += "WHERE e.notice IS NOT NULL AND d.edition_id = e.id AND p.id = d.place_id ORDER BY e.id, p.chat_id"
        rows = await unit.fsm._connection.fetch(sql)
    return [(row[0], Notice.load(row[1])) for row in rows]


async def test_after_a_membership_the_reader_is_in_the_group_from_before(
    news: Newsroom, member: Reader, clock: HandClock
) -> None:
    await news.readers.appoint(ADMIN, member.id, Role.TRUSTED)
    await news.readers.appoint(ADMIN, member.id, Role.MODERATOR, until=clock.now() + DAY)
    await news.readers.appoint(ADMIN, member.id, Role.EDITOR, until=clock.now() + DAY)
    clock.advance(days=1)

    assert (await news.readers.recognise(member.id, "ru")).role is Role.TRUSTED
    (settled,) = await news.memberships.end_memberships()
    assert (settled.role, settled.role_until) == (Role.TRUSTED, None)
    assert await news.memberships.end_memberships() == []
    assert (await news.readers.recognise(member.id, "ru")).role is Role.TRUSTED


async def test_the_end_is_told_to_the_person_and_to_those_who_give_roles(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    other = await stored_admin(news, database, 600, "Глеб")
    await news.readers.appoint(ADMIN, member.id, Role.MODERATOR, until=clock.now() + DAY)
    clock.advance(days=1)

    await news.memberships.end_memberships()

    told = Notice(NoticeKind.MEMBERSHIP_ENDED, role="member", role_before="moderator")
    named = Notice(NoticeKind.MEMBERSHIP_ENDED, number=member.id, title="Мария", role="member", role_before="moderator")
    assert sorted(await notices(database), key=lambda each: each[0]) == [
        (member.id, told),
        (other.id, named),
        (ADMIN_ID, named),
    ]


async def test_two_processes_settle_a_membership_once(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    other = make_newsroom(database, NoCourier(), RateLimiter(29), clock, admins={ADMIN_ID}, zone=ZONE)
    await news.readers.appoint(ADMIN, member.id, Role.MODERATOR, until=clock.now() + DAY)
    clock.advance(days=1)

    settled = await asyncio.gather(news.memberships.end_memberships(), other.memberships.end_memberships())

    assert sum(map(len, settled)) == 1
    assert len(await notices(database)) == 2


async def test_comments_hidden_by_a_ban_are_shown_again_when_it_ends(
    news: Newsroom, database: Database, editor: Reader, member: Reader, clock: HandClock
) -> None:
    article = await published(news, editor)
    await news.comments.add(member, article.number, "Слово", 1, 1)
    await news.readers.appoint(ADMIN, member.id, Role.BANNED, until=clock.now() + DAY)
    assert (await news.threads.page(ANONYMOUS, article.number)).comments == ()
    clock.advance(days=1)

    await news.memberships.end_memberships()

    assert [each.text for each in (await news.threads.page(ANONYMOUS, article.number)).comments] == ["Слово"]


async def test_a_guest_whose_ban_ends_is_a_guest(news: Newsroom, database: Database, clock: HandClock) -> None:
    async with database.writing() as unit:
        await unit.readers.remember(5, clock.now())
        await unit.readers.set_role(5, Role.BANNED, clock.now() + DAY, Role.GUEST)
    clock.advance(days=1)

    (settled,) = await news.memberships.end_memberships()

    assert (settled.role, settled.registered) == (Role.GUEST, False)


async def test_the_groups_show_the_staff_by_name_and_count_the_others(
    news: Newsroom, database: Database, member: Reader
) -> None:
    for index in range(SHOWN_NAMES + 2):
        await registered(news, 700 + index, f"Имя {index}")
        await news.readers.appoint(ADMIN, 700 + index, Role.EDITOR)
    await stored_admin(news, database, 600, "Глеб")

    groups = {group.role: group for group in await news.memberships.groups(ADMIN)}

    assert tuple(groups) == LISTED
    assert [reader.name for reader in groups[Role.EDITOR].members] == [f"Имя {index}" for index in range(SHOWN_NAMES)]
    assert groups[Role.EDITOR].count == SHOWN_NAMES + 2
    assert [(reader.id, reader.name) for reader in groups[Role.ADMIN].members] == [(ADMIN_ID, None), (600, "Глеб")]
    assert groups[Role.ADMIN].count == 2
    assert (groups[Role.MEMBER].count, groups[Role.MEMBER].members) == (1, ())


async def test_an_admin_of_the_settings_who_is_stored_as_one_is_counted_once(
    news: Newsroom, database: Database
) -> None:
    await stored_admin(news, database, ADMIN_ID, "Вера")
    admins = (await news.memberships.groups(ADMIN))[0]
    assert (admins.count, [reader.name for reader in admins.members]) == (1, ["Вера"])
    page = await news.memberships.page(ADMIN, Role.ADMIN)
    assert [reader.name for reader in page.members] == ["Вера"]


async def test_the_pages_of_a_group_hold_every_member_once(news: Newsroom, database: Database) -> None:
    numbers = list(range(1000, 1000 + 2 * PAGE_SIZE + 1))
    async with database.writing() as unit:
        for number in numbers:
            await unit.readers.register(number, f"Имя {number}", f"имя {number}", "ru", START)
    seen, behind = list[int](), 0
    while True:
        page = await news.memberships.page(ADMIN, Role.MEMBER, behind)
        seen += [reader.id for reader in page.members]
        if page.following is None:
            break
        behind = page.following
    assert seen == numbers


async def test_a_person_is_found_by_number_or_by_the_username_known_last(news: Newsroom, member: Reader) -> None:
    with pytest.raises(UsernameUnknown):
        await news.memberships.find(ADMIN, "maria")
    await news.readers.recognise(member.id, "ru", "Maria_L")
    assert (await news.memberships.find(ADMIN, "maria_l")).id == member.id
    assert (await news.memberships.find(ADMIN, member.id)).id == member.id

    await news.readers.recognise(member.id, "ru", "maria_new")
    with pytest.raises(UsernameUnknown):
        await news.memberships.find(ADMIN, "maria_l")
    await news.readers.recognise(member.id, "ru")  # not told
    assert (await news.memberships.find(ADMIN, "MARIA_NEW")).id == member.id
    await news.readers.recognise(member.id, "ru", "")
    with pytest.raises(UsernameUnknown):
        await news.memberships.find(ADMIN, "maria_new")
    with pytest.raises(ReaderUnknown):
        await news.memberships.find(ADMIN, 12345)


async def test_a_username_that_went_to_another_account_is_the_others(news: Newsroom, member: Reader) -> None:
    ivan = await registered(news, 501, "Иван")
    await news.readers.recognise(member.id, "ru", "news_fan")
    await news.readers.recognise(ivan.id, "ru", "news_fan")

    assert (await news.memberships.find(ADMIN, "news_fan")).id == ivan.id
    assert (await news.readers.recognise(member.id, "ru")).username == ""


async def test_nothing_is_stored_of_a_guest_s_username(news: Newsroom, database: Database) -> None:
    await news.readers.recognise(5, "ru", "guest_name")
    async with database.reading() as unit:
        assert await unit.readers.get(5) is None
        assert await unit.memberships.by_username("guest_name") is None


async def test_words_of_an_end_are_understood_for_those_who_give_roles(news: Newsroom, editor: Reader) -> None:
    assert news.memberships.understand(ADMIN, "") is None
    assert news.memberships.understand(ADMIN, "на 7 дней") == START + timedelta(days=7)
    with pytest.raises(UntilUnclear):
        news.memberships.understand(ADMIN, "насовсем")
    with pytest.raises(NotAllowed):
        news.memberships.understand(editor, "")


async def test_only_those_who_give_roles_see_who_is_who(news: Newsroom, editor: Reader) -> None:
    for attempt in (
        news.memberships.groups(editor),
        news.memberships.page(editor, Role.MEMBER),
        news.memberships.find(editor, 5),
    ):
        with pytest.raises(NotAllowed):
            await attempt


async def test_a_notice_of_an_end_is_addressed_to_the_private_chat(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    await news.readers.appoint(ADMIN, member.id, Role.AUTHOR, until=clock.now() + DAY)
    clock.advance(days=1)
    await news.memberships.end_memberships()
    async with database.reading() as unit:
        assert await unit.places.get(Address(member.id)) is not None
