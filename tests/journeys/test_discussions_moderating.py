"""Discussion groups: verdicts reach the messages there, with the bot's rights; channels, and people who ask to join."""

from datetime import datetime

import pytest

from bot.clock import SystemClock
from emulator import Fault, Person, Stalled, too_many_requests
from news.group_deeds import Effect, enqueue_group_deeds
from news.group_desk import LEASE
from news.model import CommentStatus
from news.roles import Role
from news.screening import Screening, ScreeningRules
from tests.journeys.discussions import Discussion, comments_on, discussed, wait_for_comment, wait_for_texts
from tests.journeys.steps import answer_to, crash_and_restart, press, reader_of, register, wait_for
from tests.newspaper import Newspaper

pytestmark = pytest.mark.usefixtures("quick_groups")


@pytest.fixture
async def moderator(newspaper: Newspaper) -> Person:
    """A registered moderator, who has started the bot."""
    olga = await register(newspaper, newspaper.emulator.person("Ольга"), "Ольга")
    await newspaper.news.readers.appoint(await reader_of(newspaper, newspaper.editor), olga.id, Role.MODERATOR)
    await answer_to(newspaper, await olga.says("/start"))
    return olga


def now_of(newspaper: Newspaper) -> datetime:
    assert newspaper.app is not None
    return newspaper.app.clock.now()


async def remove(newspaper: Newspaper, moderator: Person, comment_id: int) -> None:
    await newspaper.news.moderation.remove(await reader_of(newspaper, moderator), comment_id)


async def status_in(newspaper: Newspaper, place: Discussion, person: Person, status: str) -> None:
    """Wait until a person has this status in the group."""

    def look() -> bool | None:
        return place.group.chat.statuses.get(person.id) == status or None

    await wait_for(newspaper, look, f"{place.group.chat.statuses} has no {status}")


async def test_a_removed_comment_is_deleted_in_the_group(
    newspaper: Newspaper, member: Person, moderator: Person
) -> None:
    place = await discussed(newspaper, member)
    await place.says(member, "Плохие слова")
    await place.says(member, "Хорошие слова")
    comment = await wait_for_comment(newspaper, place.number, "Плохие слова")

    await remove(newspaper, moderator, comment.id)

    await wait_for_texts(newspaper, place, "Хорошие слова")


async def test_a_banned_author_leaves_the_group_with_every_comment_and_may_return(
    newspaper: Newspaper, member: Person, moderator: Person
) -> None:
    place = await discussed(newspaper, member)
    for number in range(3):
        await place.says(member, f"Реклама {number}")
    comment = await wait_for_comment(newspaper, place.number, "Реклама 2")
    staff = await reader_of(newspaper, moderator)

    await newspaper.news.moderation.ban(staff, comment.author_id)

    await status_in(newspaper, place, member, "kicked")
    await wait_for_texts(newspaper, place)
    await newspaper.news.moderation.lift(staff, comment.author_id)
    await status_in(newspaper, place, member, "left")


