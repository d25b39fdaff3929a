"""Being forgotten: a day to change one's mind, then nothing names the person."""

from datetime import timedelta
from typing import Any

import pytest

from news.errors import (
    AdminCannotBeForgotten,
    AuthorForgotten,
    ForgettingHasBegun,
    GuestCannotComment,
    NameTaken,
    NotAllowed,
    StaffCannotBeForgotten,
)
from news.forgetting import LOOK_AGAIN, TELLING
from news.ledger import Address
from news.model import Article, CommentStatus, Reader
from news.newsroom import Newsroom
from news.notices import Notice, NoticeKind
from news.personal_data import NOBODY
from news.ports.privacy import CommentsAfter
from news.privacy_rules import MARK_RETENTION, SECOND_THOUGHTS, PrivacyRules
from news.readers import ANONYMOUS
from news.roles import Role
from storage import Database
from tests.news.conftest import ADMIN_ID, HandClock, published, registered
from tests.news.forgotten import come_of_age, naming, says, tell
from tests.planning import planned
from tests.storage.samples import raw

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru")
MARIA = 500
RULES = PrivacyRules()


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


@pytest.fixture
async def moderator(news: Newsroom) -> Reader:
    await registered(news, 700, "Борис")
    return await news.readers.appoint(ADMIN, 700, Role.MODERATOR)


async def comment_row(database: Database, comment_id: int) -> dict[str, Any]:
    async with database.reading() as unit:
        [row] = await raw(unit, f"SELECT * FROM comments WHERE id = {comment_id}")  # noqa: S608 - a number
    return dict(row)


async def test_comments_that_stay_lose_author_and_message_and_keep_their_words_and_counts(
    news: Newsroom, database: Database, other: Database, member: Reader, article: Article, clock: HandClock
) -> None:
    [comment] = await says(news, member, article, "Хороший мост")
    await news.forgetting.ask(member, CommentsAfter.KEEP)

    await come_of_age(news, database, clock)

    page = await news.threads.page(ANONYMOUS, article.number)
    assert [(each.text, each.author, each.author_id) for each in page.comments] == [("Хороший мост", "", NOBODY)]
    assert page.article.comment_count == 1
    row = await comment_row(other, comment)
    assert (row["chat_id"], row["message_id"]) == (0, comment)
    assert await naming(other, MARIA) == set()


async def test_comments_that_go_leave_no_words_neither_in_quotations_and_the_counts_follow(
    news: Newsroom, database: Database, other: Database, member: Reader, article: Article, clock: HandClock
) -> None:
    first, second = await says(news, member, article, "Хороший мост", "Плохой мост")
    ivan = await registered(news, 501, "Иван")
    [answer] = await says(news, ivan, article, "Согласен")
    async with database.writing() as unit:
        await raw(unit, f"UPDATE comments SET reply_to = {second}, quote = 'Плохой' WHERE id = {answer}")  # noqa: S608
    await news.forgetting.ask(member, CommentsAfter.DELETE)

    await come_of_age(news, database, clock)

    page = await news.threads.page(ANONYMOUS, article.number)
    assert [(each.text, each.quote) for each in page.comments] == [("Согласен", "")]
    assert page.article.comment_count == 1
    for comment in (first, second):
        row = await comment_row(other, comment)
        assert (row["text"], row["author_id"], row["removed_by"]) == ("", NOBODY, NOBODY)
    assert await naming(other, MARIA) == set()


async def test_what_readers_do_not_see_goes_even_if_the_comments_stay(
    news: Newsroom, database: Database, member: Reader, moderator: Reader, article: Article, clock: HandClock
) -> None:
    removed, held, kept = await says(news, member, article, "Гадость", "Ссылка", "Мост")
    await news.moderation.remove(moderator, removed)
    async with database.writing() as unit:
        await unit.comments.change_status(held, CommentStatus.HELD, by=1, at=clock.now())
        await raw(
            unit,
            "INSERT INTO cases (kind, comment, version, article, author_id, causes, opened_at) "  # noqa: S608
            f"VALUES ('comment', {held}, 1, {article.number}, {MARIA}, '[]', 5)",
        )
    await news.forgetting.ask(member, CommentsAfter.KEEP)

    await come_of_age(news, database, clock)

    assert [(await comment_row(database, each))["text"] for each in (removed, held, kept)] == ["", "", "Мост"]
    async with database.reading() as unit:
        assert await unit.cases.count_open(10) == 0
    assert await naming(database, MARIA) == set()


