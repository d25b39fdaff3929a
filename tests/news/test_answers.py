"""Answers are told to whom they answer: the first at once, the rest of five minutes together, nothing twice."""

import asyncio
from typing import Protocol

import pytest

from news.delivery import DeliveryDesk
from news.errors import CommentUnknown, NotRegistered
from news.ledger import EditionKind, Priority
from news.model import Article, Cause, Comment, CommentStatus, NewComment, Reader
from news.newsroom import Newsroom, make_newsroom
from news.notices import Notice
from news.rate_limits import RateLimiter
from news.roles import Role
from storage import Database
from tests.news.answering import commented, send_all, tick_all, told
from tests.news.conftest import ZONE, NoCourier, published, registered
from tests.news.delivering import RecordingCourier, RunningClock, make_desk, states


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.fixture
def courier(clock: RunningClock) -> RecordingCourier:
    return RecordingCourier(clock)


@pytest.fixture
def desk(database: Database, courier: RecordingCourier, clock: RunningClock) -> DeliveryDesk:
    return make_desk(database, courier, clock)


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


@pytest.fixture
async def boris(news: Newsroom) -> Reader:
    return await registered(news, 501, "Борис")


@pytest.fixture
async def vera(news: Newsroom) -> Reader:
    return await registered(news, 502, "Вера")


@pytest.fixture
async def first(database: Database, clock: RunningClock, article: Article, member: Reader) -> Comment:
    """The first comment of a thread, by the member."""
    return await commented(database, clock, article.number, member, "Наконец-то!")


class Deliver(Protocol):
    """Tells everything that is due, and sends it."""

    async def __call__(self) -> None: ...


@pytest.fixture
def deliver(news: Newsroom, desk: DeliveryDesk, database: Database, clock: RunningClock) -> Deliver:
    """Tell everything that is due, and send it."""

    async def run() -> None:
        await tick_all(news)
        await send_all(desk, database, clock)

    return run


async def test_the_first_answer_is_told_at_once_and_those_of_five_minutes_together(
    news: Newsroom, deliver: Deliver, courier: RecordingCourier, database: Database, clock: RunningClock,
    article: Article, member: Reader, boris: Reader, vera: Reader, first: Comment,
) -> None:  # fmt: skip
    await commented(database, clock, article.number, boris, "Согласен", first)
    await deliver()
    assert told(courier) == [(member.id, 1, "Согласен")]

    for author in (vera, boris, boris):
        clock.passes(seconds=60)
        await commented(database, clock, article.number, author, "Ещё", first)
        await deliver()
    assert len(courier.carried) == 1, "the five minutes are not over"

    clock.passes(seconds=121)
    await deliver()
    assert told(courier)[1:] == [(member.id, 3, "")]
    notice = Notice.load(courier.carried[1].push.notice or "")
    assert (notice.author, notice.title, notice.number) == ("Вера, Борис", "Мост открыт", article.number)

    clock.passes(seconds=60)
    await commented(database, clock, article.number, vera, "Позже", first)
    await deliver()
    assert len(courier.carried) == 2, "five minutes from the last message, not from the first"
    clock.passes(seconds=241)
    await deliver()
    assert told(courier)[2:] == [(member.id, 1, "Позже")]


async def test_who_is_answered_is_told_and_not_the_author_of_the_first_comment_of_the_thread(
    news: Newsroom, deliver: Deliver, courier: RecordingCourier, database: Database, clock: RunningClock,
    article: Article, member: Reader, boris: Reader, vera: Reader, first: Comment,
) -> None:  # fmt: skip
    answer = await commented(database, clock, article.number, boris, "Согласен", first)
    await commented(database, clock, article.number, vera, "А я нет", answer)
    await commented(database, clock, article.number, vera, "И ещё", to=await commented(
        database, clock, article.number, vera, "Сама себе"
    ))  # fmt: skip
    await deliver()
    assert sorted(told(courier)) == [(member.id, 1, "Согласен"), (boris.id, 1, "А я нет")]


