"""The discussions' desk: which messages in a group are comments, whose they are, and who is let in."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from news.discussed import NOBODY, DeedKind, GroupDeed, PostCopy, Utterance
from news.discussions import Answering, GroupComments, Heard
from news.errors import CommentTooManyLines, GuestCannotComment
from news.group_desk import LEASE
from news.ledger import Address, PlaceKind
from news.model import Comment, CommentsFor, Reader
from news.newsroom import Newsroom, make_newsroom
from news.posts import OutletChat, OutletState
from news.rate_limits import RateLimiter
from news.roles import Role
from news.screening import Screening, ScreeningRules
from storage import Database
from tests.news.conftest import ADMIN_ID, HandClock, NoCourier, published, registered

GROUP, CHANNEL, SHOP = -1009, -1005, -1777
COPY = 11
GUEST = Reader(600, language="ru")


@pytest.fixture
async def number(news: Newsroom, editor: Reader, database: Database) -> int:
    """An article whose post in our channel is discussed in the group."""
    article = await published(news, editor)
    async with database.writing() as unit:
        place = await unit.places.obtain(Address(CHANNEL), kind=PlaceKind.CHANNEL)
        await unit.outlets.ask(place, OutletChat("Вестник", None, GROUP))
        await unit.outlets.arrange(place, state=OutletState.ACTIVE)
    await news.discussions.keep_copy(PostCopy(GROUP, COPY, CHANNEL, 77, "Обсуждение", article.number))
    return article.number


@pytest.fixture
def strict(database: Database, clock: HandClock) -> Newsroom:
    """A newsroom whose groups take comments of the registered only."""
    return make_newsroom(
        database,
        NoCourier(),
        RateLimiter(29),
        clock,
        admins={ADMIN_ID},
        zone=ZoneInfo("UTC"),
        group_comments=GroupComments.REGISTERED,
    )


def said(text: str = "Давно пора", message_id: int = 50, **more: object) -> Utterance:
    return replace(Utterance(GROUP, message_id, COPY, text, "Пётр"), **more)


async def comments(database: Database, number: int) -> list[Comment]:
    async with database.reading() as unit:
        return list(await unit.comments.after(number, 0, 100))


async def deeds(database: Database, clock: HandClock) -> list[GroupDeed]:
    """Take what the outbox holds."""
    async with database.writing() as unit:
        found = await unit.group_deeds.claim(clock.now(), LEASE, 100)
        for deed in found:
            await unit.group_deeds.settle(deed)
    return [replace(deed, id=0, tries=0) for deed in found]


async def test_a_message_is_one_comment_however_often_it_comes(
    news: Newsroom, number: int, member: Reader, other: Database
) -> None:
    for _ in range(2):
        assert (await news.discussions.hear(member, said())).heard is Heard.TAKEN
    (comment,) = await comments(other, number)
    assert (comment.author, comment.chat_id, comment.message_id) == ("Мария", GROUP, 50)


async def test_a_copy_that_was_never_told_is_known_by_the_first_answer_to_it(
    news: Newsroom, number: int, member: Reader, database: Database
) -> None:
    copy = PostCopy(GROUP, 12, CHANNEL, 78, "Обсуждение", number)
    heard = await news.discussions.hear(member, said(thread=12, copy=copy))
    assert (heard.heard, len(await comments(database, number))) == (Heard.TAKEN, 1)


async def test_the_posts_of_other_channels_are_not_ours(
    news: Newsroom, number: int, member: Reader, database: Database
) -> None:
    copy = PostCopy(GROUP, 12, SHOP, 78, "Чужое", number)
    await news.discussions.keep_copy(copy)
    assert (await news.discussions.hear(member, said(thread=12, copy=copy))).heard is Heard.IGNORED
    assert await comments(database, number) == []


async def test_a_picture_without_words_is_no_comment(
    news: Newsroom, number: int, member: Reader, database: Database
) -> None:
    assert (await news.discussions.hear(member, said(" \n"))).heard is Heard.IGNORED
    assert await comments(database, number) == []


@pytest.mark.parametrize("rule", [CommentsFor.REGISTERED, CommentsFor.TRUSTED])
async def test_an_article_for_the_registered_takes_no_guest_of_an_open_group(
    news: Newsroom, number: int, database: Database, clock: HandClock, rule: CommentsFor
) -> None:
    async with database.writing() as unit:
        await unit.drafts.set_comments_for(number, rule)
    heard = await news.discussions.hear(GUEST, said())
    assert isinstance(heard.refusal, GuestCannotComment)
    assert await deeds(database, clock) == [GroupDeed(DeedKind.DELETE, GROUP, 50, actor=NOBODY)]
    assert await comments(database, number) == []


async def test_a_guest_is_told_once_in_ten_minutes_and_every_message_is_taken_out(
    strict: Newsroom, number: int, database: Database, clock: HandClock
) -> None:
    told = []
    for message_id, minutes in enumerate((0, 1, 8, 2), 50):
        clock.advance(minutes=minutes)
        told.append((await strict.discussions.hear(GUEST, said(message_id=message_id))).refusal is not None)
    assert told == [True, False, False, True]
    assert [deed.message_id for deed in await deeds(database, clock)] == [50, 51, 52, 53]
    assert await comments(database, number) == []


@pytest.mark.parametrize(
    ("name", "shown"), [("Пётр", "Пётр"), ("Мария", ""), ("Модератор", ""), ("@spam_bot", ""), ("", "")]
)
async def test_a_guest_has_the_name_of_the_account_unless_it_could_mean_another(
    news: Newsroom, number: int, member: Reader, database: Database, name: str, shown: str
) -> None:
    await news.discussions.hear(GUEST, said(name=name))
    (comment,) = await comments(database, number)
    assert (comment.author_id, comment.author) == (GUEST.id, shown)


async def test_a_guest_s_comment_passes_the_screening_and_is_taken_out_when_it_waits(
    news: Newsroom, number: int, database: Database, clock: HandClock
) -> None:
    news.comments._screening = Screening(clock, ScreeningRules(1))
    assert (await news.discussions.hear(GUEST, said())).heard is Heard.TAKEN
    assert await comments(database, number) == []
    assert await deeds(database, clock) == [GroupDeed(DeedKind.DELETE, GROUP, 50)]
    async with database.reading() as unit:
        assert await unit.cases.count_open(10) == 1


async def test_an_edit_that_has_to_wait_is_taken_out_too(
    news: Newsroom, number: int, member: Reader, database: Database, clock: HandClock
) -> None:
    await news.discussions.hear(member, said())
    news.comments._screening = Screening(clock, ScreeningRules(2))
    await news.discussions.hear_again(member, said("Купите слона"))
    assert await comments(database, number) == []
    assert await deeds(database, clock) == [GroupDeed(DeedKind.DELETE, GROUP, 50)]


async def test_an_edit_of_what_was_refused_is_taken(
    news: Newsroom, number: int, member: Reader, database: Database
) -> None:
    long = await news.discussions.hear(member, said("\n".join("абв") * 20))
    assert isinstance(long.refusal, CommentTooManyLines)
    assert (await news.discussions.hear_again(member, said("Коротко"))).heard is Heard.TAKEN
    assert [comment.text for comment in await comments(database, number)] == ["Коротко"]


async def test_nobody_changes_the_comment_of_another(
    news: Newsroom, number: int, member: Reader, database: Database
) -> None:
    await news.discussions.hear(member, said())
    await news.discussions.hear_again(GUEST, said("Подмена"))
    assert [comment.text for comment in await comments(database, number)] == ["Давно пора"]


async def test_what_a_banned_or_muted_person_writes_is_taken_out_with_its_author(
    news: Newsroom, number: int, member: Reader, database: Database, clock: HandClock
) -> None:
    until = clock.now() + timedelta(hours=1)
    muted = await news.discussions.hear(replace(member, restricted_until=until), said())
    banned = await news.discussions.hear(replace(member, role=Role.BANNED), said(message_id=51))
    assert {muted.heard, banned.heard} == {Heard.REFUSED}
    done = await deeds(database, clock)
    assert GroupDeed(DeedKind.BAN, GROUP, user_id=member.id, actor=NOBODY) in done
    assert [deed.message_id for deed in done if deed.kind is DeedKind.DELETE] == [50, 51]
    assert await comments(database, number) == []
    over = await news.discussions.hear(replace(member, restricted_until=clock.now()), said(message_id=52))
    assert over.heard is Heard.TAKEN


async def test_a_channel_is_a_guest_and_ours_is_the_newspaper(
    news: Newsroom, strict: Newsroom, number: int, database: Database, clock: HandClock
) -> None:
    nobody = Reader(0)
    assert (await news.discussions.hear(nobody, said(name="Магазин", sender=SHOP))).heard is Heard.TAKEN
    assert (await news.discussions.hear(nobody, said("Мы", 51, sender=CHANNEL))).heard is Heard.IGNORED
    assert (await news.discussions.hear(nobody, said("Кто?", 52))).heard is Heard.IGNORED
    turned_away = await strict.discussions.hear(nobody, said("Ещё", 53, sender=SHOP))
    assert (turned_away.heard, turned_away.refusal) == (Heard.REFUSED, None), "a channel sees no ephemeral message"
    (comment,) = await comments(database, number)
    assert (comment.author_id, comment.author) == (SHOP, "Магазин")
    assert [deed.message_id for deed in await deeds(database, clock)] == [53]


@pytest.mark.parametrize(
    ("role", "is_registered", "answer", "kind"),
    [
        (Role.MEMBER, True, Answering.ADMITTED, DeedKind.ADMIT),
        (Role.BANNED, True, Answering.DECLINED, DeedKind.DECLINE),
        (Role.GUEST, False, Answering.MUST_REGISTER, None),
    ],
)
async def test_a_request_to_join_is_answered_by_registration(
    news: Newsroom,
    number: int,
    member: Reader,
    database: Database,
    clock: HandClock,
    role: Role,
    is_registered: bool,
    answer: Answering,
    kind: DeedKind | None,
) -> None:
    reader = replace(member, role=role) if is_registered else GUEST
    assert await news.discussions.ask_to_join(reader, GROUP) is answer
    expected = [] if kind is None else [GroupDeed(kind, GROUP, user_id=reader.id, actor=NOBODY)]
    assert await deeds(database, clock) == expected
    assert await news.discussions.ask_to_join(reader, GROUP - 1) is Answering.NONE
    assert await deeds(database, clock) == []


async def test_who_registers_is_let_into_the_groups_that_were_asked_for(
    news: Newsroom, number: int, database: Database, clock: HandClock
) -> None:
    await news.discussions.ask_to_join(GUEST, GROUP, "q1")
    assert await deeds(database, clock) == [
        GroupDeed(DeedKind.DEFER, GROUP, user_id=GUEST.id, query="q1", actor=NOBODY)
    ]
    await registered(news, GUEST.id, "Пётр")
    assert await deeds(database, clock) == [GroupDeed(DeedKind.ADMIT, GROUP, user_id=GUEST.id)]