async def test_nothing_happens_before_the_day_is_over_and_the_wish_can_be_taken_back(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    await news.forgetting.ask(member, CommentsAfter.KEEP)
    clock.advance(seconds=SECOND_THOUGHTS.total_seconds() - 1)
    assert not await news.forgetting.tick()

    await news.forgetting.cancel(member)

    clock.advance(seconds=5)
    assert not await news.forgetting.tick()
    assert await news.forgetting.wish(member) is None
    assert (await news.readers.recognise(MARIA, "ru")).name == "Мария"


async def test_asking_again_changes_the_choice_and_not_the_time(
    news: Newsroom, member: Reader, clock: HandClock
) -> None:
    first = await news.forgetting.ask(member, CommentsAfter.KEEP)
    clock.advance(seconds=60)

    again = await news.forgetting.ask(member, CommentsAfter.DELETE)

    assert (again.comments, again.due_at) == (CommentsAfter.DELETE, first.due_at)


async def test_it_cannot_be_taken_back_once_it_has_begun(news: Newsroom, member: Reader, clock: HandClock) -> None:
    await news.forgetting.ask(member, CommentsAfter.KEEP)
    clock.advance(seconds=SECOND_THOUGHTS.total_seconds())
    assert await news.forgetting.tick()

    with pytest.raises(ForgettingHasBegun):
        await news.forgetting.cancel(member)
    with pytest.raises(ForgettingHasBegun):
        await news.forgetting.ask(member, CommentsAfter.DELETE)


async def test_the_person_is_told_before_the_chat_is_forgotten_and_gets_nothing_afterwards(
    news: Newsroom, database: Database, member: Reader, editor: Reader, clock: HandClock
) -> None:
    await news.subscriptions.start(Address(MARIA), "ru")
    await news.forgetting.ask(member, CommentsAfter.KEEP)
    clock.advance(seconds=SECOND_THOUGHTS.total_seconds())
    assert await news.forgetting.tick()
    async with database.reading() as unit:
        [sent] = await raw(unit, "SELECT notice FROM editions")
    assert Notice.load(sent["notice"]).what is NoticeKind.FORGOTTEN

    clock.advance(seconds=LOOK_AGAIN.total_seconds())
    assert await news.forgetting.tick()
    assert await naming(database, MARIA) > {"readers.id", "places.chat_id"}, "the message has not left yet"
    await tell(database)
    clock.advance(seconds=LOOK_AGAIN.total_seconds())
    assert await news.forgetting.tick()
    assert await naming(database, MARIA) == set()

    await published(news, editor)
    await news.delivery.tick()
    async with database.writing() as unit:
        assert await planned(unit, clock.now(), 100) == 0
        assert await raw(unit, "SELECT 1 FROM deliveries WHERE message_id IS NOT NULL") == []
        assert [row["notice"] for row in await raw(unit, "SELECT notice FROM editions WHERE kind = 'notice'")] == [None]


async def test_a_message_that_cannot_leave_delays_it_for_an_hour_at_most(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    await news.forgetting.ask(member, CommentsAfter.KEEP)
    clock.advance(seconds=SECOND_THOUGHTS.total_seconds())
    assert await news.forgetting.tick()

    clock.advance(seconds=TELLING.total_seconds() + 1)
    assert await news.forgetting.tick()

    assert await naming(database, MARIA) == set()
    async with database.reading() as unit:
        assert [row["state"] for row in await raw(unit, "SELECT state FROM deliveries")] == ["cancelled"]


async def test_a_message_in_flight_is_waited_for(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    await news.forgetting.ask(member, CommentsAfter.KEEP)
    clock.advance(seconds=SECOND_THOUGHTS.total_seconds())
    assert await news.forgetting.tick()
    async with database.writing() as unit:
        assert await unit.deliveries.claim(clock.now(), timedelta(hours=3), 10)

    clock.advance(seconds=TELLING.total_seconds() + 1)
    assert await news.forgetting.tick()

    assert "places.chat_id" in await naming(database, MARIA)
    assert (await news.readers.recognise(MARIA, "ru")).registered
    async with database.writing() as unit:
        await raw(unit, "UPDATE deliveries SET state = 'sent', leased_until = NULL")
    clock.advance(seconds=LOOK_AGAIN.total_seconds())
    assert await news.forgetting.tick()
    assert await naming(database, MARIA) == set()


async def test_the_ledger_keeps_a_mark_for_thirty_days_which_the_person_can_see(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    await news.forgetting.ask(member, CommentsAfter.KEEP)
    await come_of_age(news, database, clock)
    async with database.reading() as unit:
        [place] = await raw(unit, "SELECT chat_id FROM places")
    assert place["chat_id"] == RULES.mark_of(MARIA) != PrivacyRules(secret=b"other").mark_of(MARIA)
    anew = await news.readers.recognise(MARIA, "ru")

    data = await news.privacy.stored(anew)
    assert (data.parts, data.marked_until) == ((), clock.now() + MARK_RETENTION)

    clock.advance(seconds=MARK_RETENTION.total_seconds() + 1)
    await news.retention.clean_up()
    assert (await news.privacy.stored(anew)).marked_until is None
    async with database.reading() as unit:
        assert await raw(unit, "SELECT 1 FROM places") == await raw(unit, "SELECT 1 FROM deliveries") == []
        counts = await unit.editions.counts(1)
    assert counts == {"sent": 1}, "what was sent still counts"


async def test_somebody_who_comes_back_is_a_new_guest_and_can_be_forgotten_again(
    news: Newsroom, database: Database, member: Reader, article: Article, clock: HandClock
) -> None:
    for _ in range(2):
        await news.forgetting.ask(member, CommentsAfter.KEEP)
        await come_of_age(news, database, clock)
        assert await news.readers.recognise(MARIA, "ru") == Reader(MARIA, Role.GUEST, "ru")
        with pytest.raises(GuestCannotComment):
            await says(news, member, article, "Вслед")
        member = await registered(news, MARIA, "Мария")


async def test_another_reader_may_take_the_name(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    with pytest.raises(NameTaken):
        await registered(news, 501, "Мария")
    await news.forgetting.ask(member, CommentsAfter.KEEP)

    await come_of_age(news, database, clock)

    assert (await registered(news, 501, "Мария")).name == "Мария"


async def test_a_ban_outlives_it_and_can_be_lifted(
    news: Newsroom, database: Database, member: Reader, moderator: Reader, article: Article, clock: HandClock
) -> None:
    [comment] = await says(news, member, article, "Гадость")
    await news.moderation.ban(moderator, MARIA)
    banned = await news.readers.recognise(MARIA, "ru")
    await news.forgetting.ask(banned, CommentsAfter.KEEP)

    await come_of_age(news, database, clock)
    await news.retention.clean_up()

    banned = await news.readers.recognise(MARIA, "ru")
    assert banned == Reader(MARIA, Role.BANNED, "ru")
    with pytest.raises(NotAllowed):
        await news.readers.register(banned, "Мария")
    assert (await comment_row(database, comment))["text"] == ""
    assert await naming(database, MARIA) == {"readers.id"}

    await news.moderation.lift(moderator, MARIA)
    free = await news.readers.recognise(MARIA, "ru")
    assert (free.role, free.registered) == (Role.GUEST, False)
    assert (await news.readers.register(free, "Мария")).role is Role.MEMBER


async def test_a_silence_outlives_it_until_its_end_also_when_the_person_registers_anew(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    until = clock.now() + timedelta(days=7)
    async with database.writing() as unit:
        await unit.readers.restrict(MARIA, until)
    await registered(news, 501, "Иван")
    await news.forgetting.ask(member, CommentsAfter.KEEP)

    await come_of_age(news, database, clock)
    await news.retention.clean_up()

    guest = await news.readers.recognise(MARIA, "ru")
    assert guest == Reader(MARIA, Role.GUEST, "ru", restricted_until=until)
    with pytest.raises(NameTaken):
        await news.readers.register(guest, "Иван")
    assert (await news.readers.recognise(MARIA, "ru")).restricted_until == until
    assert (await news.readers.register(guest, "Мария")).restricted_until == until


async def test_a_ban_or_silence_that_is_over_leaves_no_trace(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    async with database.writing() as unit:
        await unit.readers.restrict(MARIA, clock.now() + timedelta(days=7))
    await news.forgetting.ask(member, CommentsAfter.KEEP)
    await come_of_age(news, database, clock)

    clock.advance(seconds=timedelta(days=7).total_seconds())
    await news.retention.clean_up()

    assert await naming(database, MARIA) == set()


async def test_the_staff_is_asked_to_leave_first_and_the_admins_of_the_settings_cannot(
    news: Newsroom, moderator: Reader, member: Reader, clock: HandClock
) -> None:
    with pytest.raises(StaffCannotBeForgotten):
        await news.forgetting.ask(moderator, CommentsAfter.KEEP)
    with pytest.raises(AdminCannotBeForgotten):
        await news.forgetting.wish(ADMIN)
    with pytest.raises(NotAllowed):
        await news.forgetting.ask(ANONYMOUS, CommentsAfter.KEEP)
    await news.readers.appoint(ADMIN, MARIA, Role.EDITOR)
    with pytest.raises(StaffCannotBeForgotten):
        await news.forgetting.ask(member, CommentsAfter.KEEP)  # the role that the update came with is old


async def test_somebody_who_has_joined_the_staff_meanwhile_is_not_forgotten(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    await news.forgetting.ask(member, CommentsAfter.KEEP)
    await news.readers.appoint(ADMIN, MARIA, Role.AUTHOR)

    await come_of_age(news, database, clock)
    assert (await news.readers.recognise(MARIA, "ru")).name == "Мария"

    await news.readers.appoint(ADMIN, MARIA, Role.MEMBER)
    await come_of_age(news, database, clock)
    assert await naming(database, MARIA) == set()


async def test_what_a_former_editor_did_names_nobody(
    news: Newsroom, database: Database, member: Reader, clock: HandClock
) -> None:
    await news.readers.appoint(ADMIN, MARIA, Role.EDITOR)
    maria = await news.readers.recognise(MARIA, "ru")
    article = await published(news, maria)
    await news.editing.revise(maria, article.number, title="Мост закрыт", reason="Ошибка")
    await news.drafts.enter(maria, article.number)
    await news.readers.appoint(ADMIN, MARIA, Role.MEMBER)
    before = {part.table for part in (await news.privacy.stored(maria)).parts}
    assert before >= {"readers", "articles", "article_versions", "audit"}
    await news.forgetting.ask(await news.readers.recognise(MARIA, "ru"), CommentsAfter.KEEP)

    await come_of_age(news, database, clock)

    assert await naming(database, MARIA) == set()
    async with database.reading() as unit:
        found = await unit.articles.get(article.number)
        assert found is not None
        assert (found.title, found.author_id, found.updated_by) == ("Мост закрыт", None, None)
        assert MARIA not in dict(await unit.audit.doers()).keys() | {NOBODY}


async def test_nobody_bans_an_author_who_is_forgotten(
    news: Newsroom, database: Database, member: Reader, moderator: Reader, article: Article, clock: HandClock
) -> None:
    [comment] = await says(news, member, article, "Мост")
    await news.forgetting.ask(member, CommentsAfter.KEEP)
    await come_of_age(news, database, clock)

    with pytest.raises(AuthorForgotten):
        await news.moderation.ban(moderator, NOBODY)
    await news.moderation.remove(moderator, comment)
    assert (await news.threads.page(ANONYMOUS, article.number)).comments == ()