async def test_another_thread_has_a_message_of_its_own(
    news: Newsroom, deliver: Deliver, courier: RecordingCourier, database: Database, clock: RunningClock,
    article: Article, member: Reader, boris: Reader, first: Comment,
) -> None:  # fmt: skip
    second = await commented(database, clock, article.number, member, "И ещё одно")
    await commented(database, clock, article.number, boris, "Раз", first)
    await commented(database, clock, article.number, boris, "Два", second)
    await deliver()
    assert sorted(told(courier)) == [(member.id, 1, "Два"), (member.id, 1, "Раз")]


async def test_a_held_answer_is_told_when_it_is_approved_and_once_however_often_it_is_approved(
    news: Newsroom, deliver: Deliver, courier: RecordingCourier, database: Database, clock: RunningClock,
    article: Article, member: Reader, boris: Reader, first: Comment,
) -> None:  # fmt: skip
    new = NewComment(
        article.number, boris.id, "Проверьте", clock.now(), 1, 1, held_for=(Cause.FIRST,), root=first.id,
        reply_to=first.id,
    )  # fmt: skip
    async with database.writing() as unit:
        held, _ = await unit.comments.add(new)
    await deliver()
    assert told(courier) == []

    for _ in range(2):
        async with database.writing() as unit:
            await unit.comments.change_status(held, CommentStatus.PUBLISHED, by=1, at=clock.now())
        await deliver()
        clock.passes(seconds=301)
        async with database.writing() as unit:
            await unit.comments.change_status(held, CommentStatus.REMOVED, by=1, at=clock.now())
    assert told(courier) == [(member.id, 1, "Проверьте")]


async def test_what_is_removed_before_it_is_told_is_not_told_and_the_next_answer_comes_at_once(
    news: Newsroom, deliver: Deliver, courier: RecordingCourier, database: Database, clock: RunningClock,
    article: Article, member: Reader, boris: Reader, first: Comment,
) -> None:  # fmt: skip
    answer = await commented(database, clock, article.number, boris, "Лишнее", first)
    await news.moderation.remove(boris, answer.id)
    await deliver()
    await commented(database, clock, article.number, boris, "Дело", first)
    await deliver()
    assert told(courier) == [(member.id, 1, "Дело")]


async def test_what_is_removed_between_the_ledger_and_the_send_does_not_arrive(
    news: Newsroom, desk: DeliveryDesk, courier: RecordingCourier, database: Database, clock: RunningClock,
    article: Article, member: Reader, boris: Reader, first: Comment,
) -> None:  # fmt: skip
    answer = await commented(database, clock, article.number, boris, "Лишнее", first)
    await tick_all(news)
    await news.moderation.remove(boris, answer.id)
    await send_all(desk, database, clock)
    assert told(courier) == []
    assert await states(database) == {member.id: "cancelled"}


async def test_the_ledger_keeps_no_words_of_a_reader_and_sends_answers_after_everything_else(
    news: Newsroom, database: Database, clock: RunningClock, article: Article, boris: Reader, first: Comment
) -> None:
    await commented(database, clock, article.number, boris, "Тайна", first)
    await tick_all(news)
    async with database.reading() as unit:
        edition = await unit.editions.get(1)
    assert edition is not None
    assert edition.notice is not None
    assert edition.rules.priority is Priority.LOW
    assert "Тайна" not in edition.notice
    assert "Борис" not in edition.notice


@pytest.mark.parametrize("banned", [True, False])
async def test_the_words_of_an_answer_that_is_hidden_are_taken_out_of_the_message_that_told_them(
    news: Newsroom, desk: DeliveryDesk, deliver: Deliver, courier: RecordingCourier, database: Database,
    clock: RunningClock, article: Article, member: Reader, boris: Reader, first: Comment, banned: bool,
) -> None:  # fmt: skip
    answer = await commented(database, clock, article.number, boris, "Спам", first)
    await deliver()
    async with database.writing() as unit:
        if banned:
            await unit.comments.hide_author(boris.id, hidden=True)
        else:
            await unit.comments.change_status(answer.id, CommentStatus.REMOVED, by=1, at=clock.now())
    await tick_all(news)
    clock.passes(seconds=3)
    await send_all(desk, database, clock)
    assert await news.answers.tick() == 0
    assert told(courier, EditionKind.CORRECTION) == [(member.id, 0, "")]