async def test_a_banned_guest_stays_banned(newspaper: Newspaper, guest: Person, moderator: Person) -> None:
    place = await discussed(newspaper, guest)
    await place.says(guest, "Купите слона")
    comment = await wait_for_comment(newspaper, place.number, "Купите слона")
    staff = await reader_of(newspaper, moderator)

    await newspaper.news.moderation.ban(staff, comment.author_id)

    await status_in(newspaper, place, guest, "kicked")
    assert await comments_on(newspaper, place.number) == []
    place.group.adds(guest.user)  # an administrator of the group lets the person in again
    await place.says(guest, "Снова я")
    await status_in(newspaper, place, guest, "kicked")
    await wait_for_texts(newspaper, place)
    await newspaper.news.moderation.lift(staff, comment.author_id)
    assert (await reader_of(newspaper, guest)).role == "guest"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "В группе «Обсуждение» у меня нет права удалять сообщения: оно осталось на месте."),
        ("en", "I may not delete a message in “Обсуждение”: it stands there still."),
    ],
)
async def test_a_moderator_is_told_what_the_bot_may_not_do(
    newspaper: Newspaper, member: Person, moderator: Person, language: str, words: str
) -> None:
    await newspaper.news.readers.choose_language(await reader_of(newspaper, moderator), language)
    place = await discussed(newspaper, member, without=("can_delete_messages",))
    said = await place.says(member, "Плохие слова")
    comment = await wait_for_comment(newspaper, place.number, "Плохие слова")

    await remove(newspaper, moderator, comment.id)

    told = await moderator.sees(words)
    assert "message can't be deleted" in told["text"]
    address = told["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert address.endswith(f"/{said['message_id']}")
    assert place.texts == ["Плохие слова"]
    assert await comments_on(newspaper, place.number) == []


async def test_a_held_comment_is_taken_out_and_comes_back_when_it_is_approved(
    newspaper: Newspaper, member: Person
) -> None:
    newspaper.news.comments._screening = Screening(SystemClock(), ScreeningRules(1))
    place = await discussed(newspaper, member)

    await place.says(member, "Первый комментарий")

    await wait_for_texts(newspaper, place)
    async with newspaper.news.storage.reading() as unit:
        (case,) = await unit.cases.opened(0, 10)
        held = await unit.comments.get(case.comment)
    assert held is not None
    assert (held.text, held.chat_id) == ("Первый комментарий", place.group.id)
    await approve(newspaper, held.id)
    shown = await member.sees("Первый комментарий", chat=place.group)
    assert shown["reply_to_message"]["message_id"] == place.copy["message_id"]
    assert shown["text"] == f"№ {held.id} · Анна из Твери\nПервый комментарий"


async def approve(newspaper: Newspaper, comment_id: int) -> None:
    """Write what a moderator's verdict writes: the state of the comment, and what follows in the group."""
    async with newspaper.news.storage.writing() as unit:
        now = now_of(newspaper)
        await unit.comments.change_status(comment_id, CommentStatus.PUBLISHED, by=1, at=now)
        comment = await unit.comments.get(comment_id)
        await enqueue_group_deeds(unit, comment, Effect.SHOWN, now, by=1)


async def test_a_channel_comments_as_a_guest_and_is_banned_as_a_channel(
    newspaper: Newspaper, member: Person, moderator: Person
) -> None:
    place = await discussed(newspaper, member)
    channel = newspaper.emulator.channel("Магазин", admins=[member])

    await place.says(member, "Заходите", sender=channel)

    comment = await wait_for_comment(newspaper, place.number, "Заходите")
    assert (comment.author, comment.author_id) == ("Магазин", channel.id)
    await newspaper.news.moderation.ban(await reader_of(newspaper, moderator), comment.author_id)
    banned = place.group.chat.banned_owners
    await wait_for(newspaper, lambda: member.id in banned or None, "the channel is not banned")
    await wait_for_texts(newspaper, place)
    assert place.group.chat.has(member.id), "the person is a reader still"
    await place.says(member, "А это я сам")
    assert (await wait_for_comment(newspaper, place.number, "А это я сам")).author == "Анна из Твери"


async def test_the_newspapers_channel_and_anonymous_administrators_are_no_authors(
    newspaper: Newspaper, member: Person
) -> None:
    place = await discussed(newspaper, member)
    vera = newspaper.editor

    await place.says(vera, "От имени газеты", sender=place.channel)
    await place.says(vera, "Порядок!", sender=place.group)
    await place.says(member, "Последним")

    await wait_for_comment(newspaper, place.number, "Последним")
    assert [comment.text for comment in await comments_on(newspaper, place.number)] == ["Последним"]


async def test_registered_readers_are_let_in_and_others_once_they_have_registered(
    newspaper: Newspaper, member: Person, guest: Person
) -> None:
    place = await discussed(newspaper)

    member.asks_to_join(place.group)
    await status_in(newspaper, place, member, "member")
    guest.asks_to_join(place.group)
    told = await guest.sees("Вы попросились в «Обсуждение»")
    assert not place.group.chat.has(guest.id)
    await press(guest, told, "Зарегистрироваться")
    await press(guest, told, "Согласен")
    await guest.says("Пётр Гостев")
    await status_in(newspaper, place, guest, "member")


async def test_the_bot_named_for_requests_answers_each_within_ten_seconds(
    newspaper: Newspaper, member: Person, guest: Person
) -> None:
    place = await discussed(newspaper)
    member.asks_to_join(place.group, is_query=True)
    await status_in(newspaper, place, member, "member")
    guest.asks_to_join(place.group, is_query=True)
    await guest.sees("Вы попросились в «Обсуждение»")
    calls = newspaper.emulator.calls
    answers = await wait_for(newspaper, lambda: calls.of("answerChatJoinRequestQuery")[1:] or None, "no answer")
    assert answers[0].parameters["result"] == "queue"
    assert guest.id in place.group.chat.requests


async def test_a_banned_person_is_declined_and_requests_to_other_groups_are_left_alone(
    newspaper: Newspaper, member: Person, moderator: Person
) -> None:
    place = await discussed(newspaper)
    other = newspaper.emulator.group("Редакция", admins=[newspaper.editor], bot="administrator")
    member.asks_to_join(other)
    moderator.asks_to_join(place.group)
    await status_in(newspaper, place, moderator, "member")
    assert member.id in other.chat.requests, "who joins the staff is not for the bot to say"
    await newspaper.news.readers.appoint(await reader_of(newspaper, newspaper.editor), member.id, Role.BANNED)
    member.asks_to_join(place.group)
    await wait_for(newspaper, lambda: member.id not in place.group.chat.requests or None, "it is not declined")
    assert not place.group.chat.has(member.id)


async def test_a_kill_between_the_verdict_and_the_group_loses_nothing(
    newspaper: Newspaper, member: Person, moderator: Person
) -> None:
    place = await discussed(newspaper, member)
    await place.says(member, "Плохие слова")
    comment = await wait_for_comment(newspaper, place.number, "Плохие слова")
    newspaper.emulator.faults.add(Fault(Stalled(), "deleteMessage"))

    await remove(newspaper, moderator, comment.id)
    calls = newspaper.emulator.calls
    await wait_for(newspaper, lambda: calls.of("deleteMessage") or None, "no deed")
    await crash_and_restart(newspaper)
    newspaper.emulator.faults.clear()

    async with newspaper.news.storage.writing() as unit:  # two minutes later
        (deed,) = await unit.group_deeds.claim(now_of(newspaper) + LEASE, LEASE, 10)
        await unit.group_deeds.put_off(deed, now_of(newspaper))
    await wait_for_texts(newspaper, place)


async def test_a_pause_that_telegram_asks_for_is_kept(newspaper: Newspaper, member: Person, moderator: Person) -> None:
    place = await discussed(newspaper, member)
    await place.says(member, "Плохие слова")
    comment = await wait_for_comment(newspaper, place.number, "Плохие слова")
    newspaper.emulator.faults.add(Fault(too_many_requests(1), "deleteMessage"))

    await remove(newspaper, moderator, comment.id)

    await wait_for_texts(newspaper, place)
    assert len(newspaper.emulator.calls.of("deleteMessage")) == 2