@pytest.mark.parametrize("everything", [True, False])
async def test_a_reader_who_does_not_want_answers_gets_none_until_they_are_wanted_again(
    news: Newsroom, deliver: Deliver, courier: RecordingCourier, database: Database, clock: RunningClock,
    article: Article, member: Reader, boris: Reader, first: Comment, everything: bool,
) -> None:  # fmt: skip
    async def mute(on: bool) -> None:
        if everything:
            await news.own_comments.mute_answers(member, on=on)
        else:
            await news.answers.mute(member, answer.id, on=on)

    answer = await commented(database, clock, article.number, boris, "Раз", first)
    await mute(True)
    await deliver()
    assert told(courier) == []
    await mute(False)
    await deliver()
    assert told(courier) == [], "what was muted is not told afterwards"
    await commented(database, clock, article.number, boris, "Два", first)
    await deliver()
    assert told(courier) == [(member.id, 1, "Два")]


async def test_an_ignored_or_banned_author_is_not_told_of(
    news: Newsroom, deliver: Deliver, courier: RecordingCourier, database: Database, clock: RunningClock,
    article: Article, member: Reader, boris: Reader, vera: Reader, first: Comment,
) -> None:  # fmt: skip
    ignored = await commented(database, clock, article.number, boris, "Раз", first)
    await news.ignores.ignore(member, ignored.id)
    await commented(database, clock, article.number, vera, "Два", first)
    async with database.writing() as unit:
        await unit.readers.set_role(vera.id, Role.BANNED)
        await unit.comments.hide_author(vera.id, hidden=True)
    await deliver()
    assert told(courier) == []


async def test_two_processes_that_tick_at_once_tell_each_answer_once(
    news: Newsroom, desk: DeliveryDesk, courier: RecordingCourier, database: Database, other: Database,
    clock: RunningClock, article: Article, member: Reader, boris: Reader, first: Comment,
) -> None:  # fmt: skip
    second = make_newsroom(other, NoCourier(), RateLimiter(29), clock, zone=ZONE)
    threads = [await commented(database, clock, article.number, member) for _ in range(10)]
    for thread in threads:
        await commented(database, clock, article.number, boris, "Ответ", thread)
    await asyncio.gather(*(newsroom.answers.tick() for newsroom in (news, second) for _ in range(2)))
    await send_all(desk, database, clock)
    assert told(courier) == [(member.id, 1, "Ответ")] * 10


async def test_an_answer_that_could_not_be_told_for_a_day_is_not_told(
    news: Newsroom, desk: DeliveryDesk, courier: RecordingCourier, database: Database, clock: RunningClock,
    article: Article, member: Reader, boris: Reader, first: Comment,
) -> None:  # fmt: skip
    await commented(database, clock, article.number, boris, "Ответ", first)
    await tick_all(news)
    clock.passes(days=1, seconds=1)
    await send_all(desk, database, clock)
    assert told(courier) == []
    assert await states(database) == {member.id: "expired"}


async def test_a_guest_mutes_nothing_and_an_unknown_comment_has_no_thread(news: Newsroom, member: Reader) -> None:
    guest = await news.readers.recognise(77, "ru")
    with pytest.raises(NotRegistered):
        await news.answers.mute(guest, 1, on=True)
    with pytest.raises(NotRegistered):
        await news.own_comments.mute_answers(guest, on=True)
    with pytest.raises(CommentUnknown):
        await news.answers.mute(member, 99, on=True)


async def test_the_cleanup_leaves_answers_that_are_still_to_be_told(
    news: Newsroom, deliver: Deliver, courier: RecordingCourier, database: Database, clock: RunningClock,
    article: Article, member: Reader, boris: Reader, first: Comment,
) -> None:  # fmt: skip
    await commented(database, clock, article.number, boris, "Раз", first)
    await deliver()
    await commented(database, clock, article.number, boris, "Два", first)
    await deliver()
    clock.passes(seconds=200)
    await news.answers.clean_up()
    await deliver()
    assert len(courier.carried) == 1, "the window is not over"
    clock.passes(seconds=101)
    await news.answers.clean_up()
    await deliver()
    assert told(courier) == [(member.id, 1, "Раз"), (member.id, 1, "Два")]


def test_a_notice_of_answers_is_the_same_after_it_was_stored() -> None:
    notice = Notice.load('{"what": "answers", "number": 4, "thread": 2, "comments": [3, 5]}')
    assert notice.comments == (3, 5)
    assert Notice.load(notice.dump()) == notice
